#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# A run that is killed, stopped or hangs leaves the machine as it was, and rows that are whole and complete.

bats_require_minimum_version 1.5.0
load ../support/machine
load ../support/faults

small=(--only control.getppid --only 'mprotect.ro/anon/folio=4K/size=4M'
	--only 'mprotect.ro/anon/folio=64K/size=4M' --only 'fork.anon/anon/folio=4K/size=4M')

# Targets of signals. The group is the runner and its program; the worker has a group of its own.
target_of()
{
	local program
	program=$(pgrep -P "$runner" | head -n 1)
	case $1 in
	runner) echo "$runner" ;;
	program) echo "$program" ;;
	worker) [ -z "$program" ] || pgrep -P "$program" | head -n 1 ;;
	group) echo "-$runner" ;;
	esac
}

strike()
{
	local target
	for _ in $(seq 40); do
		[ -e "/proc/$runner/exe" ] || return 0
		target=$(target_of "$1")
		if [ -n "$target" ]; then
			kill -"$2" -- "$target" 2>/dev/null && return 0
		fi
	done
}

# After the runner ended, its program gets SIGTERM; the lock is free when the program is gone.
put_back()
{
	if [ "$1" = group ] || [ "$1" = runner ]; then
		if [ "$2" = KILL ]; then
			await "$build/bin/runner" restore --wait=60
		fi
	fi
	knobs | diff "$work/knobs" -
	[ -z "$(ls /run/ptebench 2>/dev/null)" ]
	await no_process_of_session "$runner"
}

no_process_of_session()
{
	if pgrep -s "$1" -r D,I,R,S,T; then
		return 1
	fi
}

swap_space()
{
	cat /proc/swaps
	find /sys/block -name 'zram*' | sort
}

# Other processes may use swap for a while.
swap_is_as_before()
{
	[ "$(swap_space)" = "$swap_before" ]
}

# Makes one run, and sends one signal. Sets: state, lost, told.
try_once()
{
	local target=$1 signal=$2 moment=$3 run status=0
	rm -rf "$work/out" "$work/before"
	mkdir "$work/before"
	PTEBENCH_RUN=given setsid env --default-signal=INT "$build/bin/runner" run --wait=60 --bench-dir "$build/bench" \
		--out "$work/out" --set x --rounds 2 --seed 7 "${small[@]}" >/dev/null 2>"$work/err" 3>&- &
	runner=$!
	sleep "$moment" # it is the moment that is tried
	strike "$target" "$signal"
	wait $runner || status=$?
	put_back "$target" "$signal"
	run=$work/out/x/given
	lost=0
	told=0
	state=unbegun
	[ -e "$run/host.csv" ] || return 0
	state=ended
	keep_tables "$run" "$work/before"
	if [ "$status" -ne 0 ]; then
		state=resumed
		resume "$run" >/dev/null 2>"$work/err2" || { cat "$work/err" "$work/err2" && return 1; }
	fi
	agree "$run" 8
	lost=$(lost_processes "$work/before" "$run")
	told=$(grep -c 'op-failed,.*killed by signal' "$run/samples.csv" || true)
}

@test "SIGKILL, SIGTERM and SIGINT at 50 random moments: nothing is left changed, no row is lost or twice" {
	need_root
	seed=${PTEBENCH_FAULT_SEED:-$((RANDOM * 32768 + RANDOM))}
	RANDOM=$seed
	swap_before=$(swap_space)
	targets=(runner program worker group)
	signals=(KILL TERM INT)
	declare -A tried ended resumed unbegun lost_of told_of
	for ((i = 0; i < 50; i++)); do
		target=${targets[i % 4]}
		signal=${signals[RANDOM % 3]}
		moment=$(printf '0.%03d' $((RANDOM % 500)))
		echo "seed $seed, $i: SIG$signal to the $target after $moment s"
		try_once $target $signal $moment
		[ "$lost" -eq 0 ]
		key=$target,$signal
		tried[$key]=$((${tried[$key]:-0} + 1))
		eval "$state[\$key]=\$((\${$state[\$key]:-0} + 1))"
		lost_of[$key]=$((${lost_of[$key]:-0} + lost))
		told_of[$key]=$((${told_of[$key]:-0} + told))
	done
	await swap_is_as_before
	echo "# 50 signals (PTEBENCH_FAULT_SEED=$seed)" >&3
	echo "# signal to         tried  unbegun  resumed  went on  rows lost  rows that say it" >&3
	for key in $(printf '%s\n' "${!tried[@]}" | sort); do
		printf '# %-15s %8d %8d %8d %8d %10d %10d\n' "SIG${key#*,} ${key%,*}" "${tried[$key]}" \
			"${unbegun[$key]:-0}" "${resumed[$key]:-0}" "${ended[$key]:-0}" "${lost_of[$key]}" \
			"${told_of[$key]}" >&3
	done
}

# Freezes a file system: a writer sleeps in the kernel, and no signal wakes it.
make_frozen()
{
	command -v mkfs.ext4 fsfreeze >/dev/null || skip "no mkfs.ext4 or fsfreeze"
	truncate -s 300M "$work/image"
	mkfs.ext4 -q -F "$work/image"
	mkdir "$work/disk"
	mount -o loop "$work/image" "$work/disk" 2>/dev/null || skip "no loop device, or no ext4"
	undo_later "for i in \$(seq 100); do umount $work/disk && break; sleep 0.1; done"
	fsfreeze -f "$work/disk" || skip "cannot be frozen"
	undo_later "fsfreeze -u $work/disk"
}

@test "a worker that hangs in the kernel, where SIGKILL does nothing: a row says where, the run ends" {
	need_root
	make_frozen
	mkdir "$work/bench"
	printf '#!/bin/sh\n[ "$1" = --list ] && exec %s --list\nexec %s "$@" --time-limit 1\n' \
		"$build/bench/mprotect" "$build/bench/mprotect" >"$work/bench/mprotect"
	chmod +x "$work/bench/mprotect"
	bench=$work/bench
	PTEBENCH_FILE_DIR=$work/disk run --separate-stderr "$build/bin/runner" run --wait=60 --bench-dir "$bench" --out "$work/out" \
		--set x --rounds 2 --only 'mprotect.file-ro/*folio=4K/size=64M'
	[ "$status" -eq 1 ]
	# shellcheck disable=SC2154 # bats sets it
	[ "$(wc -l <<<"$stderr")" -eq 1 ]
	[[ $stderr == *"worker "*" hangs in the kernel (D (disk sleep), in "*") and could not be killed"*"--resume "* ]]
	run_folder=$(echo "$work"/out/x/2*)
	grep -q 'op-failed,"\?worker .* hangs in the kernel' "$run_folder/samples.csv"
	agree "$run_folder" 1
	run resume "$run_folder" # nothing is measured beside it
	[ "$status" -eq 1 ]
	[[ $output == *"process "*" holds @ptebench-lock"*"mprotect --point"* ]]
	fsfreeze -u "$work/disk"
	await_no_process
	resume "$run_folder" >/dev/null 2>&1
	agree "$run_folder" 2
	[ "$(column status "$run_folder/plan.csv" | sort | tr '\n' ' ')" = "ok op-failed " ]
}

@test "a worker that outlives its kill: knobs are put back, the check fails, exit 1" {
	need_faulty
	make_root
	faulty_program=lying_bench
	run --separate-stderr faulty kill:-:1:none "$build/tests/lying_bench" --time-limit 1 \
		--point 'lie.hang-building/*folio=64K/*'
	[ "$status" -eq 1 ]
	[[ $output == *'op-failed,"worker '*" hangs in the kernel ("*") and could not be killed"* ]]
	[[ $stderr == *"could not be killed: nothing can be measured beside it"* ]]
	[ "$(fake_word 64)" = never ]
	[ "$(fake_word 2048)" = inherit ]
	[ ! -e "$root/run/ptebench/settings.journal" ]
	await_no_process
	run faulty kill:-:1:none "$build/tests/lying_bench" --check --time-limit 1 --point 'lie.hang'
	[ "$status" -eq 1 ]
	[[ $output == *"hangs in the kernel"*"not ok 1 lie.hang"* ]]
}

@test "kill -9 of the last program of a run: the runner puts knobs back, a row says so, exit 0" {
	make_root
	make_liar_bench
	"$build/bin/runner" run --wait=60 --bench-dir "$bench" --out "$work/out" --set x --rounds 1 \
		--only 'lie.hang-building/*folio=64K/*' >/dev/null 2>&1 3>&- &
	runner=$!
	await test -e "$root/run/ptebench/settings.journal"
	kill -9 "$(pgrep -P $runner)"
	wait $runner
	[ "$(fake_word 64)" = never ]
	[ "$(fake_word 2048)" = inherit ]
	[ -z "$(ls "$root/run/ptebench")" ]
	agree "$(echo "$work"/out/x/2*)" 1
	grep -q 'op-failed,program killed by signal 9' "$work"/out/x/*/samples.csv
}

# Removes the folder of a size while a worker uses that state, and restores it as $1.
lose_knob()
{
	await test -e "$root/run/ptebench/settings.journal"
	mv "$fake_thp/hugepages-64kB/enabled" "$work/gone"
}

@test "a knob that vanishes in mid-run: it is named, the others go back, the run ends and can go on" {
	make_root
	make_liar_bench
	"$build/bin/runner" run --wait=60 --bench-dir "$bench" --out "$work/out" --set x --rounds 2 \
		--only 'lie.hang-building/*folio=64K/*' --only lie.error >"$work/text" 2>&1 3>&- &
	runner=$!
	lose_knob
	status=0
	wait $runner || status=$?
	[ "$status" -eq 1 ]
	line="write never to $thp/hugepages-64kB/enabled: No such file or directory"
	[ "$(grep -c "$line.*--resume" "$work/text")" -eq 1 ]
	[ "$(fake_word 2048)" = inherit ]
	grep -q "^$thp/hugepages-64kB/enabled	never$" "$root/run/ptebench/settings.journal"
	[ "$(grep -c '^/' "$root/run/ptebench/settings.journal")" -eq 1 ]
	run_folder=$(echo "$work"/out/x/2*)
	done_before=$(tail -n +2 "$run_folder/plan.csv" | wc -l)
	agree "$run_folder" "$done_before"
	# The next start reports it; the user may still change the knob.
	echo madvise >"$fake_thp/hugepages-2048kB/enabled"
	for verb in "liar --point lie.error" "$build/bin/runner restore" "resume $run_folder"; do
		run $verb
		[ "$status" -eq 1 ]
		[ "${#lines[@]}" -eq 1 ]
		[[ $output == *"$line"*"remove /run/ptebench/settings.journal"* ]]
	done
	[ "$(fake_word 2048)" = madvise ]
	mv "$work/gone" "$fake_thp/hugepages-64kB/enabled"
	run resume "$run_folder"
	[ "$status" -eq 0 ]
	[[ $output == *"put back 1 knobs that a killed run had left"* ]]
	agree "$run_folder" 4
	[ "$(fake_word 64)" = never ]
	[ -z "$(ls "$root/run/ptebench")" ]
}

with_knobs_read_only()
{
	# shellcheck disable=SC2016 # expanded inside
	unshare -m bash -c 'mount --make-rprivate / && mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" &&
		exec "$@"' "$thp" "$@"
}

@test "/sys read-only: points that need knobs say so, the others are measured, exit 0" {
	need_root
	with_knobs_read_only true 2>/dev/null || skip "no mount namespaces"
	with_knobs_read_only "$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --out "$work/out" --set x --rounds 1 \
		--only 'mprotect.ro/anon/folio=4K/size=4M' --only 'mprotect.ro/anon/folio=64K/size=4M' >/dev/null 2>&1
	samples=$(echo "$work"/out/x/*/samples.csv)
	grep 'folio=64K' "$samples" | grep -q "state-not-reached,.*write $thp/.*: Read-only file system"
	[ "$(grep -c 'folio=64K' "$samples")" -eq 1 ]
	[ "$(grep 'folio=4K' "$samples" | grep -c ',ok,')" -gt 10 ]
}

@test "a date that jumps by a day to and fro: one name a run, metrics by another clock, --resume works" {
	need_faulty
	faulty clock "$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --out "$work/out" --set x --rounds 2 \
		"${small[@]}" >/dev/null 2>&1
	faulty clock "$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --out "$work/out" --set x --rounds 2 \
		"${small[@]}" >/dev/null 2>&1
	[ "$(find "$work/out/x" -mindepth 1 -maxdepth 1 -type d | wc -l)" -eq 2 ]
	for run_folder in "$work"/out/x/2*; do
		agree "$run_folder" 8
		head -n 4 "$run_folder/plan.csv" >"$work/plan" && cp "$work/plan" "$run_folder/plan.csv"
		faulty clock "$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --resume "$run_folder" >/dev/null 2>&1
		agree "$run_folder" 8
	done
	# A day is 86 400 s; none of these samples takes one.
	faulty_program=mprotect
	faulty clock "$build/bench/mprotect" --point 'mprotect.ro/anon/folio=4K/size=4M' >"$work/rows"
	[ "$(column elapsed_ns "$work/rows" | awk '$1 == "" || $1 <= 0 || $1 > 1e10' | wc -l)" -eq 0 ]
}

@test "a second run, resume, check or program while one measures: one line, exit 1; a kill frees the lock" {
	runner --only control.getppid --rounds 1 --set x >/dev/null 2>&1
	run_folder=$(echo "$work"/out/x/2*)
	hold_lock
	export wait=0
	for verb in "resume $run_folder" "runner --wait=0 --only control.getppid --set y" \
		"$build/bin/runner check --bench-dir $build/bench --only control.*" "$build/bin/runner restore" \
		"$build/bench/control --point control.getppid" "$build/bench/control --check"; do
		run --separate-stderr $verb
		[ "$status" -eq 1 ]
		[ "$(wc -l <<<"$stderr")" -eq 1 ]
		[[ $stderr == *"process $first holds"*"lying_bench"*"wait for its end"* ]]
	done
	[ ! -e "$work/out/y" ]
	run --separate-stderr "$build/bin/doctor" # looks, and measures nothing
	[ "$status" -eq 0 ]
	kill -9 $first
	wait $first || true
	unset wait
	await "$build/bin/runner" restore --wait=60
	resume "$run_folder" >/dev/null 2>&1
	agree "$run_folder" 1
}
