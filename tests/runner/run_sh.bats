#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh with small programs in place of the real ones: what it builds, what it does when it cannot, its own options.

bats_require_minimum_version 1.5.0

setup()
{
	here=$(cd "${BATS_TEST_DIRNAME%/tests*}" && pwd)
	work=$(mktemp -d)
	unset PTEBENCH_BUILD CC CFLAGS
	make_tree "$work/tree"
}

teardown()
{
	if mountpoint -q "$work/bound"; then
		umount "$work/bound"
	fi
	rm -rf "$work"
}

# Makes a clone whose programs print their name and arguments. setup.sh misses nothing but the compiler $CC.
make_tree()
{
	mkdir "$1"
	(cd "$here" && cp --parents run.sh runner/*.sh vm/*.sh fleet/*.sh history/*.sh docs/*.sh common/base/version.cmake "$1")
	cat >"$1/runner/setup.sh" <<-'EOT'
		#!/bin/sh
		command -v "${CC:-cc}" >/dev/null && exit 0
		echo "setup.sh: missing: gcc" >&2
		exit 77
	EOT
	cat >"$1/CMakeLists.txt" <<-'EOT'
		cmake_minimum_required(VERSION 3.18)
		project(ptebench VERSION 9.8.7 LANGUAGES C)
		add_executable(runner program.c)
		set_target_properties(runner PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
		foreach(name doctor vm compare plot report history export)
			add_custom_command(TARGET runner POST_BUILD
				COMMAND cp $<TARGET_FILE:runner> ${CMAKE_BINARY_DIR}/bin/${name})
		endforeach()
	EOT
	cat >"$1/program.c" <<-'EOT'
		#include <stdio.h>
		#include <string.h>
		int main(int argc, char **argv)
		{
			char *leaf = strrchr(argv[0], '/') + 1;

			printf("%s", argc > 1 && !strcmp(argv[1], "--version") ? "ptebench built" : leaf);
			for (int i = 1; i < argc; i++)
				printf(" %s", argv[i]);
			puts("");
			return 0;
		}
	EOT
}

# Breaks the source, so that nothing can be built.
break_source()
{
	echo '#error "out of order"' >"$work/tree/program.c"
}

@test "a clone that was moved is built again, with a message; other files in the build folder stay" {
	"$work/tree/run.sh" compare a b
	mkdir "$work/tree/build/kernels"
	echo image >"$work/tree/build/kernels/vmlinuz"
	mv "$work/tree" "$work/moved"
	run --separate-stderr "$work/moved/run.sh" compare a b
	[ "$status" -eq 0 ]
	[ "$output" = "compare a b" ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	[[ $stderr == *"$work/moved/build was made by $work/tree in $work/tree/build: configuring it again for $work/moved"* ]]
	grep -q "^CMAKE_HOME_DIRECTORY:INTERNAL=$work/moved$" "$work/moved/build/CMakeCache.txt"
	[ -s "$work/moved/build/kernels/vmlinuz" ]
	# Once.
	run --separate-stderr "$work/moved/run.sh" compare a b
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
}

@test "a copy of a clone builds its own source, and leaves that of the first alone" {
	"$work/tree/run.sh" compare a b
	cp -a "$work/tree" "$work/copy"
	sed -i 's/leaf);/"copied");/' "$work/copy/program.c"
	run --separate-stderr "$work/copy/run.sh" compare a b
	[ "$output" = "copied a b" ]
	[[ $stderr == *"configuring it again"* ]]
	run --separate-stderr "$work/tree/run.sh" compare a b
	[ "$output" = "compare a b" ]
	[ -z "$stderr" ]
}

@test "a build folder that was renamed is built again" {
	PTEBENCH_BUILD=$work/one "$work/tree/run.sh" compare a b
	mv "$work/one" "$work/two"
	PTEBENCH_BUILD=$work/two run --separate-stderr "$work/tree/run.sh" compare a b
	[ "$output" = "compare a b" ]
	[[ $stderr == *"$work/two was made by"* ]]
	[ ! -e "$work/tree/build" ]
}

@test "a clone that is bind-mounted is the same clone" {
	[ "$(id -u)" -eq 0 ] || skip "needs root"
	"$work/tree/run.sh" compare a b
	mkdir "$work/bound"
	mount --bind "$work/tree" "$work/bound" || skip "no mount(2) here"
	run --separate-stderr "$work/bound/run.sh" compare a b
	echo "$stderr"
	[ "$status" -eq 0 ]
	[ "$output" = "compare a b" ]
	[ -z "$stderr" ]
	# If the first name is gone, as in a container, only the cache knows it.
	umount "$work/bound"
	mv "$work/tree" "$work/hidden"
	mount --bind "$work/hidden" "$work/bound"
	run --separate-stderr "$work/bound/run.sh" compare a b
	[ "$output" = "compare a b" ]
	[[ $stderr == *"configuring it again"* ]]
}

@test "a build folder of another project is not touched" {
	mkdir -p "$work/other/CMakeFiles"
	printf 'CMAKE_PROJECT_NAME:STATIC=other\nCMAKE_HOME_DIRECTORY:INTERNAL=/other\nCMAKE_CACHEFILE_DIR:INTERNAL=/other/b\n' \
		>"$work/other/CMakeCache.txt"
	cp "$work/other/CMakeCache.txt" "$work/before"
	PTEBENCH_BUILD=$work/other run "$work/tree/run.sh" compare a b
	[ "$status" -eq 1 ]
	[[ ${lines[-1]} == "run.sh: the build failed (PTEBENCH_BUILD=DIR builds elsewhere)" ]]
	cmp "$work/before" "$work/other/CMakeCache.txt"
	[ -d "$work/other/CMakeFiles" ]
}

# VERB OUTPUT: is the older program used, with one line that names $why?
uses_the_older()
{
	run --separate-stderr "$work/tree/run.sh" "$1" a b
	echo "$1: $status: $output: $stderr"
	[ "$status" -eq 0 ]
	[ "$output" = "$2" ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	[[ $stderr == "run.sh: cannot build ("*"$why"*"): using the older $work/tree/build/"* ]]
}

all_use_the_older()
{
	local b=$work/tree/build
	uses_the_older restore "runner restore --bench-dir $b/bench a b"
	uses_the_older list "runner list --bench-dir $b/bench a b"
	uses_the_older doctor "doctor --bench-dir $b/bench a b"
	uses_the_older compare "compare a b"
	uses_the_older plot "plot a b"
	uses_the_older history "history a b"
	uses_the_older export "export a b"
	uses_the_older report "report --plot $b/bin/plot a b"
}

# An older program would measure another source.
refuses_to_measure()
{
	local verb
	for verb in run check bisect vm docs; do
		run --separate-stderr "$work/tree/run.sh" "$verb"
		echo "$verb: $status"
		[ "$status" -ne 0 ]
		[ -z "$output" ]
	done
	[ "$("$work/tree/run.sh" run --help 2>/dev/null)" = "runner run --bench-dir $work/tree/build/bench --plot $work/tree/build/bin/plot --compare $work/tree/build/bin/compare --help" ]
}

@test "source that cannot be built: the older programs are used, but measure nothing" {
	"$work/tree/run.sh" list >/dev/null
	break_source
	why='#error "out of order"'
	all_use_the_older
	refuses_to_measure
	run "$work/tree/run.sh" bisect --good-set x --case y
	[ "$status" -eq 128 ]
	[[ $output == *"out of order"*"run.sh: the build failed"* ]]
}

@test "no compiler: the older programs are used, but measure nothing" {
	"$work/tree/run.sh" list >/dev/null
	export CC=nosuchcompiler
	why="setup.sh: missing: gcc"
	all_use_the_older
	refuses_to_measure
	run "$work/tree/run.sh" run
	[ "$status" -eq 77 ]
	run --separate-stderr "$work/tree/run.sh" restore --setup
	[ "$output" = "runner restore --bench-dir $work/tree/build/bench" ]
	# A moved clone loses its cache, and keeps its programs.
	unset CC
	rm "$work/tree/program.c"
	mv "$work/tree" "$work/moved"
	run --separate-stderr "$work/moved/run.sh" restore
	[ "$output" = "runner restore --bench-dir $work/moved/build/bench" ]
}

@test "a compiler that fails in a new folder: no program, and its whole output" {
	CC=false run "$work/tree/run.sh" restore
	[ "$status" -eq 1 ]
	[[ $output == *"C compiler"*"run.sh: the build failed"* ]]
}

@test "a program that no longer links: restore uses the older one" {
	"$work/tree/run.sh" list >/dev/null
	sed -i 's/return 0;/return nowhere();/; 1i int nowhere(void);' "$work/tree/program.c"
	uses_the_older restore "runner restore --bench-dir $work/tree/build/bench a b"
	uses_the_older restore "runner restore --bench-dir $work/tree/build/bench a b"
}

@test "a read-only file system: the older programs are used" {
	[ "$(id -u)" -eq 0 ] || skip "needs root"
	"$work/tree/run.sh" list >/dev/null
	mkdir "$work/bound"
	mount --bind "$work/tree" "$work/bound" && mount -o remount,bind,ro "$work/bound" || skip "no mount(2) here"
	run --separate-stderr "$work/bound/run.sh" restore
	[ "$status" -eq 0 ]
	[ "$output" = "runner restore --bench-dir $work/bound/build/bench" ]
	[[ $stderr == *"Read-only file system"* ]]
	[ "${#stderr_lines[@]}" -eq 1 ]
	PTEBENCH_BUILD=$work/elsewhere "$work/bound/run.sh" run
}

@test "another build does not block restore" {
	"$work/tree/run.sh" list >/dev/null
	sed -i 's/--wait 60/--wait 1/' "$work/tree/run.sh"
	why="another build holds"
	(
		flock 9
		uses_the_older restore "runner restore --bench-dir $work/tree/build/bench a b"
	) 9>"$work/tree/build/.lock"
}

@test "--help and --version build nothing" {
	local verb
	break_source
	"$work/tree/run.sh" --help | grep -q PTEBENCH_BUILD
	for verb in bisect fleet test docs; do
		"$work/tree/run.sh" $verb --help | grep -q "^Usage: ./run.sh $verb"
		diff <("$work/tree/run.sh" $verb --help) <("$work/tree/run.sh" $verb -h)
	done
	for verb in '' run list check doctor compare plot report history export bisect vm fleet restore test docs; do
		[ "$("$work/tree/run.sh" $verb --version)" = "ptebench 9.8.7" ]
	done
	[ ! -e "$work/tree/build" ]
}

@test "--version: of the built programs, or of the commit, or of the archive" {
	command -v git >/dev/null || skip "no git"
	git -C "$work/tree" init -q
	git -C "$work/tree" -c user.name=x -c user.email=x commit -q --allow-empty -m x
	[ "$("$work/tree/run.sh" --version)" = "ptebench 9.8.7+$(git -C "$work/tree" rev-parse --short=12 HEAD)" ]
	rm -rf "$work/tree/.git"
	sed -i 's/^set(archived .*/set(archived "0123456789abcdef0123456789abcdef01234567")/' "$work/tree/common/base/version.cmake"
	[ "$("$work/tree/run.sh" --version)" = "ptebench 9.8.7+0123456789ab" ]
	"$work/tree/run.sh" list >/dev/null
	break_source
	[ "$("$work/tree/run.sh" --version)" = "ptebench built --version" ]
}

@test "a misspelt verb or option: one line that names the nearest, exit 2" {
	while IFS='|' read -r words message; do
		# shellcheck disable=SC2086 # words
		run "$here/run.sh" $words
		echo "$words: $output"
		[ "$status" -eq 2 ]
		[ "$output" = "$message" ]
	done <<-'EOT'
		comapre A B|run.sh: comapre: no such verb; did you mean compare?
		comparee A B|run.sh: comparee: no such verb; did you mean compare?
		rnu|run.sh: rnu: no such verb; did you mean run?
		lsit|run.sh: lsit: no such verb; did you mean list?
		nosuchverb|run.sh: nosuchverb: no such verb (./run.sh --help names them)
		comparecomparecomparecompare|run.sh: comparecomparecomparecompare: no such verb (./run.sh --help names them)
	EOT
	for words in "$here/tests/run.sh --setpu|test: --setpu: not an option; did you mean --setup?" \
		"$here/fleet/fleet.sh x --inventroy y|fleet: --inventroy: not an option; did you mean --inventory?"; do
		# shellcheck disable=SC2086 # words
		run ${words%|*}
		[ "$status" -eq 2 ]
		[ "$output" = "${words#*|}" ]
	done
	run "$here/history/bisect.sh" x --good-ste y
	[ "$status" -eq 128 ]
	[ "$output" = "bisect: --good-ste: not an option; did you mean --good-set?" ]
}

# Makes a tree with tests of each kind: bats files of one test, two C tests, and nothing to build.
make_tests()
{
	local name file
	mkdir -p "$work/tree/tests" "$work/tree/build"
	cp "$here/tests/run.sh" "$work/tree/tests/"
	printf '#!/bin/sh\n' >"$work/tree/runner/build.sh"
	printf '#!/bin/sh\nexit 1\n' >"$work/tree/vm/kernels.sh"
	printf '#!/bin/sh\n' >"$work/tree/run.sh"
	for name in run faults vm $(sed -n 's/^\t\([a-z_]*\) \.$/\1/p' "$here/tests/run.sh"); do
		file=$(cd "$here" && echo tests/*/"$name.bats")
		mkdir -p "$work/tree/${file%/*}"
		printf '@test "%s" {\n\ttrue\n}\n' "$name" >"$work/tree/$file"
	done
	for name in "x86-64, quick" arm64 "x86-64, checks" ppc64le; do
		printf '@test "%s" {\n\ttrue\n}\n' "$name"
	done >"$work/tree/tests/vm/vm_kernels.bats"
	cat >"$work/tree/build/CTestTestfile.cmake" <<-'EOF'
		add_test(measures true)
		add_test(computes true)
		set_tests_properties(computes PROPERTIES LABELS beside)
	EOF
}

@test "test: each test runs once, and what fails, is skipped, or gives no result is counted" {
	local count
	make_tests
	count=$((2 + 3 + 4 + $(sed -n 's/^\t\([a-z_]*\) \.$/\1/p' "$here/tests/run.sh" | grep -cv '^vm$')))
	run env -i "PATH=${PATH#*/bats-core:}" "HOME=$work" "$work/tree/tests/run.sh" # bats in bats
	echo "$output"
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" = "$count passed, 0 failed, 0 skipped" ]
	[ "$(grep -c '^ok 1 faults$' <<<"$output")" -eq 1 ]
	[ "$(grep -c '^ok 1 tree$' <<<"$output")" -eq 1 ]
	sed -i 's/true/skip/' "$work/tree/tests/fleet/fleet.bats"
	sed -i 's/true/false/' "$work/tree/tests/runner/run.bats" "$work/tree/tests/tools/tree.bats"
	sed -i 's/measures true/measures false/' "$work/tree/build/CTestTestfile.cmake"
	sed -i 's/true/kill -9 $PPID $$/' "$work/tree/tests/report/report.bats"
	echo 'syntax error (' >"$work/tree/tests/tools/soak.bats"
	run env -i "PATH=${PATH#*/bats-core:}" "HOME=$work" "$work/tree/tests/run.sh" # bats in bats
	echo "$output"
	[ "$status" -eq 1 ]
	[ "${lines[-1]}" = "$((count - 6)) passed, 5 failed, 1 skipped" ]
}
