#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# If CPU, memory or processes are taken away, a row or a message says so, and no metric is wrong.

bats_require_minimum_version 1.5.0
load ../support/machine
load ../support/faults

# make_group CONTROLLER: makes a control group, $group, below our own; v1 or v2.
make_group()
{
	local at
	need_root
	if [ -d "/sys/fs/cgroup/$1" ]; then
		at=/sys/fs/cgroup/$1$(sed -n "s/^[0-9]*:\([^:]*,\)\?$1\(,[^:]*\)\?://p" /proc/self/cgroup)
		[ -d "$at" ] || at=/sys/fs/cgroup/$1
	else
		at=/sys/fs/cgroup
		grep -qw "$1" "$at/cgroup.subtree_control" 2>/dev/null || skip "no control groups for $1"
	fi
	group=$at/ptebench-test-$$
	mkdir "$group" 2>/dev/null || skip "no control group can be made in $at"
	# Dying processes hold it for a moment.
	undo_later "for i in \$(seq 100); do rmdir $group && break; sleep 0.05; done"
}

in_group()
{
	# shellcheck disable=SC2016 # expanded inside
	bash -c 'echo $$ >"$0/cgroup.procs" && exec "$@"' "$group" "$@"
}

allow()
{
	echo "$1" >"$group/cpuset.cpus"
}

@test "the CPU is taken away by a cpuset in mid-run: no wrong metric, one line, --resume when it is back" {
	[ "$(nproc)" -ge 2 ] || skip "one CPU"
	make_group cpuset
	all=$(cat /sys/devices/system/cpu/online)
	# In version 1 a new group has no memory nodes; in version 2 those of the group above, and the root names none.
	if [ -e "$(dirname "$group")/cpuset.mems" ]; then
		cat "$(dirname "$group")/cpuset.mems" >"$group/cpuset.mems"
	fi
	allow "$all"
	in_group "$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --out "$work/out" --set x --rounds 40 \
		--only 'mprotect.ro/anon/folio=4K/size=64M' --only control.getppid >"$work/text" 2>&1 3>&- &
	runner=$!
	await eval 'grep -q ,ok "$work"/out/x/*/plan.csv'
	run_folder=$(echo "$work"/out/x/2*)
	cpu=$(sed -n 's/^cpu,"\(.*\)"$/\1/p' "$run_folder/host.csv")
	other=$((cpu == 0))
	allow $other
	status=0
	wait $runner || status=$?
	[ "$status" -eq 1 ]
	[ "$(grep -c "^run: run on CPU $cpu: it is offline, or left our cpuset: .*--resume" "$work/text")" -eq 1 ]
	count=$(tail -n +2 "$run_folder/plan.csv" | wc -l)
	agree "$run_folder" "$count"
	# A sample is ok only if it stayed on its CPU.
	awk -F, -v cpu="$cpu" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$at["status"] == "ok" && $at["cpu"] != cpu { exit 1 }
		$at["status"] != "ok" && $at["status"] != "disturbed" { print; exit 1 }' "$run_folder/samples.csv"
	run in_group "$build/bench/control" --point control.getppid --cpu "$cpu"
	[ "$status" -eq 0 ]
	[[ $output == *"op-failed,pin to CPU $cpu: Invalid argument (is it online and in this cpuset?)"* ]]
	run in_group "$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --resume "$run_folder"
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 1 ]
	allow "$all"
	in_group "$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --resume "$run_folder" >/dev/null 2>&1
	agree "$run_folder" 80
}

@test "the CPU is taken offline in mid-run: one line, and --resume when it is online again" {
	need_root
	[ "$(nproc)" -ge 2 ] || skip "one CPU"
	if [ -n "$(find /sys/fs/cgroup/cpuset -mindepth 1 -type d 2>/dev/null)" ]; then
		skip "cpusets of version 1 would not get the CPU back"
	fi
	"$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --out "$work/out" --set x --rounds 40 \
		--only 'mprotect.ro/anon/folio=4K/size=64M' --only control.getppid >"$work/text" 2>&1 3>&- &
	runner=$!
	await eval 'grep -q ,ok "$work"/out/x/*/plan.csv'
	run_folder=$(echo "$work"/out/x/2*)
	cpu=$(sed -n 's/^cpu,"\(.*\)"$/\1/p' "$run_folder/host.csv")
	switch=/sys/devices/system/cpu/cpu$cpu/online
	if [ ! -w "$switch" ] || ! { undo_later "echo 1 >$switch" && echo 0 >"$switch"; } 2>/dev/null; then
		kill $runner
		wait $runner || true
		skip "CPU $cpu cannot be taken offline"
	fi
	status=0
	wait $runner || status=$?
	echo 1 >"$switch"
	[ "$status" -eq 1 ]
	[ "$(grep -c "^run: run on CPU $cpu: it is offline, .*--resume" "$work/text")" -eq 1 ]
	agree "$run_folder" "$(tail -n +2 "$run_folder/plan.csv" | wc -l)"
	resume "$run_folder" >/dev/null 2>&1
	agree "$run_folder" 80
}

@test "a control group's memory limit: the worker is killed for it, its row says so, the run goes on" {
	make_group memory
	limit=$group/memory.max
	[ -e "$limit" ] || limit=$group/memory.limit_in_bytes
	echo 40M >"$limit" || skip "no memory limit can be set"
	if [ -e "$group/memory.swap.max" ]; then
		echo 0 >"$group/memory.swap.max"
	fi
	in_group "$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --out "$work/out" --set x --rounds 2 \
		--only 'mprotect.ro/anon/folio=4K/size=4M' --only 'mprotect.ro/anon/folio=4K/size=64M' \
		--only 'fork.anon/anon/folio=4K/size=64M' >/dev/null 2>&1
	run_folder=$(echo "$work"/out/x/2*)
	agree "$run_folder" 6
	[ "$(grep -c 'size=64M.*op-failed,.*worker killed by signal 9 (Killed): out of memory' "$run_folder/samples.csv")" -eq 4 ]
	[ "$(grep 'size=4M' "$run_folder/plan.csv" | grep -c ',ok$')" -eq 2 ]
}

@test "out of memory: the worker is killed before all others, the supervisor like any process" {
	"$build/tests/lying_bench" --point lie.hang >/dev/null 2>&1 3>&- &
	program=$!
	await pgrep -P $program
	await grep -qx 1000 "/proc/$(pgrep -P $program)/oom_score_adj"
	diff /proc/self/oom_score_adj "/proc/$program/oom_score_adj"
	kill $program
	wait $program || true
}

@test "too little address space (ulimit -v): rows say so, the run goes on" {
	if grep -q __asan_init "$build/bench/mprotect"; then
		skip "a sanitizer takes more than any limit"
	fi
	(
		ulimit -v 50000
		"$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --out "$work/out" --set x --rounds 1 \
			--only 'mprotect.ro/anon/folio=4K/size=4M' --only 'mprotect.ro/anon/folio=4K/size=64M'
	) >/dev/null 2>&1
	run_folder=$(echo "$work"/out/x/2*)
	agree "$run_folder" 2
	grep 'size=64M' "$run_folder/samples.csv" | grep -qE '(state-not-reached|op-failed),.*Cannot allocate memory'
	grep 'size=4M' "$run_folder/plan.csv" | grep -q ',ok$'
}

# crowded N COMMAND...: runs as a user without processes, who may have N.
crowded()
{
	local most=$1
	shift
	setpriv --reuid 54321 --regid 54321 --clear-groups prlimit --nproc="$most" "$@"
}

@test "no more processes (RLIMIT_NPROC): for an op, for a worker, for a program: each is reported" {
	need_root
	if pgrep -u 54321; then
		skip "user 54321 has processes"
	fi
	chmod 755 "$work"
	mkdir "$work/user"
	cp -r "$build/bench" "$build/bin" "$work/user/"
	chmod -R a+rX "$work/user"
	chown 54321 "$work/user"
	crowded 2 "$work/user/bench/fork" --point 'fork.anon/anon/folio=4K/size=4M' >"$work/rows"
	grep -q ',op-failed,op: Resource temporarily unavailable' "$work/rows"
	crowded 1 "$work/user/bench/fork" --point 'fork.anon/anon/folio=4K/size=4M' >"$work/rows"
	grep -q ',op-failed,fork the worker: Resource temporarily unavailable' "$work/rows"
	[ -z "$(column elapsed_ns "$work/rows" | tr -d '\n')" ]
	crowded 2 "$work/user/bin/runner" run --bench-dir "$work/user/bench" --out "$work/user/out" --set x --rounds 2 \
		--only control.getppid --only control.empty >/dev/null 2>&1
	run_folder=$(echo "$work"/user/out/x/2*)
	agree "$run_folder" 4
	[ "$(grep -c ',op-failed,fork the worker: Resource temporarily unavailable' "$run_folder/samples.csv")" -eq 4 ]
	run crowded 1 "$work/user/bin/runner" run --bench-dir "$work/user/bench" --out "$work/user/out" --set y \
		--only control.getppid
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 1 ]
	[[ $output == *"--list failed: Resource temporarily unavailable"* ]]
	rm -rf "$work/user/out"
}

@test "no process for a program in mid-run: one line, rows are kept, --resume goes on" {
	need_faulty
	count=$(find "$build/bench" -maxdepth 1 -type f -executable | wc -l)
	run --separate-stderr faulty "fork:-:$((count + 3)):EAGAIN" "$build/bin/runner" run --wait=60 --bench-dir "$build/bench" \
		--out "$work/out" --set x --rounds 4 --only control.getppid
	[ "$status" -eq 1 ]
	[[ $stderr == *"run: control: Resource temporarily unavailable: finished rows are kept; "*"--resume "* ]]
	run_folder=$(echo "$work"/out/x/2*)
	agree "$run_folder" 2
	resume "$run_folder" >/dev/null 2>&1
	agree "$run_folder" 4
}

# What is read between two samples cools caches and TLBs, and is in the next number: see METHOD.md.
@test "only where threads spin is /proc/interrupts opened" {
	local point
	need_faulty
	for point in 'mprot_tw4m/*folio=4K*batch=1' 'mprotect.ro/*folio=4K/size=4M' 'fork.vfork*' \
		control.xchg; do
		faulty_program=${point%%[./]*} faulty open:/proc/interrupts:1:KILL \
			"$build/bench/${point%%[./]*}" --wait=60 --samples 5 --point "$point" >"$work/rows"
		[ "$(column sample "$work/rows" | sort -n | tail -1)" -eq 5 ]
		[ -z "$(column tlb_interrupts "$work/rows" | tr -d '\n')" ]
	done
	[ "$(nproc)" -ge 2 ] || return 0
	point='mprotect.threads/*/threads=2'
	faulty_program=mprotect faulty open:/proc/interrupts:1:KILL "$build/bench/mprotect" --wait=60 --samples 5 \
		--point "$point" >"$work/rows"
	[ "$(column status "$work/rows")" = op-failed ]
}
