#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# If the disk is full or fails, rows are whole, and one line says why.

bats_require_minimum_version 1.5.0
load ../support/machine
load ../support/faults

measured()
{
	"$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --out "$work/out" --set x --rounds 3 \
		--only control.getppid --only control.empty "$@"
}

# RULE ERROR: expects a run that fails with one line, ERROR and how to go on; and then resumes.
broken_off()
{
	local rule=$1 error=$2
	rm -rf "$work/out" "$work/before"
	mkdir "$work/before"
	run --separate-stderr faulty "$rule" "$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --out "$work/out" \
		--set x --rounds 3 --only control.getppid --only control.empty
	echo "$rule: $status: $stderr"
	[ "$status" -eq 1 ]
	[ "$(grep -vc '^round' <<<"$stderr")" -eq 1 ]
	[[ $stderr == *"$error: finished rows are kept; "*"./run.sh --resume "* ]]
	run_folder=$(echo "$work"/out/x/2*)
	keep_tables "$run_folder" "$work/before"
	resume "$run_folder" >/dev/null 2>&1
	agree "$run_folder" 6
	[ "$(lost_processes "$work/before" "$run_folder")" -eq 0 ]
}

@test "EIO and a full disk at samples.csv and plan.csv: one line, rows are whole, --resume goes on" {
	need_faulty
	broken_off write:samples.csv:3:EIO "Input/output error"
	broken_off write:samples.csv:4:ENOSPC "No space left on device"
	broken_off write:samples.csv:3:EDQUOT "Disk quota exceeded"
	broken_off write:plan.csv:3:ENOSPC "No space left on device"
	# Rows without their line in the plan are removed.
	[ "$(tail -n 2 "$work/before/samples.csv" | head -n 1 | cut -d, -f4)" -eq \
		"$(tail -n 2 "$work/before/plan.csv" | head -n 1 | cut -d, -f3)" ]
	broken_off fdatasync:samples.csv:2:EIO "fsync of the run: Input/output error"
	broken_off fdatasync:plan.csv:1:EIO "fsync of the run: Input/output error"
}

@test "rows that were cut off and could not be removed are dropped by --resume" {
	need_faulty
	broken_off write:samples.csv:3:ENOSPC "No space left on device"
	rm -rf "$work/out"
	run faulty ftruncate:samples.csv:1:EIO "$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --out "$work/out" \
		--set x --rounds 1 --only control.getppid
	[ "$status" -eq 0 ] # nothing had to be taken back
	run_folder=$(echo "$work"/out/x/2*)
	head -n 5 "$run_folder/samples.csv" | sed 's/^\(\([^,]*,\)\{3\}\)1,/\12,/' | tail -n 2 >>"$run_folder/samples.csv"
	printf '2,torn' >>"$run_folder/samples.csv"
	resume "$run_folder" >/dev/null 2>&1
	agree "$run_folder" 1
}

@test "short writes and EINTR do not change the rows" {
	need_faulty
	for rule in write:samples.csv:2:short write:plan.csv:2:short write:samples.csv:2:EINTR:3 \
		write:plan.csv:1:EINTR:2 fdatasync:samples.csv:1:EINTR:2 write:host.csv:1:short; do
		rm -rf "$work/out"
		faulty "$rule" "$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --out "$work/out" --set x --rounds 2 \
			--only control.getppid >/dev/null 2>&1
		run_folder=$(echo "$work"/out/x/2*)
		agree "$run_folder" 2
		[ "$(wc -l <"$run_folder/samples.csv")" -eq 41 ]
		grep -q '^ptebench_version,' "$run_folder/host.csv"
	done
}

@test "a run that cannot begin: one line, exit 1, no folder that looks like a run" {
	need_faulty
	for rule in write:host.csv:1:ENOSPC fdatasync:host.csv:1:EIO write:plan.csv:1:EIO open:samples.csv:1:ENOSPC \
		write:samples.csv:1:ENOSPC open:log.txt:1:EDQUOT open:host.csv:1:EROFS rename:host.csv:1:EIO; do
		run faulty "$rule" "$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --out "$work/out" --set x \
			--only control.getppid
		[ "$status" -eq 1 ]
		[ "${#lines[@]}" -eq 1 ]
		[[ $output == *"(nothing was run; choose another folder with --out)" ]]
		[ -z "$(ls "$work/out/x")" ]
	done
}

@test "SIGKILL at each step of making and filling a run's files: --resume goes on, or says that there is none" {
	need_faulty
	unbegun=0
	for rule in open:plan.csv:1 write:plan.csv:1 open:samples.csv:1 write:samples.csv:1 open:log.txt:1 \
		open:host.csv:1 write:host.csv:1 fdatasync:host.csv:1 rename:host.csv:1 write:samples.csv:2 \
		fdatasync:samples.csv:1 write:plan.csv:2 fdatasync:plan.csv:1 write:samples.csv:3; do
		rm -rf "$work/out"
		run faulty "$rule:KILL" "$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --out "$work/out" --set x \
			--rounds 2 --only control.getppid
		echo "$rule"
		[ "$status" -eq 137 ]
		run_folder=$(echo "$work"/out/x/2*)
		run resume "$run_folder"
		if [ "$unbegun" -lt 9 ]; then
			[ "$status" -eq 2 ]
			[ "$output" = "run: --resume $run_folder: open host.csv: No such file or directory (no run, or not a whole one)" ]
			unbegun=$((unbegun + 1))
		else
			[ "$status" -eq 0 ]
			agree "$run_folder" 2
		fi
	done
	[ "$unbegun" -eq 9 ]
}

@test "a disk that fails while a run is resumed: one line, and the run is as it was" {
	need_faulty
	measured >/dev/null 2>&1
	run_folder=$(echo "$work"/out/x/2*)
	head -n 5 "$run_folder/plan.csv" >"$work/plan" && cp "$work/plan" "$run_folder/plan.csv"
	mkdir "$work/before"
	keep_tables "$run_folder" "$work/before"
	for rule in read:samples.csv:2:EIO read:plan.csv:1:EIO write:samples.csv.new:1:ENOSPC \
		write:plan.csv.new:1:EIO fdatasync:samples.csv.new:1:EIO rename:samples.csv:1:EIO \
		open:samples.csv.new:1:ENOSPC; do
		run faulty "$rule" "$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --resume "$run_folder"
		echo "$rule: $output"
		[ "$status" -eq 1 ]
		[ "${#lines[@]}" -eq 1 ]
		[[ $output == *"(finished rows are kept)" ]]
		[ "$(find "$run_folder" -name '*.new')" = "" ]
		[ "$(lost_processes "$work/before" "$run_folder")" -eq 0 ]
	done
	resume "$run_folder" >/dev/null 2>&1
	agree "$run_folder" 6
}

@test "a log that cannot be written: the kernel's complaint goes to stderr, rows are kept" {
	need_root
	need_faulty
	[ -w /dev/kmsg ] || skip "no /dev/kmsg"
	make_liar_bench
	faulty write:log.txt:1:ENOSPC "$build/bin/runner" run --wait=60 --bench-dir "$bench" --out "$work/out" --set x --rounds 1 \
		--only 'lie.check-log/*' >/dev/null 2>"$work/err"
	grep -q 'write log.txt: No space left on device: the line was: kernel: .*a lie of ptebench' "$work/err"
	agree "$(echo "$work"/out/x/2*)" 1
}

@test "a journal that cannot be written: no knob is, and the row says why" {
	need_faulty
	make_root
	faulty_program=lying_bench
	for rule in write:settings.journal:1:EIO write:settings.journal:1:ENOSPC fdatasync:settings.journal:1:EIO \
		open:settings.journal.new:1:ENOSPC close:settings.journal:1:EIO rename:settings.journal:1:EIO; do
		faulty "$rule" "$build/tests/lying_bench" --point 'lie.hang-building/*folio=64K/*' --time-limit 1 \
			>"$work/rows"
		[ "$(column status "$work/rows")" = state-not-reached ]
		grep -q 'write the journal .*(nothing was changed)' "$work/rows"
		fake_knobs_are_untouched
	done
}

@test "a journal whose writes are short or interrupted: it is whole, and the knobs go back by it" {
	need_faulty
	make_root
	faulty_program=lying_bench
	for rule in write:settings.journal:1:short write:settings.journal:1:EINTR:2; do
		faulty "$rule" "$build/tests/lying_bench" --point 'lie.hang-building/*folio=64K/*' --time-limit 1 \
			>"$work/rows"
		[ "$(column status "$work/rows")" = op-failed ]
		[ "$(fake_word 2048)" = inherit ]
		[ "$(fake_word 64)" = never ]
		[ -z "$(ls "$root/run/ptebench")" ]
	done
}

@test "a knob whose write fails with EIO, EBUSY, EINVAL: the row says so, the others go back" {
	need_faulty
	make_root
	faulty_program=lying_bench
	while read -r error text; do
		faulty "write:hugepages-64kB/enabled:1:$error:1" "$build/tests/lying_bench" --time-limit 1 \
			--point 'lie.hang-building/*folio=64K/*' >"$work/rows"
		[ "$(column status "$work/rows")" = state-not-reached ]
		grep -q "write madvise to $thp/hugepages-64kB/enabled: $text" "$work/rows"
		[ "$(fake_word 2048)" = inherit ]
		[ "$(fake_word 64)" = never ]
		[ -z "$(ls "$root/run/ptebench")" ]
	done <<-'EOF'
		EIO Input/output error
		EBUSY Device or resource busy
		EINVAL Invalid argument
	EOF
	# A knob that can be set but not put back: reported, and put back later.
	run faulty write:hugepages-64kB/enabled:2:EBUSY:2 "$build/tests/lying_bench" --time-limit 1 \
		--point 'lie.hang-building/*folio=64K/*'
	[ "$status" -eq 1 ]
	[[ $output == *"write never to $thp/hugepages-64kB/enabled: Device or resource busy: fix it, then ./run.sh restore"* ]]
	[ "$(fake_word 64)" != never ]
	run "$build/bin/runner" restore --wait=60
	[ "$output" = "1 knobs put back" ]
	[ "$(fake_word 64)" = never ]
}

@test "no room for figures: a message, no half-written drawing, and the run is kept" {
	need_root
	command -v gnuplot >/dev/null || skip "no gnuplot"
	[ -x "$build/bin/plot" ] || skip "plot is not built"
	config=$(cat /proc/config.gz "/boot/config-$(uname -r)" 2>/dev/null | wc -c)
	mkdir "$work/out"
	mount -t tmpfs -o size=$((64 + config / 1024))k none "$work/out" || skip "no tmpfs"
	undo_later "umount $work/out"
	run --separate-stderr measured --plot "$build/bin/plot"
	[ "$status" -eq 0 ]
	agree "$(echo "$work"/out/x/2*)" 6
	[ -z "$(find "$work/out" -name '*.png')" ]
	[[ $stderr == *"draw "*"/figures/"*"No space left on device"* ]]
}
