# SPDX-License-Identifier: GPL-2.0-or-later
# What tests of compare share: sets that nobody measured, and a comparison's cells.
# shellcheck shell=bash disable=SC2154 # build and work are of machine.bash

compare()
{
	"$build/bin/compare" --out "$work" "$@"
}

# A comparison's text as one line, for what may be broken anywhere.
judge()
{
	run compare "$@"
	output=$(tr -s ' \n' ' ' <<<"$output")
}

# SET [KEY=VALUE]...: runs that nobody measured.
fake()
{
	local set=$1
	shift
	"$build/tests/fake_set" "$work/$set" "boot=$set" "seed=$(cksum <<<"$set" | cut -c1-4)" "$@"
}

# POINT COLUMN of a comparison as CSV on stdin; fields of these files hold no commas.
cell()
{
	awk -F, -v point="$1" -v name="$2" '
		NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; next }
		$4 == point { print $at }'
}

# The hash that host.csv names a configuration by, of standard input.
fnv1a64()
{
	local byte hash=-3750763034362895579
	for byte in $(od -An -v -tu1); do
		hash=$(((hash ^ byte) * 1099511628211))
	done
	printf '%016x\n' "$hash"
}

# LINE-EDITING SCRIPT over the samples of all runs of a set.
edit()
{
	local file
	for file in "$work/$1"/*/"$2"; do
		sed -i -E "$3" "$file"
	done
}
