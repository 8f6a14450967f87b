#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Compares the running kernel with a good one, for `git bisect run`. Exit code: 0 good, 1 bad,
# 125 undecided, 128 stop the bisection (git takes 2, the usual code of wrong usage, for "bad").
# Usage: bisect.sh BUILD --good-set SET --case ID [--margin X%] [--rounds N] [--out DIR]
set -uo pipefail
build=$1
shift

usage()
{
	cat <<-'EOF'
	Usage: ./run.sh bisect --good-set SET --case ID [OPTION]...
	Measures one case on the running kernel, compares it with the good kernel's set, and
	leaves with the code that `git bisect run` wants: 0 good (not slower), 1 bad (slower),
	125 skip (cannot be told), 128 stop (wrong usage, or the good set has no such case).

	  --good-set SET  runs of the good kernel on this machine: 3 boots or more, since the
	                  bad one has one boot at a time and the spread of boots must be known
	  --case ID       a point of ./run.sh list, or a glob
	  --margin X%     slower by up to this is good (default 1%); half of the regression that
	                  is looked for is a good choice
	  --rounds N      processes to measure (default 20)
	  --out DIR       where sets lie (default: results)
	  -h, --help      print this text
	  --version       print the version
	EOF
}

stop()
{
	echo "bisect: $1" >&2
	exit 128
}

known=(--good-set --case --margin --rounds --out --help --version)
good='' case='' margin='1%' rounds=20 out=results
while [ $# -gt 0 ]; do
	case $1 in
	-h | --help)
		usage
		exit 0
		;;
	--version) exec "$build/bin/runner" --version ;;
	--good-set | --case | --margin | --rounds | --out)
		[ $# -ge 2 ] || stop "$1: give a value (see ./run.sh bisect --help)"
		case $1 in
		--good-set) good=$2 ;;
		--case) case=$2 ;;
		--margin) margin=$2 ;;
		--rounds) rounds=$2 ;;
		--out) out=$2 ;;
		esac
		shift 2
		;;
	*)
		stop "$1: not an option$("$(dirname "$0")/../runner/nearest.sh" "$1" "see ./run.sh bisect --help" "${known[@]}")"
		;;
	esac
done
[ -n "$good" ] || stop "--good-set: which runs are good? (see ./run.sh bisect --help)"
[ -n "$case" ] || stop "--case: which case? (see ./run.sh list)"
if ! [[ $rounds =~ ^[0-9]{1,4}$ ]] || [ "$rounds" -lt 1 ] || [ "$rounds" -gt 1000 ]; then
	stop "--rounds $rounds: give a whole number from 1 to 1000"
fi

# Compare the good set with itself, to check that it has the case and that the options are valid.
"$build/bin/compare" --format csv --margin "$margin" --only "$case" --out "$out" "$good" "$good" \
	>/dev/null
[ $? -ne 2 ] || exit 128
rows=$("$build/bin/compare" --format csv --only "$case" --out "$out" "$good" "$good" 2>/dev/null |
	wc -l)
[ "$rows" -gt 1 ] || stop "--case $case: the good set $good has no such case"

log=$(mktemp) || exit 128
trap 'rm -f "$log"' EXIT
set_name=bisect-$(uname -r)
"$build/bin/runner" run --wait --bench-dir "$build/bench" --only "$case" --rounds "$rounds" --out "$out" \
	--set "${set_name:0:63}" >"$log"
status=$?
case $status in
0) ;;
2) exit 128 ;;
*)
	echo "bisect: the run failed (exit status $status): this kernel is skipped" >&2
	exit 125
	;;
esac
run=$(sed -n 's/^results: //p' "$log" | tail -n 1)
# The kernels of a bisection cannot take turns.
"$build/bin/compare" --trust-order --margin "$margin" --only "$case" --out "$out" "$good" "$run"
status=$?
case $status in
0 | 1) exit $status ;;
*) exit 125 ;;
esac
