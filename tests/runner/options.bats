#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Each program and verb has --help and --version, and one line for a misspelt option or a value out of range.

load ../support/machine
bats_require_minimum_version 1.5.0

# Lists the name that opens messages, and the command, of each.
programs()
{
	local verb program
	for verb in run list check restore describe-csv; do
		echo "$verb $build/bin/runner $verb"
	done
	for verb in compare plot report export history; do
		echo "$verb $build/bin/$verb"
	done
	echo "doctor $build/bin/doctor"
	echo "vm $build/bin/vm"
	for program in "$build"/bench/*; do
		[ ! -f "$program" ] || echo "$(basename "$program") $program"
	done
}

scripts()
{
	echo "bisect $here/history/bisect.sh $build"
	echo "fleet $here/fleet/fleet.sh $build"
	echo "kernels $here/vm/kernels.sh"
}

@test "each program and verb has -h, --help and --version" {
	version=$("$build/bin/runner" --version)
	[[ $version == "ptebench "[0-9]* ]]
	while read -r -a words; do
		name=${words[0]} command=("${words[@]:1}")
		for option in -h --help; do
			run --separate-stderr "${command[@]}" "$option"
			[ "$status" -eq 0 ]
			[[ ${lines[0]} == "Usage: "* ]]
			[[ $output == *--version* ]]
			[ -z "$stderr" ]
		done
		[ "$(PTEBENCH_BUILD=$build "${command[@]}" --version)" = "$version" ]
	done < <(programs; scripts)
}

@test "help of a program: 78 columns, and each option in it is one" {
	while read -r -a words; do
		name=${words[0]} command=("${words[@]:1}")
		"${command[@]}" --help >"$work/help"
		! grep -E '^.{79}' "$work/help" || false
		while read -r option; do
			run "${command[@]}" "$option=" --nothing-must-run
			[ "$status" -eq 2 ]
			[[ $output != *"$option=: not an option"* ]]
		done < <(sed -nE 's/^  (-h, )?(--[a-z-]+).*/\2/p' "$work/help" | grep -vx -e --setup)
	done < <(programs)
}

@test "a misspelt option: one line that begins with the verb, exit 2" {
	while read -r -a words; do
		name=${words[0]} command=("${words[@]:1}")
		run --separate-stderr "${command[@]}" --versoin
		[ "$status" -eq 2 ]
		[ -z "$output" ]
		[ "$stderr" = "$name: --versoin: not an option; did you mean --version?" ]
	done < <(programs)
	run "$build/bin/runner" chekc
	[ "$status" -eq 2 ]
	[ "$output" = "ptebench: chekc: no such verb; did you mean check?" ]
}

@test "a value out of range: the option, what was given, what is allowed" {
	while read -r -a words; do
		name=${words[0]} command=("${words[@]:1}")
		run "${command[@]}"
		[ "$status" -eq 2 ]
		[[ $output =~ ^$name:\ --[a-z-]+\ [^:]+:\ give\ .+$ ]]
	done <<-EOF
		run $build/bin/runner run --rounds 0
		run $build/bin/runner run --set a/b
		compare $build/bin/compare --metric size
		compare $build/bin/compare --format xml
		plot $build/bin/plot --margin -1
		history $build/bin/history --format xml
		doctor $build/bin/doctor --seconds 86401
		vm $build/bin/vm --smp 65
		vm $build/bin/vm --arch arm64
		control $build/bench/control --samples 1001
	EOF
}
