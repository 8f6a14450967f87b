#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Breaks lines that verdicts rest on, one at a time, and checks that a test fails.
# Usage: mutations.sh [TABLE [TREE]]
# Each entry of the table (mutations.txt) is put into a copy of the tree: the test that it names must fail.
set -uo pipefail
tests=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if [[ $# -gt 2 || ${1:-} = -* ]]; then
	echo "usage: mutations.sh [TABLE [TREE]]" >&2
	exit 2
fi
table=${1:-$tests/tools/mutations.txt}
tree=$(cd "${2:-$tests/..}" && pwd) || exit 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
copy=$work/tree
build=$work/build
failed=0

complain()
{
	echo "mutations: $*"
	failed=$((failed + 1))
}

# The parts of all entries, an array each. An entry ends with a line that is empty.
files=() lines=() becomes=() seen_by=() builds=() whys=()
read_table()
{
	local file='' line='' become='' by='' what='' why='' text
	while IFS= read -r text; do
		case $text in
		'#'*) ;;
		"file: "*) file=${text#*: } ;;
		"line: "*) line=${text#*: } ;;
		"becomes: "*) become=${text#*: } ;;
		"test: "*) by=${text#*: } ;;
		"build: "*) what=${text#*: } ;;
		"why: "*) why=${text#*: } ;;
		'')
			[ -n "$file" ] || continue
			if [ -z "$line" ] || [ -z "$become" ] || [ -z "$by" ] || [ -z "$why" ]; then
				complain "$file: an entry has line, becomes, test and why"
			fi
			files+=("$file") lines+=("$line") becomes+=("$become") seen_by+=("$by")
			builds+=("${what:-${by%% *}}") whys+=("$why")
			file='' line='' become='' by='' what='' why=''
			;;
		*) complain "$text: no part of an entry" ;;
		esac
	done < <(cat "$table" && echo)
}

# Code moves, and the table must follow.
look_up()
{
	local i found
	for ((i = 0; i < ${#files[@]}; i++)); do
		found=$(grep -oF -e "${lines[i]}" "$tree/${files[i]}" 2>/dev/null | wc -l)
		[ "$found" -eq 1 ] || complain "${files[i]}: found $found times, not once: ${lines[i]}"
	done
}

# Its output to $work/log.
run_test()
{
	local program=${1%% *} name=${1#* } status
	if [[ $program == *.bats ]]; then
		PTEBENCH_BUILD=$build timeout 120 bats --tap --filter "$name" "$copy"/tests/*/"$program"
	else
		timeout 120 "$build/tests/$program"
	fi >"$work/log" 2>&1 </dev/null
	status=$?
	# A test that fails may leave a child that waits for ever.
	pkill -KILL -f "^$build/" || true
	return "$status"
}

# What the log says of this very test, beside others of the same program: passed, failed or nothing.
said()
{
	local name=${1#* } passed='[       OK ] ' failed='[  FAILED  ] '
	if [[ $1 == *.bats\ * ]]; then
		passed='^ok [0-9]* ' failed='^not ok [0-9]* '
		grep -v ' # skip' "$work/log"
	else
		cat "$work/log"
	fi >"$work/said"
	if grep -q -e "${failed/#[/\\[}$name" "$work/said"; then
		echo failed
	elif grep -q -e "${passed/#[/\\[}$name" "$work/said"; then
		echo passed
	else
		echo nothing
	fi
}

make_targets()
{
	local targets
	read -r -a targets <<<"$*"
	cmake --build "$build" -j "$(nproc)" --target "${targets[@]}" >"$work/log" 2>&1
}

copy_tree()
{
	mkdir "$copy" && tar -C "$tree" --exclude=./.git --exclude='./build*' -cf - . | tar -C "$copy" -xf - &&
		cmake -S "$copy" -B "$build" -DPTEBENCH_TESTS=ON -DCMAKE_BUILD_TYPE=None \
			-DCMAKE_C_FLAGS=-O1 >"$work/log" 2>&1
}

# Without a mutation each test that will be asked must pass, or its failure says nothing.
check_unmutated()
{
	local test
	make_targets "${builds[*]}" || return 1
	for test in "${seen_by[@]}"; do
		run_test "$test"
		if [ "$(said "$test")" != passed ]; then
			complain "$test: does not pass without a mutation"
			return 1
		fi
	done
}

# The fragment is text, not a pattern.
mutate()
{
	local text
	text=$(cat "$tree/$1" && echo .)
	printf '%s' "${text/"$2"/"$3"}" | sed '$ s/\.$//' >"$copy/$1"
}

try()
{
	local i=$1 test=${seen_by[$1]} what status=0 answer
	what="${files[i]}: ${lines[i]} -> ${becomes[i]}"
	mutate "${files[i]}" "${lines[i]}" "${becomes[i]}"
	if make_targets "${builds[i]}"; then
		run_test "$test" || status=$?
		answer=$(said "$test")
		if [ "$answer" = failed ]; then
			echo "mutations: caught by $test: $what"
			caught=$((caught + 1))
		elif [ "$answer" = nothing ] && [ "$status" -ne 0 ]; then
			echo "mutations: caught, ${test%% *} crashed or did not end: $what"
			caught=$((caught + 1))
		else
			complain "LIVED in $test: $what (${whys[i]})"
		fi
	else
		cat "$work/log"
		complain "cannot be built: $what"
	fi
	cp "$tree/${files[i]}" "$copy/${files[i]}"
}

read_table
look_up
total=${#files[@]}
caught=0
if [ "$total" -eq 0 ]; then
	complain "$table has no entry"
fi
if [ "$failed" -eq 0 ]; then
	if ! copy_tree || ! check_unmutated; then
		cat "$work/log"
		complain "the tree cannot be built or judged as it is"
	else
		for ((i = 0; i < total; i++)); do
			try "$i"
		done
	fi
fi
echo "mutations: $caught of $total caught, $failed complaints"
[ "$failed" -eq 0 ]
