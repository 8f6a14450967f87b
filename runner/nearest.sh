#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Prints "; did you mean NAME?" for a misspelt WORD, or " (ELSE)" if no NAME is near.
# Usage: nearest.sh WORD ELSE NAME...
set -uo pipefail

# Prints the number of insertions, deletions, substitutions and adjacent swaps that turn $1 into $2.
edit_distance()
{
	local a=$1 b=$2 width=$((${#2} + 1)) i j best
	local -a d
	for ((i = 0; i <= ${#a}; i++)); do
		for ((j = 0; j <= ${#b}; j++)); do
			best=$((i + j))
			if ((i > 0 && j > 0)); then
				best=$((d[(i - 1) * width + j - 1]))
				[ "${a:i-1:1}" = "${b:j-1:1}" ] || best=$((best + 1))
				((best <= d[(i - 1) * width + j])) || best=$((d[(i - 1) * width + j] + 1))
				((best <= d[i * width + j - 1])) || best=$((d[i * width + j - 1] + 1))
				if ((i > 1 && j > 1 && d[(i - 2) * width + j - 2] < best)) &&
					[ "${a:i-2:2}" = "${b:j-1:1}${b:j-2:1}" ]; then
					best=$((d[(i - 2) * width + j - 2] + 1))
				fi
			fi
			d[i * width + j]=$best
		done
	done
	echo "$best"
}

word=$1
otherwise=$2
shift 2
nearest=''
most=100
for name; do
	((${#word} <= 2 * ${#name})) || continue
	distance=$(edit_distance "$name" "$word")
	if ((distance < most && distance <= 1 + ${#name} / 5)); then
		most=$distance
		nearest=$name
	fi
done
if [ -n "$nearest" ]; then
	echo "; did you mean $nearest?"
else
	echo " ($otherwise)"
fi
