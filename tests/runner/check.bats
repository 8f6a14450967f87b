#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Check mode reports the faults of the kernel, and nothing else.

load ../support/machine

# check NAME [TEXT]...: expects the line of a check, with TEXT above it.
expect_check()
{
	local name=$1 text
	shift
	grep -A4 -B3 "^not ok [0-9]* $name" "$work/ktap" >"$work/lines"
	for text; do
		grep -q -- "$text" "$work/lines"
	done
}

@test "check: each fault of an op is reported with its page, and only that" {
	need_root
	for _ in $(seq 20); do # others who free memory meanwhile hide a leak
		run liar --check --point 'lie.check-*/exclusive'
		echo "$output" >"$work/ktap"
		[ "$status" -eq 1 ]
		! grep -q '^not ok [0-9]* lie.check-leak' "$work/ktap" || break
	done
	[ "$(sed -n 1p "$work/ktap")" = "KTAP version 1" ]
	grep -q '^1\.\.10$' "$work/ktap"
	grep -q '^ok 1 lie.check-good' "$work/ktap"
	expect_check lie.check-open 'permissions: page 7 at .* expected read-only, found writable'
	expect_check lie.check-scribble 'data: page 9 at .* expected 0x.*, found 0x'
	expect_check lie.check-fence 'permissions: the page after the region'
	expect_check lie.check-lost 'data: page 0 at .* found 0'
	expect_check lie.check-not-exclusive 'faults: page 0 at .* optimisation is lost'
	expect_check lie.check-seen-by-child "isolation: the child sees another's write: page 5"
	expect_check lie.check-leak 'leaks: .* expected at most .* found'
	expect_check lie.check-log 'log: .*WARNING: a lie'
	expect_check lie.check-crash 'killed by signal 11'
	[ "$(grep -c '^not ok' "$work/ktap")" -eq 9 ]
}

@test "check: it says which oracles a check has passed" {
	need_knobs
	run "$build/bench/mprotect" --check --point 'mprotect.ro/*folio=4K/*exclusive' \
		--point 'mprotect.pmd-split/*'
	[ "$status" -eq 0 ]
	grep -q '^ok 1 mprotect.ro/anon/folio=4K/size=1M/exclusive$' <<<"$output"
	grep -q '^# passed: .*data.*permissions.*faults.*isolation' <<<"$output"
	# With a batch of 1 the whole memory is in one phase.
	run "$build/bench/mprot_tw4m" --check --point 'mprot_tw4m.*/folio=4K/*'
	[ "$(grep -c '^# passed: .*data.*permissions' <<<"$output")" -eq 3 ]
}

@test "check: this kernel passes the checks of the main cases; nested KTAP, counted" {
	need_knobs
	"$build/bin/runner" check --wait=60 --bench-dir "$build/bench" --only '*/folio=64K/*' \
		--only '*/folio=2M*/*' >"$work/ktap" 2>/dev/null
	[ "$(sed -n 1p "$work/ktap")" = "KTAP version 1" ]
	grep -q '^  KTAP version 1$' "$work/ktap"
	grep -q '^ok [0-9]* mremap$' "$work/ktap"
	grep -qE '^# checks: [1-9][0-9]+ passed, 0 failed, [0-9]+ skipped$' "$work/ktap"
	for sharing in exclusive forked mixed half; do
		for what in mprotect.ro mprotect.from-none mremap.page-offset fork.anon; do
			grep -q "^  ok [0-9]* $what/anon/folio=64K/size=256K/$sharing\$" "$work/ktap"
		done
	done
}

@test "check: an ordinary user sees what could not be checked" {
	need_root
	as_nobody true
	as_nobody "$work/user/bin/runner" check --bench-dir "$work/user/bench" \
		--only 'mprotect.ro/*folio=4K/*' --only 'mremap.pmd/*folio=4K/*' \
		>"$work/ktap" 2>/dev/null
	grep -q 'not told: .*log (log: /dev/kmsg cannot be read (no root))' "$work/ktap"
	grep -qE '^# checks: [1-9][0-9]* passed, 0 failed' "$work/ktap"
}

@test "check: memory that other processes take is no leak" {
	need_root
	[ "$(awk '/^MemAvailable/ { print $2 }' /proc/meminfo)" -ge 8000000 ] || skip "needs 8 GB"
	(while sleep 0.01; do head -c 8M /dev/zero; done) 3>&- | tail -c 16G >/dev/null 3>&- &
	neighbour=$!
	run "$build/bench/mprotect" --check --point 'mprotect.ro/*folio=4K/*exclusive' \
		--point 'mprotect.pmd-split/*exclusive'
	kill $neighbour
	wait $neighbour || true
	[ "$status" -eq 0 ]
}

@test "check: compaction that moves and splits the folios meanwhile is no failure" {
	need_knobs
	(while echo 1 >/proc/sys/vm/compact_memory; do :; done) 3>&- &
	neighbour=$!
	run "$build/bench/mremap" --check --point 'mremap.1m-move/*folio=128K/*'
	kill $neighbour
	wait $neighbour || true
	echo "$output"
	[ "$status" -eq 0 ]
	[ "$(grep -c '^ok' <<<"$output")" -eq 4 ]
}

@test "check: it takes the points of list, and lists its checks" {
	check=("$build/bin/runner" check --bench-dir "$build/bench" --list)
	"${check[@]}" >"$work/all"
	for glob in 'mprotect.ro/anon/folio=4K/size=64M' 'mprotect.ro/anon/folio=4K/size=1M/*'; do
		"$build/bin/runner" list --bench-dir "$build/bench" --only "${glob%/\*}" >/dev/null
		"${check[@]}" --only "$glob" >"$work/some"
		[ "$(sed 's,.*/,,' "$work/some" | paste -sd ' ')" = "exclusive forked mixed half" ]
		! grep -vxFf "$work/all" "$work/some" || false
	done
	run "${check[@]}" --only 'mprotect.ro/anon/folio=4K/size=64M/half'
	[ "$output" = mprotect.ro/anon/folio=4K/size=1M/half ]
}

@test "check: a glob that matches nothing: one line, exit 2; a program that dies is not ok" {
	for verb in check list run; do
		run "$build/bin/runner" $verb --bench-dir "$build/bench" --only 'control.*' --only 'mprotect.r0/*'
		[ "$status" -eq 2 ]
		[[ $output == "$verb: --only mprotect.r0/*: no point "*"matches: did you mean mprotect.ro/*?" ]]
		run "$build/bin/runner" $verb --bench-dir "$build/bench" --only nonsense
		[ "$status" -eq 2 ]
		[[ $output == "$verb: --only nonsense: no point "*"matches (see ./run.sh list)" ]]
	done
	mkdir "$work/bench"
	printf '#!/bin/sh\n[ "$1" = --list ] && exec %s --list\nkill -9 $$\n' \
		"$build/tests/lying_bench" >"$work/bench/liar"
	chmod +x "$work/bench/liar"
	run "$build/bin/runner" check --wait=60 --bench-dir "$work/bench"
	[ "$status" -eq 1 ]
	grep -q '^not ok 1 liar$' <<<"$output"
}
