#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Makes docs/CSV.md and docs/CASES.md from their .md.in and the tables in the programs.
# Usage: generate.sh BUILD_DIR [OUT_DIR]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${1:?usage: generate.sh BUILD_DIR [OUT_DIR]}
out=${2:-$here/docs}

# Wraps Markdown at 80 columns. A row of a table becomes a list item: its first cell is the term, a
# column "holds" its type, the next cell its meaning; the others follow under their headings.
wrap()
{
	awk '
	function flow(text, indent, count, words, line, i) {
		count = split(text, words, " ")
		line = words[1]
		for (i = 2; i <= count; i++) {
			if (length(line) + 1 + length(words[i]) > 80) {
				print line
				line = indent words[i]
			} else {
				line = line " " words[i]
			}
		}
		print line
	}
	function item(  text, rest, i) {
		i = heading[3] == "holds" ? 4 : 3
		text = "* `" $2 "`" (i == 4 ? " (" $3 ")" : "") ": " $i
		for (i++; i < NF; i++)
			if ($i != "-" && $i ~ /[^ ]/)
				rest = rest (rest ? "; " : " (") heading[i] ": " $i
		flow(text rest (rest ? ")" : ""), "  ")
	}
	BEGIN { FS = " [|] |^[|] | [|]$" }
	/^[|]---/ { next }
	/^[|]/ && in_table { item(); next }
	/^[|]/ { in_table = split($0, heading, FS); next }
	{ in_table = 0; flow($0, "") }'
}

# Fills in the lines of $1.md.in that are @NAME@: each is what the function NAME prints.
fill()
{
	local line
	while IFS= read -r line; do
		case $line in
		@*@) "${line//@/}" | wrap ;;
		*) printf '%s\n' "$line" ;;
		esac
	done <"$here/docs/$1.md.in" >"$out/$1.md"
}

cases()
{
	local program
	for program in mprot_tw4m mprotect mremap fork zap fault control; do
		"$build/bench/$program" --describe
	done
}

samples() { "$build/bin/runner" describe-csv; }
compare() { "$build/bin/compare" --describe-csv; }

fill CASES
fill CSV
