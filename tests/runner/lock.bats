#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# One program at a time measures; --wait waits for it.

bats_require_minimum_version 1.5.0
load ../support/machine

@test "two runs at once: the second says who holds the lock" {
	hold_lock
	run liar --wait=0 --point lie.error
	kill $first
	wait $first || true
	[ "$status" -eq 1 ]
	[[ $output == *"process $first holds"*lying_bench* ]]
}

@test "--wait goes on when the holder ends, gives up after its time, and is refused when it is no number" {
	hold_lock
	run "$build/bin/runner" restore --wait=1
	[ "$status" -eq 1 ]
	[[ $output == *"process $first holds @ptebench-lock"* ]]
	(sleep 1; kill $first) 3>&- &
	run --separate-stderr "$build/bench/control" --wait --point control.getppid
	[ "$status" -eq 0 ]
	[[ $output == *control.getppid*,ok,* ]]
	# shellcheck disable=SC2154 # bats sets it
	[[ $stderr == *"process $first holds @ptebench-lock"* ]]
	wait $first || true
	for verb in "run --out $work/out --set x --no-plot --rounds 1" check; do
		hold_lock
		(sleep 1; kill $first) 3>&- &
		# shellcheck disable=SC2086 # words
		run --separate-stderr "$build/bin/runner" $verb --wait=60 --bench-dir "$build/bench" --only 'control.getppid'
		[[ $stderr == *"process $first holds @ptebench-lock"* ]]
		wait $first || true
	done
	[ "$(cat "$work"/out/x/2*/samples.csv | grep -c ',ok,')" -gt 0 ]
	for wrong in --wait=x --wait=-1 --wait=86401; do
		run "$build/bin/runner" run $wrong
		[ "$status" -eq 2 ]
		[ "$output" = "run: --wait ${wrong#*=}: give a whole number from 0 to 86400" ]
	done
}
