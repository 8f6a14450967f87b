#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# --until of run and vm stops at a look, when intervals are narrow, and says so; or at the maximum, and says so.

load ../support/machine

until_run()
{
	runner --compare "$build/bin/compare" --only control.getppid --only control.xchg "$@" >"$work/text" 2>&1
}

# SET ROUNDS: a run of one point that nobody measured, of so many rounds. Each as compare sees it after ROUNDS.
looked()
{
	"$build/bin/compare" --until "$1" --looks "$2" --only-rounds "$3" "$4"
}

@test "--until: stops at the first look, says so in log.txt; host.csv has the width" {
	until_run --until 99% --rounds 9 --set x
	run=$(echo "$work"/out/x/2*)
	[ "$(tail -n +2 "$run/plan.csv" | wc -l)" -eq 10 ]
	grep -qx -- '--until 99%: look 1 of 3, after 5 rounds: 2 of 2 intervals are that narrow: stopped' "$run/log.txt"
	grep -qx 'until,"99%"' "$run/host.csv"
	grep -q '^rounds,"9"' "$run/host.csv"
	# An interrupted one decides again as it did.
	head -n 6 "$run/plan.csv" >"$work/plan"
	cp "$work/plan" "$run/plan.csv"
	"$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --compare "$build/bin/compare" --resume "$run" >/dev/null 2>&1
	[ "$(tail -n +2 "$run/plan.csv" | wc -l)" -eq 10 ]
}

@test "--until: a width that cannot be reached ends at the maximum, and names the points" {
	until_run --until 0.000001% --rounds 6 --set x
	run=$(echo "$work"/out/x/2*)
	[ "$(tail -n +2 "$run/plan.csv" | wc -l)" -eq 12 ]
	grep -q -- '--until 1e-06%: look 1 of 2, after 5 rounds: 0 of 2 intervals are that narrow$' "$run/log.txt"
	grep -q ': look 2 of 2, after 6 rounds: 0 of 2 intervals are that narrow: not reached, as control\.[a-z]*, control\.' "$run/log.txt"
}

@test "--until: a point that is settled is not measured again, the others are" {
	printf '#!/bin/sh\necho settled control.xchg; echo wide control.getppid\n' >"$work/lie"
	chmod +x "$work/lie"
	runner --compare "$work/lie" --only control.getppid --only control.xchg --until 1% --rounds 8 --set x >/dev/null 2>"$work/text"
	run=$(echo "$work"/out/x/2*)
	[ "$(grep -c control.xchg "$run/plan.csv")" -eq 5 ]
	[ "$(grep -c control.getppid "$run/plan.csv")" -eq 8 ]
	grep -q 'not reached, as control.getppid$' "$run/log.txt"
	# What is left is that of the other.
	grep -q '^round 8/8: 13 of 13 processes' "$work/text"
	# A compare that fails knows nothing: no early stop.
	run runner --compare /bin/false --only control.xchg --until 99% --rounds 6 --set y
	[ "$status" -eq 1 ]
	[[ $output == *"--until: compare could not read the run: finished rows are kept"* ]]
}

@test "--until: wrong widths, and no compare: one line" {
	for width in 0 -1% 1x 101% nan ''; do
		run runner --until "$width"
		[ "$status" -eq 2 ]
		[ "$output" = "run: --until $width: give a half width in percent, over 0 to 100, as 1%" ]
	done
	run runner --until 1% --compare "$work/none"
	[ "$status" -eq 77 ]
	[[ $output == "run: --until: run $work/none: No such file"* ]]
	run runner --until 1% --resume "$work"
	[ "$status" -eq 2 ]
}

# The rows are as they were drawn: SD of processes 2%, so 5 rounds are not enough for 1%, and 100 are.
@test "compare --until: what is narrow, by rounds; more looks need more; unknown is wide" {
	"$build/tests/fake_set" "$work/few" boots=1 processes=5 process_sd=.02 boot=few
	"$build/tests/fake_set" "$work/many" boots=1 processes=100 process_sd=.02 points=5
	[ "$(looked 1% 1 0 "$work/many" | grep -c ^settled)" -eq 6 ]
	[ "$(looked .45% 1 0 "$work/many" | grep -c ^settled)" -gt "$(looked .45% 14 0 "$work/many" | grep -c ^settled)" ]
	[ "$(looked 1% 6 5 "$work/many" | grep -c ^settled)" -lt 3 ]
	[ "$(looked 99% 6 1 "$work/many" | grep -c ^wide)" -eq 6 ]
	looked 90% 6 0 "$work/few" >"$work/all"
	! grep -v ^settled "$work/all" || false
	# Two sets: one boot a side tells nothing of boots.
	"$build/tests/fake_set" "$work/a" boots=6 boot=a slot=0
	"$build/tests/fake_set" "$work/b" boots=6 boot=b slot=1
	"$build/tests/fake_set" "$work/one" boots=1 boot=c
	[ "$("$build/bin/compare" --until 10% --looks 6 "$work/a" "$work/b" | grep -c ^settled)" -eq 25 ]
	[ "$("$build/bin/compare" --until 1% --looks 6 "$work/a" "$work/b" | grep -c ^wide)" -gt 15 ]
	[ "$("$build/bin/compare" --until 90% "$work/few" "$work/one" | grep -c ^wide)" -eq 25 ]
}

# vm with a QEMU that boots nothing, and a compare that says what it is told.
fake_vm()
{
	mkdir -p "$work/path" "$work/programs/vm-x86_64/bin" "$work/programs/vm-x86_64/bench"
	printf '#!/bin/sh\necho "QEMU emulator version 7.2.0"\n' >"$work/path/qemu-system-x86_64"
	printf '#!/bin/sh\n[ "$1" != --until ] || %s\n' "$1" >"$work/lie"
	chmod +x "$work/path/qemu-system-x86_64" "$work/lie"
	cp "$build/bin/init" "$work/programs/vm-x86_64/bin/init"
	cp "$build/bin/runner" "$work/programs/vm-x86_64/bin/runner"
	echo none >"$work/programs/vm-x86_64/bench/none"
	for name in a b; do
		head -c 8192 /dev/zero >"$work/$name.image"
		printf 'HdrS\017\002' | dd of="$work/$name.image" bs=1 seek=514 conv=notrunc status=none
		printf '\001' | dd of="$work/$name.image" bs=1 seek=566 conv=notrunc status=none
		echo "$name" >>"$work/$name.image"
	done
	shift
	PATH=$work/path:$PATH run "$build/bin/vm" --programs "$work/programs" --compare "$work/lie" --accel tcg \
		--out "$work/out" --kernel "a=$work/a.image" --kernel "b=$work/b.image" "$@"
}

@test "vm --until: stops at a look over boots, at the maximum, and never for nothing known" {
	fake_vm 'echo settled x' --until 2% --boots 12
	[[ $output == *"--until 2%: look 1 of 3, after 5 boots of each kernel: 1 of 1 intervals are that narrow: stopped"* ]]
	[ "$(ls "$work/out/a" | wc -l)" -eq 5 ]
	[ "$(ls "$work/out/b" | wc -l)" -eq 5 ]
	grep -q ': stopped$' "$work"/out/b/*/log.txt
	rm -r "$work/out"
	fake_vm 'echo settled x; echo wide y' --until 2% --boots 6
	[[ $output == *"--until 2%: look 2 of 2, after 6 boots of each kernel: 1 of 2 intervals are that narrow: not reached, as y"* ]]
	[ "$(ls "$work/out/a" | wc -l)" -eq 6 ]
	rm -r "$work/out"
	fake_vm true --until 2% --boots 6
	[[ $output == *"0 of 1 intervals are that narrow: not reached, as nothing is known"* ]]
	[ "$(ls "$work/out/a" | wc -l)" -eq 6 ]
	fake_vm true --until 0%
	[ "$status" -eq 2 ]
	run "$build/bin/vm" --kernel "a=$work/a.image" --until 1%
	[ "$status" -eq 2 ]
	[ "$output" = "vm: --until: give two kernels or more, and no --check" ]
}
