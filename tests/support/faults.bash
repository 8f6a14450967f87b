# SPDX-License-Identifier: GPL-2.0-or-later
# What the tests of faults share: programs whose calls fail, knobs that are plain files, and undoing.
# shellcheck shell=bash disable=SC2154 # $build, $thp and $work are of machine.bash

# What a test did to the machine is undone at its end, the last first, however it ends.
undo_later()
{
	echo "$*" >>"$work/undo"
}

undo_all()
{
	if [ -e "$work/undo" ]; then
		tac "$work/undo" | bash || true
	fi
	rm -f "$work/undo"
}

teardown()
{
	local status=0
	undo_all
	await_no_process || status=1
	machine_is_as_found || status=1
	rm -rf "$work"
	return $status
}

# Nothing of ours may outlive a test.
await_no_process()
{
	for _ in $(seq 200); do
		pgrep -f "^$build/(bench|lab|tests)/" >/dev/null || return 0
		sleep 0.05
	done
	pgrep -af "^$build/(bench|lab|tests)/"
	return 1
}

# Until a command succeeds.
await()
{
	for _ in $(seq 200); do
		"$@" >/dev/null 2>&1 && return 0
		sleep 0.05
	done
	echo "in vain: $*"
	return 1
}

# The library is of no use to static programs, and a sanitizer must be the first that is loaded.
need_faulty()
{
	[ -e "$build/tests/faulty.so" ] || skip "static programs: no calls can be made to fail"
	if grep -q __asan_init "$build/bin/runner"; then
		skip "built with a sanitizer: no other library may come first"
	fi
	LD_PRELOAD=$build/tests/faulty.so FAULTY=open:/proc/self/stat:1:EIO \
		cat /proc/self/stat >/dev/null 2>&1 && skip "LD_PRELOAD is of no use here"
	return 0
}

# faulty RULE PROGRAM...: with calls of PROGRAM that fail; of what it starts only those of $faulty_program.
faulty()
{
	local rule=$1
	shift
	FAULTY=$rule FAULTY_PROGRAM=${faulty_program:-runner} LD_PRELOAD=$build/tests/faulty.so "$@"
}

# A root of our own, in which knobs are plain files: all sizes "never" but 2M. Lock and journals are there too.
make_root()
{
	[ "$(getconf PAGESIZE)" -eq 4096 ] || skip "pages are not 4K"
	root=$work/root
	export PTEBENCH_KFILE_ROOT=$root
	fake_thp=$root$thp
	mkdir -p "$root/run" "$root/tmp" "$fake_thp"
	ln -s /proc "$root/proc"
	echo 'always [madvise] never' >"$fake_thp/enabled"
	echo 'always defer defer+madvise [madvise] never' >"$fake_thp/defrag"
	echo 2097152 >"$fake_thp/hpage_pmd_size"
	for kib in 64 128 2048; do
		mkdir -p "$fake_thp/hugepages-${kib}kB"
		echo 'always inherit madvise [never]' >"$fake_thp/hugepages-${kib}kB/enabled"
	done
	echo 'always [inherit] madvise never' >"$fake_thp/hugepages-2048kB/enabled"
	cp -r "$fake_thp" "$work/thp"
}

# Knobs that were never written still show all their words.
fake_knobs_are_untouched()
{
	diff -r "$work/thp" "$fake_thp" && [ -z "$(ls "$root/run/ptebench" 2>/dev/null)" ]
}

fake_word()
{
	sed 's/.*\[\(.*\)\].*/\1/' "$fake_thp/hugepages-$1kB/enabled"
}

# Does plan.csv hold $2 processes, each (round, point) once, and are samples.csv's rows theirs?
agree()
{
	awk -F, -v planned="$2" '
		function wrong(what) { print FILENAME ": " what ": " $0; bad = 1 }
		FNR == 1 { file++; for (i = 1; i <= NF; i++) at[$i] = i; width = NF; next }
		file == 1 {
			if (NF != 6) wrong("torn line")
			if (seen[$1, $5]++) wrong("comes twice")
			state[$3] = $6; count++
			next
		}
		NF < width { wrong("torn line") }
		!($at["process"] in state) { wrong("of no planned process") }
		{ last[$at["process"]] = $at["status"] }
		END {
			if (count != planned) { print count " processes, not " planned; bad = 1 }
			for (process in state)
				if (last[process] == "" || (state[process] == "ok") != (last[process] == "ok") && \
				    last[process] != "disturbed") {
					print "process " process ": " state[process] ", rows " last[process]
					bad = 1
				}
			exit bad
		}' "$1/plan.csv" "$1/samples.csv"
}

# A copy of the tables of run $1 in $2; a last line that was cut off cannot be taken for a whole one.
keep_tables()
{
	for table in plan samples; do
		{ cat "$1/$table.csv" && echo TORN; } >"$2/$table.csv"
	done
}

# How many processes that were on disk in the tables of $1 lack their line, or a row, in the run $2?
lost_processes()
{
	awk -F, '
		FNR == 1 { file++; next }
		file == 1 { plan[$0]; next }
		file == 2 { rows[$0]; next }
		/TORN$/ { next }
		file == 3 { kept[$3]; if (!($0 in plan)) lost[$3]; next }
		$4 in kept && !($0 in rows) { lost[$4] }
		END { for (process in lost) count++; print count + 0 }' \
		"$2/plan.csv" "$2/samples.csv" "$1/plan.csv" "$1/samples.csv"
}

# resume RUN: goes on with it, by the real programs.
resume()
{
	"$build/bin/runner" run --wait="${wait:-60}" --bench-dir "${bench:-$build/bench}" --resume "$1"
}

# A folder with one program that is the liar.
make_liar_bench()
{
	bench=$work/bench
	mkdir -p "$bench"
	# shellcheck disable=SC2016 # expanded by that program
	printf '#!/bin/sh\n[ "$1" = --list ] && exec %s --list\nexec %s "$@" --time-limit 2\n' \
		"$build/tests/lying_bench" "$build/tests/lying_bench" >"$bench/liar"
	chmod +x "$bench/liar"
}
