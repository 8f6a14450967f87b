#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Counts how many lines of each folder the tests run, and names those that they do not.
# Usage: coverage.sh BUILD                  makes it, runs the tests, tells what they ran
#        coverage.sh --report BUILD [TREE]  tells what ran in BUILD, made of the sources in TREE
set -uo pipefail
limit_percent=90
tests=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# The C tests that CHOICE of ctest takes, but those that compute for long.
run_c_tests()
{
	(cd "$PTEBENCH_BUILD" && ctest --output-on-failure "$@" -E '^test_(simulation|steps|breaks_published)$')
}

# What measures nothing.
run_desk_tests()
{
	local status=0
	run_c_tests -L beside || status=1
	bats --tap "$tests"/{compare/compare,compare/compare_boots,compare/compare_formats,export/export,history/history,history/site,report/report}.bats || status=1
	return "$status"
}

run_measuring_tests()
{
	local status=0
	run_c_tests -LE beside || status=1
	bats --tap "$tests"/{runner/hostile,runner/check,plot/plot}.bats || status=1
	return "$status"
}

# Tests that repeat the same a thousand times, and those that need the true speed, run elsewhere.
run_tests()
{
	local status=0 desk
	cmake -S "$tests/.." -B "$1" -DPTEBENCH_TESTS=ON -DPTEBENCH_WERROR=ON -DPTEBENCH_COVERAGE=ON &&
		cmake --build "$1" -j "$(nproc)" || return 1
	find "$1" -name '*.gcda' -delete
	PTEBENCH_BUILD=$(cd "$1" && pwd)
	export PTEBENCH_BUILD
	PTEBENCH_TESTS_BESIDE=1 run_desk_tests >"$PTEBENCH_BUILD/desk.log" 2>&1 &
	desk=$!
	run_measuring_tests || status=1
	wait "$desk" || status=1
	cat "$PTEBENCH_BUILD/desk.log"
	return "$status"
}

# Of gcovr's table: each folder, then files under the limit and their lines that did not run.
tell()
{
	awk -v limit="$limit_percent" -v all_held="$held" '
	function percent(of) { return 100 * run[of] / lines[of] }
	function add(of) {
		if (!(of in lines))
			order[++count] = of
		lines[of] += $(at + 1)
		run[of] += $(at + 2)
	}
	# A long name has a line of its own.
	NF == 1 { name = $1; next }
	{ at = $1 ~ /^[0-9]+$/ ? 0 : 1 }
	at { name = $1 }
	name !~ /\.[ch]$/ || !$(at + 1) { next }
	{
		add(name)
		missing[name] = $(at + 4)
		while (sub("/[^/]*$", "", name))
			add(name)
	}
	END {
		for (i = 1; i <= count; i++)
			if (!(order[i] in missing))
				printf "%-22s %5d of %5d lines %5.1f%%\n", order[i], run[order[i]],
					lines[order[i]], percent(order[i])
		for (i = 1; i <= count; i++)
			if (order[i] in missing && percent(order[i]) < limit)
				printf "%s: %.1f%%, not run: %s\n", order[i], percent(order[i]),
					missing[order[i]]
		count_held = split(all_held, held)
		for (i = 1; i <= count_held; i++) {
			of = held[i]
			is_low = !lines[of] || percent(of) < limit
			failed += is_low
			if (lines[of])
				printf "coverage: %s/ %.1f%%%s\n", of, percent(of),
					is_low ? ", less than " limit "%" : ""
			else
				printf "coverage: %s/ was not counted\n", of
		}
		exit failed > 0
	}'
}

report()
{
	local build=$1 tree=$2 held="common compare" folder
	for folder in plot report history export; do
		[ ! -d "$tree/$folder" ] || held+=" $folder"
	done
	if ! command -v gcovr >/dev/null 2>&1; then
		echo "coverage.sh: no gcovr here (runner/setup.sh ci)"
		return 77
	fi
	gcovr -j "$(nproc)" -r "$tree" --filter "$tree/(common|compare|plot|report|history|export|runner|vm|fleet|bench)/" --txt - "$build" |
		tell
}

case $#:${1:-} in
[23]:--report)
	report "$2" "$(realpath "${3:-$tests/..}")"
	;;
1:[!-]*)
	run_tests "$1"
	status=$?
	report "$1" "$(realpath "$tests/..")" && exit "$status"
	;;
*)
	echo "usage: coverage.sh BUILD, or coverage.sh --report BUILD [TREE]" >&2
	exit 2
	;;
esac
