#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# A run does what the README says, and leaves the machine as it was.

bats_require_minimum_version 1.5.0
load ../support/machine

@test "--quick has at least 15 points, the default run at least 40" {
	[ "$(runner --quick --dry-run | tail -n +2 | wc -l)" -ge 15 ]
	[ "$(runner --dry-run | tail -n +2 | wc -l)" -ge 40 ]
	[ ! -e "$work/out" ]
}

@test "a run writes the four files, whole rows, each point in each round" {
	runner --quick --rounds 2 --set side >"$work/table" 2>"$work/err"
	run=$(echo "$work"/out/side/2*)
	[ -s "$run/host.csv" ]
	[ -s "$run/plan.csv" ]
	[ -e "$run/log.txt" ]
	grep -q '^seed,"' "$run/host.csv"
	hash=$(sed -n 's/^kernel_config_fnv1a64,"\(.*\)"$/\1/p' "$run/host.csv")
	[ "$hash" = unknown ] || [ -s "$work/out/side/kernel-config-$hash" ]
	[ ! -e /proc/config.gz ] || cmp /proc/config.gz "$work/out/side/kernel-config-$hash"
	[ ! -e "$run/kernel-config" ]
	points=$(runner --quick --dry-run | tail -n +2 | wc -l)
	[ "$(tail -n +2 "$run/plan.csv" | wc -l)" -eq $((2 * points)) ]
	[ "$(column point "$run/samples.csv" | sort -u | wc -l)" -eq "$points" ]
	grep -q 'states proved' "$work/table"
	[ "$(grep -c '^round' "$work/err")" -eq 2 ]
	[ "$(awk -F, '{ print NF }' "$run/plan.csv" | sort -u | wc -l)" -eq 1 ]
}

@test "--profile ends the log with where the time went" {
	runner --only control.empty --only fork.private-file/private-file/folio=4K/size=16M --rounds 1 --profile \
		>/dev/null
	awk '/^profile: / { processes++; sum += $6 + $8 + $10; if ($6 + $8 + $10 > $3) exit 1 }
		/^profile of 2 processes: / { total = $5; inside = $8 + $10 + $12; all = inside + $14; last = NR }
		END { exit !(processes == 2 && last == NR && sum > 0 && inside - sum < .2 && sum - inside < .2 &&
			all - total < .3 && total - all < .3) }' "$work"/out/*/2*/log.txt
}

@test "the same seed gives the same order, another seed another" {
	for seed in 1 1 2; do
		runner --only 'control.*' --rounds 2 --seed $seed --set "s$seed" >/dev/null 2>&1
		sleep 1.1 # a run's name holds the second
	done
	order() { cut -d, -f1,2,5 "$1/plan.csv"; }
	set -- "$work"/out/s1/2*
	[ "$(order "$1")" = "$(order "$2")" ]
	[ "$(order "$1")" != "$(order "$work"/out/s2/2*)" ]
}

@test "--resume finishes an interrupted run and repeats nothing" {
	runner --only 'control.*' --rounds 3 --set x >/dev/null 2>&1
	run=$(echo "$work"/out/x/2*)
	cp "$run/samples.csv" "$work/full"
	# Cut it off: drop the last 5 processes, and leave half a line.
	head -n 8 "$run/plan.csv" >"$work/plan" && cp "$work/plan" "$run/plan.csv"
	head -n 150 "$work/full" >"$run/samples.csv"
	printf '1,cut' >>"$run/samples.csv"
	kept=$(head -n 141 "$run/samples.csv" | md5sum)
	"$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --resume "$run" >"$work/table" 2>&1
	grep -q '^drift of the witnesses over the run: control.empty [-+][0-9.]* +- [0-9.]*%,' "$work/table"
	[ "$(tail -n +2 "$run/plan.csv" | wc -l)" -eq 12 ]
	[ "$(tail -n +2 "$run/plan.csv" | cut -d, -f1,5 | sort -u | wc -l)" -eq 12 ]
	[ "$(wc -l <"$run/samples.csv")" -eq "$(wc -l <"$work/full")" ]
	[ "$(head -n 141 "$run/samples.csv" | md5sum)" = "$kept" ]
}

@test "PTEBENCH_PAUSE stops the runner whenever the rows of a process are on disk" {
	PTEBENCH_PAUSE=1 PTEBENCH_RUN=given PTEBENCH_CLOCK_DOMAIN=icount PTEBENCH_ARGV='./run.sh outer' \
		"$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --out "$work/out" --set x \
		--only control.empty --rounds 2 >"$work/text" 2>&1 3>&- &
	runner=$!
	for lines in 2 3; do
		for ((i = 0; i < 200; i++)); do
			[ "$(cut -d' ' -f3 "/proc/$runner/stat")" = T ] && break
			sleep 0.05
		done
		[ "$(cut -d' ' -f3 "/proc/$runner/stat")" = T ]
		[ "$(wc -l <"$work/out/x/given/plan.csv")" -eq "$lines" ]
		kill -CONT "$runner"
	done
	wait "$runner"
	grep -q '^clock_domain,"icount"$' "$work/out/x/given/host.csv"
	grep -q '^argv,"./run.sh outer"$' "$work/out/x/given/host.csv"
	# Such a run keeps its config in its folder.
	[ ! -e /proc/config.gz ] || cmp /proc/config.gz "$work/out/x/given/kernel-config"
	for name in '' . ../y a/b a,b "$(printf 'x%.0s' {1..64})"; do
		PTEBENCH_RUN=$name run runner --only control.empty --rounds 1
		[ "$status" -eq 2 ]
		[[ $output == *"not a valid name of a run"* ]]
	done
}

@test "--resume of a run of another boot, or of no run, is refused in one line" {
	runner --only control.xchg --rounds 1 --set x >/dev/null 2>&1
	run=$(echo "$work"/out/x/2*)
	sed -i 's/^boot_id,.*/boot_id,"other"/' "$run/host.csv"
	run "$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --resume "$run"
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 1 ]
	[[ ${lines[0]} == *"another boot"* || ${lines[0]} == *"made in boot other"* ]]
	run "$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --resume "$work"
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 1 ]
}

@test "bad options: one line, exit 2, nothing made" {
	while read -r -a options; do
		run runner "${options[@]}"
		[ "$status" -eq 2 ]
		[ "${#lines[@]}" -eq 1 ]
	done <<-'EOF'
		--rounds 0
		--rounds 5x
		--rounds -1
		--seed 1e3
		--only nosuchpoint
		--set ../x
		--set .
		--nosuchoption
		surplus
		--resume nosuchdir
		--case mprotect.r0
		--case mprotect.ro --size 5000
		--case mprotect.ro --folio 3K
		--case mprotect.ro --vmas 2
		--case mprot_tw4m --batch 0
		--case mprotect.* --size 64K
		--case mprotect.ro --only nosuchpoint
		--size 64K
		--samples 0
		--resume . --case mprotect.ro
	EOF
	[ ! -e "$work/out" ]
	run "$here/run.sh" nosuchverb
	[ "$status" -eq 2 ]
}

@test "bad options of a program: one line, exit 2" {
	while read -r -a options; do
		run "$build/bench/mprotect" "${options[@]}"
		[ "$status" -eq 2 ]
		[ "${#lines[@]}" -eq 1 ]
	done <<-'EOF'
		--samples 0
		--samples 1001
		--point nosuch
		--cpu x
		--time-limit 0
		--nosuch
		surplus
		--check=x
	EOF
	run "$build/bench/mprotect" --run "$(printf 'x%.0s' {1..200})"
	[ "$status" -eq 2 ]
	[[ $output == *"longer than"* ]]
	run "$build/bench/mprotect" --help
	[ "$status" -eq 0 ]
	[[ $output == "Usage: "*" [OPTION]..."* ]]
	for what in --list --describe "--list --check"; do
		run sh -c "$build/bench/mprotect $what >/dev/full"
		[ "$status" -eq 1 ]
		[[ $output == *"write to stdout: No space left on device" ]]
	done
}

@test "an --out that cannot be written: one line, exit 1" {
	run runner --out /proc/nosuch --only control.xchg
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 1 ]
	[[ ${lines[0]} == *"make the folder /proc/nosuch/"*"(choose another with --out)" ]]
	touch "$work/file"
	run runner --out "$work/file/below" --only control.xchg
	[ "$status" -eq 1 ]
	[[ ${lines[0]} == *"make the folder $work/file/below/"*": Not a directory"* ]]
	runner --out "$work/a/b" --set x --only control.xchg --rounds 1
	ls "$work"/a/b/x/*/samples.csv
}

@test "a full disk: one line, exit 1, finished rows are kept and whole" {
	need_root
	mkdir "$work/out"
	config=$(cat /proc/config.gz "/boot/config-$(uname -r)" 2>/dev/null | wc -c)
	mount -t tmpfs -o size=$((48 + config / 1024))k none "$work/out" || skip "no tmpfs"
	run runner --only 'control.*' --rounds 9 --set x
	cp -r "$work"/out/x/2* "$work/run" || true
	umount "$work/out"
	[ "$status" -eq 1 ]
	[[ $output == *"No space left on device"* ]]
	[ "$(wc -l <"$work/run/samples.csv")" -gt 20 ]
	[ -z "$(tail -c 1 "$work/run/samples.csv" | tr -d '\n')" ]
	[ "$(($(wc -l <"$work/run/samples.csv") % 20))" -eq 1 ]
}

@test "each lie has a row that says so" {
	while read -r point status reason; do
		liar --point "$point" --time-limit 2 --samples 3 >"$work/rows"
		[ "$(column status "$work/rows" | sort -u)" = "$status" ] || {
			cat "$work/rows"
			false
		}
		grep -q "$reason" "$work/rows"
	done <<-'EOF'
		lie.segv op-failed signal 11
		lie.kill op-failed signal 9
		lie.exit op-failed exit status 3
		lie.hang op-failed time limit
		lie.error op-failed Input/output error
		lie.unpopulated/* state-not-reached not present
		lie.shared/* state-not-reached mapped more than once
		lie.lost/* state-not-reached after the ops
		lie.faults/* disturbed minor faults
	EOF
}

@test "with root: base pages are no 64K folios, and read pages are not dirty" {
	need_root
	liar --point 'lie.read-only/*' >"$work/rows"
	[ "$(column status "$work/rows")" = state-not-reached ]
	[ -z "$(column elapsed_ns "$work/rows")" ]
	liar --point 'lie.small-folios/*folio=64K*' >"$work/rows"
	[ "$(column status "$work/rows")" = state-not-reached ]
	[ "$(column pages_matching "$work/rows")" = 0 ]
	liar --point 'lie.forked/*' >"$work/rows"
	[ "$(column status "$work/rows")" = state-not-reached ]
	grep -q 'pages are not exclusive' "$work/rows"
	liar --point 'lie.good/*' >"$work/rows"
	[ "$(column status "$work/rows" | sort -u)" = ok ]
}

@test "a knob that is held at never: 64K is state-not-reached" {
	need_knobs
	root=$work/root
	mkdir -p "$root/run" "$root/tmp" "$root/sys/kernel/mm"
	ln -s /proc "$root/proc"
	cp -r --no-preserve=all "$thp" "$root/sys/kernel/mm/" 2>/dev/null || true
	PTEBENCH_KFILE_ROOT=$root "$build/bench/mprotect" \
		--point 'mprotect.ro/anon/folio=64K/size=64M' >"$work/rows"
	[ "$(column status "$work/rows")" = state-not-reached ]
	[ "$(column pages_matching "$work/rows")" = 0 ]
	grep -q 'pages, not 16' "$work/rows"
	grep -q never "$root/sys/kernel/mm/transparent_hugepage/hugepages-64kB/enabled"
}

@test "a worker that dies or hangs with knobs set: they are put back" {
	need_knobs
	liar --point 'lie.segv-folios/*folio=64K/*' >"$work/rows"
	[ "$(column status "$work/rows")" = op-failed ]
	knobs | diff "$work/knobs" -
	liar --point 'lie.hang-folios/*folio=64K/*' --time-limit 1 >"$work/rows"
	[ "$(column status "$work/rows")" = op-failed ]
	knobs | diff "$work/knobs" -
}

# Waits for the journal, which exists while the worker hangs.
await_journal()
{
	for _ in $(seq 100); do
		[ -e /run/ptebench/settings.journal ] && return 0
		sleep 0.05
	done
	return 1
}

@test "SIGTERM and SIGINT at a program: knobs are put back" {
	need_knobs
	for signal in TERM INT; do
		env --default-signal=INT "$build/tests/lying_bench" \
			--point 'lie.hang-folios/*folio=64K/*' >/dev/null 3>&- &
		program=$!
		await_journal
		kill -$signal $program
		wait $program || true
		knobs | diff "$work/knobs" -
	done
}

@test "kill -9 of the supervisor: the next start, or restore, puts knobs back" {
	need_knobs
	for mend in restore start; do
		"$build/tests/lying_bench" --point 'lie.hang-folios/*folio=64K/*' >/dev/null 3>&- &
		program=$!
		await_journal
		kill -9 $program
		wait $program || true
		! knobs | diff -q "$work/knobs" - >/dev/null || false
		# The worker dies with it, and then the lock is free.
		if [ $mend = start ]; then
			liar --point lie.error >/dev/null 2>&1
		else
			"$build/bin/runner" restore --wait=60 >/dev/null
		fi
		knobs | diff "$work/knobs" -
	done
}

@test "kill -9 of the runner in mid-run: knobs are put back, the run can be resumed" {
	need_knobs
	"$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --out "$work/out" \
		--only 'mprotect.ro/*64M' --only 'mprotect.none/*64M' --rounds 3 --set x \
		>/dev/null 2>&1 3>&- &
	runner=$!
	await_journal
	sleep 0.5
	kill -9 $runner
	wait $runner || true
	"$build/bin/runner" restore --wait=60 >/dev/null
	knobs | diff "$work/knobs" -
	run=$(echo "$work"/out/x/2*)
	"$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --resume "$run" >/dev/null 2>&1
	points=$(runner --only 'mprotect.ro/*64M' --only 'mprotect.none/*64M' --dry-run |
		tail -n +2 | wc -l)
	[ "$(tail -n +2 "$run/plan.csv" | cut -d, -f1,5 | sort -u | wc -l)" -eq $((3 * points)) ]
	[ "$(tail -n +2 "$run/plan.csv" | wc -l)" -eq $((3 * points)) ]
}

@test "Ctrl-C in mid-run: knobs are put back, and it says how to go on" {
	need_knobs
	env --default-signal=INT "$build/bin/runner" run --wait=60 --bench-dir "$build/bench" \
		--out "$work/out" --only 'mprotect.ro/*64M' --rounds 50 >/dev/null 2>"$work/err" 3>&- &
	runner=$!
	await_journal
	kill -INT $runner
	wait $runner && false
	knobs | diff "$work/knobs" -
	grep -q -- '--resume' "$work/err"
}

@test "an ordinary user: exit 0, a row for each point, base pages proved" {
	need_root
	as_nobody true
	run as_nobody "$work/user/bin/runner" run --bench-dir "$work/user/bench" \
		--out "$work/user/out" --set user --quick --rounds 1
	[ "$status" -eq 0 ]
	run=$(echo "$work"/user/out/user/2*)
	points=$(runner --quick --dry-run | tail -n +2 | wc -l)
	[ "$(column point "$run/samples.csv" | sort -u | wc -l)" -eq "$points" ]
	grep '^4,' "$run/samples.csv" | grep 'mprotect.ro/anon/folio=4K' | grep -q ',ok,'
	if [ -e "$thp/hugepages-64kB/enabled" ]; then
		grep 'folio=64K' "$run/samples.csv" | grep -q 'state-not-reached,.*Permission denied'
	fi
}

@test "a program killed under the runner has a row, and the run goes on" {
	need_root
	mkdir "$work/bench"
	cp "$build/tests/lying_bench" "$work/bench/liar"
	run "$build/bin/runner" run --wait=60 --bench-dir "$work/bench" --out "$work/out" --rounds 1 \
		--only 'lie.[seg]*' --set x
	[ "$status" -eq 0 ]
	printf '#!/bin/sh\n[ "$1" = --list ] && exec %s --list\nkill -9 $$\n' \
		"$build/tests/lying_bench" >"$work/bench/liar"
	run "$build/bin/runner" run --wait=60 --bench-dir "$work/bench" --out "$work/out" --rounds 1 \
		--only lie.good* --set y
	[ "$status" -eq 0 ]
	grep -q 'op-failed,program killed by signal 9' "$work"/out/y/*/samples.csv
	printf '#!/bin/sh\n[ "$1" = --list ] && exec %s --list\necho garbage\n' \
		"$build/tests/lying_bench" >"$work/bench/liar"
	run "$build/bin/runner" run --wait=60 --bench-dir "$work/bench" --out "$work/out" --rounds 1 \
		--only lie.good* --set z
	[ "$status" -eq 0 ]
	grep -q 'op-failed,program wrote malformed rows' "$work"/out/z/*/samples.csv
}

@test "threads that spin: their number and the shootdowns are in the row" {
	[ "$(nproc)" -ge 2 ] || skip "one CPU"
	"$build/bench/mprotect" --point 'mprotect.threads/*/threads=2' --samples 9 >"$work/rows"
	[ "$(column threads "$work/rows" | sort -u)" = 2 ]
	if [ "$(uname -m)" = x86_64 ] && grep -q ',ok,' "$work/rows"; then
		awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
			$at["status"] == "ok" && ($at["tlb_interrupts"] + $at["call_interrupts"]) * 10 < \
				$at["ops"] * 9 { exit 1 }' "$work/rows"
	fi
}

@test "states beyond written pages are proved, and swap and hugetlb are as they were" {
	need_root
	cat /proc/swaps /sys/kernel/mm/hugepages/*/nr_overcommit_hugepages >"$work/before"
	find /sys/block -name 'zram*' | sort >>"$work/before"
	for point in mprotect.swap-ro mprotect.guard-ro mprotect.uffd-wp-ro fork.zero fork.pinned \
		mprotect.hugetlb-ro mprotect.file-ro mprotect.mixed-rw mprotect.half-ro; do
		"$build/bench/${point%%.*}" --point "$point/*folio=4K/size=64M*" \
			--point "$point/*folio=2M/size=64M" --samples 3 >>"$work/rows" || true
	done
	cat /proc/swaps /sys/kernel/mm/hugepages/*/nr_overcommit_hugepages >"$work/after"
	find /sys/block -name 'zram*' | sort >>"$work/after"
	diff "$work/before" "$work/after"
	! grep ',state-not-reached,\|,op-failed,' "$work/rows" || false
	grep 'fork.zero/' "$work/rows" | grep -q ',read,.*16384,16384,16384,.*,ok,'
}
