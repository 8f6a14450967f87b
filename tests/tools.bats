#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The tools that judge the tests themselves, fed with what they must complain of.

setup()
{
	here=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	work=$(mktemp -d)
}

teardown()
{
	rm -rf "$work"
}

# A tree of two folders: in one is a function of $1 lines and a few, which only "called" calls.
small_tree()
{
	mkdir -p "$work/tree/common" "$work/tree/compare/parts"
	printf 'int half(int n)\n{\n\treturn n / 2;\n}\n' >"$work/tree/common/half.c"
	{
		printf 'int half(int n);\nint uncalled(int n);\nint uncalled(int n)\n{\n'
		for ((i = 0; i < $1; i++)); do
			printf '\tn = half(n);\n'
		done
		printf '\treturn n;\n}\n'
	} >"$work/tree/compare/parts/uncalled.c"
	printf 'int half(int n);\nint uncalled(int n);\nint main(void)\n{\n\treturn half(1)%s;\n}\n' \
		"${2:+ + uncalled(0)}" >"$work/tree/compare/main.c"
	(cd "$work" && rm -f ./*.gc?? && gcc -O0 --coverage -o program "$work"/tree/common/half.c \
		"$work"/tree/compare/main.c "$work"/tree/compare/parts/uncalled.c && ./program)
}

@test "coverage.sh: a function that nobody calls is under the limit, and named" {
	command -v gcovr >/dev/null || skip "no gcovr"
	small_tree 20
	run "$here/tests/coverage.sh" --report "$work" "$work/tree"
	echo "$output"
	[ "$status" -eq 1 ]
	[[ $output == *"coverage: common/ 100.0%"* ]]
	[[ $output == *"coverage: compare/ 8.3%, less than 90%"* ]]
	[[ $output == *"compare/parts/uncalled.c: 0.0%, not run: 3,5-"* ]]
	small_tree 0 called
	run "$here/tests/coverage.sh" --report "$work" "$work/tree"
	[ "$status" -eq 0 ]
	[[ $output == *"coverage: compare/ 100.0%"* ]]
}

@test "coverage.sh: no counts are no 0%, wrong usage is exit 2" {
	command -v gcovr >/dev/null || skip "no gcovr"
	mkdir -p "$work/tree" "$work/build"
	run "$here/tests/coverage.sh" --report "$work/build" "$work/tree"
	[ "$status" -eq 1 ]
	[[ $output == *"coverage: common/ was not counted"* ]]
	run "$here/tests/coverage.sh"
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 1 ]
}

@test "PTEBENCH_COVERAGE with clang is refused in a line" {
	command -v clang >/dev/null || skip "no clang"
	CC=clang run cmake -S "$here" -B "$work/build" -DPTEBENCH_COVERAGE=ON
	[ "$status" -eq 1 ]
	[[ $output == *"PTEBENCH_COVERAGE needs gcc: start anew with CC=gcc"* ]]
}
