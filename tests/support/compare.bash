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

# DIR A B POINT VALUE: compare, the data of the page and those of the figure have VALUE for POINT in A.
shown_alike()
{
	local dir=$1 a=$2 b=$3 point=$4 value=$5
	"$build/bin/compare" --format csv --out "$dir" "$a" "$b" >"$work/csv" 2>/dev/null || true
	"$build/bin/report" --sets "$dir" --figures "$work" --out "$work/page.html" "$a" "$b" >/dev/null 2>&1
	{
		cell "$point" value_a <"$work/csv" | head -n 1
		awk -v row="<td>$point</td>" 'index($0, row) && match($0, /data-v="[^"]*"/) {
			print substr($0, RSTART + 8, RLENGTH - 9); exit }' "$work/page.html"
		if command -v gnuplot >/dev/null; then
			"$build/bin/plot" --sets "$dir" --out "$work/figures" --quiet --only "$point" "$a" >/dev/null
			awk '/^# y metric set share value/ { getline; print $5 }' "$work/figures/data/costs-1.tsv"
		else
			echo "$value"
		fi
	} >"$work/shown"
	awk -v value="$value" '{ n += $1 / value < 1.000001 && $1 / value > 0.999999 } END { exit !(n == 3 && NR == 3) }' \
		"$work/shown"
}
