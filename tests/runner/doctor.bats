#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# doctor reports on this machine; --tune holds knobs, and puts them back however the run ends.

load ../support/machine

@test "doctor: a line for each thing, JSON of the same, nothing is changed" {
	run "$build/bin/doctor"
	[ "$status" -eq 0 ]
	for name in privileges pmu clock cpus hypervisor load mitigations memory fragmentation governor boost smt \
		isolated-cpus interrupts clocksource thp thp-defrag khugepaged ksm numa-balancing lru-gen; do
		[ "$(grep -cE "^(ok|note|warn|unknown) +$name " <<<"$output")" -eq 1 ]
	done
	[[ $output == *"nothing was changed"* ]]
	run "$build/bin/doctor" --json
	[ "$(grep -c '"grade": "\(ok\|note\|warn\|unknown\)"' <<<"$output")" -eq 21 ]
	run "$build/bin/doctor" --heal
	[ "$status" -eq 2 ]
	run "$build/bin/doctor" now
	[ "$status" -eq 2 ]
	need_root
	as_nobody "$work/user/bin/doctor" >"$work/nobody"
	grep -q '^note  *privileges  *no root' "$work/nobody"
}

@test "doctor --power: a slowdown of 10% is detected; wrong usage: exit 2" {
	[ "$(getconf PAGESIZE)" -eq 4096 ] || skip "pages are not 4K"
	power() { "$build/bin/doctor" --bench-dir "$build/bench" --power "$@"; }
	"$build/bin/doctor" --slowed 0 true || skip "no seccomp filters here"
	for attempt in 1 2 3; do # wall time of a shared machine
		run power --seconds 8 --case 'mprotect.ro/anon/folio=4K/size=4M'
		[ "$status" -eq 0 ]
		grep -q 'injected *+\(9.9\|10.0\).*S$' <<<"$output" && break
	done
	grep -q 'injected *+\(9.9\|10.0\).*S$' <<<"$output"
	grep -qE 'n [0-9]+, SD [0-9.]+%: shows [0-9.]+% with 95% power' <<<"$output"
	for arguments in "--seconds 0" "--seconds soon" "--case no.such" "--json"; do
		# shellcheck disable=SC2086 # they are several
		run power $arguments
		[ "$status" -eq 2 ]
	done
	run "$build/bin/doctor" --slowed 40000 true
	[ "$status" -eq 2 ]
	for arguments in "--case x" --wait=1; do
		# shellcheck disable=SC2086 # they are several
		run "$build/bin/doctor" $arguments
		[ "$status" -eq 2 ]
		[[ $output == *"goes with --power"* ]]
	done
}

held_knobs()
{
	grep -s . /proc/irq/*/smp_affinity_list /sys/kernel/mm/ksm/run \
		/proc/sys/kernel/sched_rt_runtime_us \
		"$thp/khugepaged/scan_sleep_millisecs" || true
}

await_hold()
{
	for _ in $(seq 200); do
		[ -e /run/ptebench/tune.journal ] && [ -n "$(ls "$work/out/x" 2>/dev/null)" ] && return
		sleep 0.05
	done
	return 1
}

@test "--tune holds knobs for the run, says so, and puts them back" {
	need_root
	[ -w "$thp/khugepaged/scan_sleep_millisecs" ] || skip "no khugepaged"
	held_knobs >"$work/before"
	runner --only 'control.*' --rounds 1 --set no >/dev/null 2>&1
	grep -q '^tune,"no"' "$work"/out/no/*/host.csv
	runner --tune --dry-run --only control.xchg >"$work/plan"
	grep -q '^would set .*/khugepaged/scan_sleep_millisecs: [0-9]* -> 4294967295$' "$work/plan"
	held_knobs | diff "$work/before" -
	runner --tune --only 'control.*' --rounds 1 --set yes >/dev/null 2>&1
	held_knobs | diff "$work/before" -
	grep -q '^tune,"yes"' "$work"/out/yes/*/host.csv
	grep -q '^tune.khugepaged,"held"' "$work"/out/yes/*/host.csv
	grep -q '^khugepaged_scan_sleep_ms,"4294967295"' "$work"/out/yes/*/host.csv
	grep -q '^tune: .*/khugepaged/scan_sleep_millisecs: [0-9]* -> 4294967295$' \
		"$work"/out/yes/*/log.txt
	run as_nobody "$work/user/bin/runner" run --bench-dir "$work/user/bench" --tune \
		--out "$work/user/out" --only control.xchg
	[ "$status" -eq 77 ]
	[ "${#lines[@]}" -eq 1 ]
}

@test "--tune: knobs are put back after Ctrl-C, after kill -9 of either process, by restore" {
	need_root
	[ -w "$thp/khugepaged/scan_sleep_millisecs" ] || skip "no khugepaged"
	held_knobs >"$work/before"
	for how in INT parent child both; do
		rm -rf "$work/out"
		env --default-signal=INT "$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --tune \
			--out "$work/out" --only 'control.*' --rounds 1000 --set x >/dev/null 2>&1 3>&- &
		parent=$!
		await_hold
		! held_knobs | diff -q "$work/before" - >/dev/null || false
		child=$(pgrep -P $parent)
		case $how in
		INT) kill -INT $parent ;;
		parent) kill -9 $parent ;;
		child) kill -9 "$child" ;;
		both) kill -STOP "$child" && kill -9 $parent "$child" ;;
		esac
		wait $parent && false
		if [ $how = both ]; then
			! held_knobs | diff -q "$work/before" - >/dev/null || false
		fi
		"$build/bin/runner" restore --wait=60 >/dev/null # the programs die with it, and the lock is free
		held_knobs | diff "$work/before" -
		[ ! -e /run/ptebench/tune.journal ]
	done
}

@test "--tune: a resumed run is tuned again" {
	need_root
	[ -w "$thp/khugepaged/scan_sleep_millisecs" ] || skip "no khugepaged"
	runner --tune --only 'control.*' --rounds 2 --set x >/dev/null 2>&1
	run=$(echo "$work"/out/x/2*)
	head -n 5 "$run/plan.csv" >"$work/plan" && cp "$work/plan" "$run/plan.csv"
	: >"$run/log.txt"
	"$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --resume "$run" >/dev/null 2>&1
	grep -q '^tune: .*/khugepaged/scan_sleep_millisecs: [0-9]* -> 4294967295$' "$run/log.txt"
	[ "$(wc -l <"$run/plan.csv")" -eq 9 ]
	run "$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --tune --resume "$run"
	[ "$status" -eq 2 ]
}

@test "doctor --power: Ctrl-C puts knobs back" {
	need_knobs
	"$build/bin/doctor" --bench-dir "$build/bench" --power --seconds 60 \
		--case 'fork.anon/anon/folio=64K/size=64M' >/dev/null 2>&1 3>&- &
	doctor=$!
	for _ in $(seq 200); do
		knobs | diff -q "$work/knobs" - >/dev/null || break
		sleep 0.1
	done
	kill -INT "$doctor"
	wait "$doctor" || status=$?
	[ "${status:-0}" -gt 128 ]
}
