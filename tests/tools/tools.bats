#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The tools that judge the tests themselves, fed with what they must complain of.

setup()
{
	here=$(cd "${BATS_TEST_DIRNAME%/tests*}" && pwd)
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
	run "$here/tests/tools/coverage.sh" --report "$work" "$work/tree"
	echo "$output"
	[ "$status" -eq 1 ]
	[[ $output == *"coverage: common/ 100.0%"* ]]
	[[ $output == *"coverage: compare/ 8.3%, less than 90%"* ]]
	[[ $output == *"compare/parts/uncalled.c: 0.0%, not run: 3,5-"* ]]
	small_tree 0 called
	run "$here/tests/tools/coverage.sh" --report "$work" "$work/tree"
	[ "$status" -eq 0 ]
	[[ $output == *"coverage: compare/ 100.0%"* ]]
}

@test "coverage.sh: no counts are no 0%, wrong usage is exit 2" {
	command -v gcovr >/dev/null || skip "no gcovr"
	mkdir -p "$work/tree" "$work/build"
	run "$here/tests/tools/coverage.sh" --report "$work/build" "$work/tree"
	[ "$status" -eq 1 ]
	[[ $output == *"coverage: common/ was not counted"* ]]
	run "$here/tests/tools/coverage.sh"
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 1 ]
}

@test "PTEBENCH_COVERAGE with clang is refused in a line" {
	command -v clang >/dev/null || skip "no clang"
	CC=clang run cmake -S "$here" -B "$work/build" -DPTEBENCH_COVERAGE=ON
	[ "$status" -eq 1 ]
	[[ $output == *"PTEBENCH_COVERAGE needs gcc: start anew with CC=gcc"* ]]
}

# A tree with a test of sum.c that tells what it found as cmocka does.
tree_with_a_test()
{
	mkdir -p "$work/tree/tests"
	cat >"$work/tree/CMakeLists.txt" <<-'EOF'
		cmake_minimum_required(VERSION 3.18)
		project(sum LANGUAGES C)
		add_executable(test_sum sum.c tests/test_sum.c)
		set_target_properties(test_sum PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
	EOF
	cat >"$work/tree/sum.c" <<-'EOF'
		/* Adds. */
		int sum(int a, int b) { return a + b; }
		int twice(int a) { return a * 2; }
	EOF
	cat >"$work/tree/tests/test_sum.c" <<-'EOF'
		#include <stdio.h>
		int sum(int a, int b);
		int main(void)
		{
			int is_wrong = sum(2, 3) != 5;

			puts(is_wrong ? "[  FAILED  ] test_sum" : "[       OK ] test_sum");
			puts("[       OK ] test_nothing");
			return is_wrong;
		}
	EOF
}

# LINE BECOMES [TEST]: an entry of the table.
entry()
{
	printf 'file: sum.c\nline: %s\nbecomes: %s\ntest: test_sum %s\nwhy: it adds\n\n' "$1" "$2" \
		"${3:-test_sum}" >>"$work/table"
}

mutations()
{
	run "$here/tests/tools/mutations.sh" "$work/table" "$work/tree"
	echo "$output"
}

@test "mutations.sh: what a test sees is caught, what no test sees has LIVED" {
	tree_with_a_test
	entry 'return a + b;' 'return a - b;'
	mutations
	[ "$status" -eq 0 ]
	[[ $output == *"caught by test_sum test_sum: sum.c: return a + b; -> return a - b;"* ]]
	[[ ${lines[-1]} == "mutations: 1 of 1 caught, 0 complaints" ]]
	entry '/* Adds. */' '/* Subtracts. */'
	entry 'return a * 2;' 'return a & 2;'
	entry 'return a + b;' 'return a * b;' test_nothing
	entry 'return a + b;' '__builtin_trap();'
	mutations
	[ "$status" -eq 1 ]
	[[ $output == *"LIVED in test_sum test_sum: sum.c: /* Adds. */ -> /* Subtracts. */ (it adds)"* ]]
	[[ $output == *"LIVED in test_sum test_sum: sum.c: return a * 2; -> return a & 2;"* ]]
	[[ $output == *"LIVED in test_sum test_nothing: sum.c: return a + b; -> return a * b;"* ]]
	[[ $output == *"caught, test_sum crashed or did not end: sum.c"* ]]
	[[ ${lines[-1]} == "mutations: 2 of 5 caught, 3 complaints" ]]
	grep -q 'return a + b;' "$work/tree/sum.c"
}

@test "mutations.sh: a fragment is there once, the tree is sound, an entry is whole" {
	tree_with_a_test
	entry 'return a' 'return b'
	entry 'return c' 'return b'
	mutations
	[ "$status" -eq 1 ]
	[[ $output == *"sum.c: found 2 times, not once: return a"* ]]
	[[ $output == *"sum.c: found 0 times, not once: return c"* ]]
	[[ ${lines[-1]} == "mutations: 0 of 2 caught, 2 complaints" ]]
	rm "$work/table"
	entry 'return a + b;' 'return a - b' # does not compile
	mutations
	[ "$status" -eq 1 ]
	[[ $output == *"cannot be built: sum.c: return a + b; -> return a - b"* ]]
	rm "$work/table"
	entry 'return a + b;' 'return a - b;' test_elsewhere
	mutations
	[ "$status" -eq 1 ]
	[[ $output == *"test_sum test_elsewhere: does not pass without a mutation"* ]]
	printf 'file: sum.c\nline: return a + b;\ntest: x y\n\nfle: sum.c\n' >"$work/table"
	mutations
	[ "$status" -eq 1 ]
	[[ $output == *"sum.c: an entry has line, becomes, test and why"* ]]
	[[ $output == *"fle: sum.c: no part of an entry"* ]]
	: >"$work/table"
	mutations
	[ "$status" -eq 1 ]
}

@test "mutations.sh: each line of the table is in the tree once" {
	local file line
	while read -r word line; do
		case $word in
		file:) file=$line ;;
		line:) [ "$(grep -cF -e "$line" "$here/$file")" -eq 1 ] ;;
		esac
	done <"$here/tests/tools/mutations.txt"
}
