#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Points of one's own are measured, proved and named as those of the tables.

bats_require_minimum_version 1.5.0
load ../support/machine

# 64K is a multiple of all base pages. Nothing here takes root.
@test "--case: a sweep of one's own is proved, resumed, and has the names of built-in points" {
	page=$(($(getconf PAGESIZE) / 1024))K
	own=(--case mprotect.ro,zap.munmap --size 192K,64K --folio "$page" --samples 7)
	list=$("$build/bin/runner" list --bench-dir "$build/bench" "${own[@]:0:6}")
	runner "${own[@]}" --rounds 2 --only 'm*' --set x >/dev/null 2>&1
	run=$(echo "$work"/out/x/2*)
	for size in 64K 192K; do
		grep -q "^mprotect.ro/anon/folio=$page/size=$size " <<<"$list"
		grep -q "^zap.munmap/anon/folio=$page/size=$size " <<<"$list"
	done
	for size in 65536 196608; do
		awk -F, -v size=$size 'NR > 1 && $11 == size && $36 == "ok" && $32 > 0 && $32 == $34' \
			"$run/samples.csv" >"$work/rows"
		[ "$(wc -l <"$work/rows")" -eq 14 ]
	done
	[ "$(tail -n +2 "$run/samples.csv" | wc -l)" -eq 28 ]
	grep -q "^own_points,\"${own[*]}\"\$" "$run/host.csv"
	"$build/bench/mprotect" --list | grep -q "^mprotect.ro/anon/folio=$page/size=64K	"
	sed -i '$d' "$run/plan.csv"
	"$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --resume "$run" >/dev/null 2>&1
	[ "$(tail -n +2 "$run/samples.csv" | wc -l)" -eq 28 ]
}

# A point that the machine cannot have is a row with its reason.
@test "--case: memory that is not there, more threads than CPUs" {
	"$build/bench/mprotect" --wait=60 --case mprotect.ro,mprotect.threads --size 64G \
		--vmas 1 >"$work/rows" 2>&1 && return 1
	grep -q 'mprotect.ro has no vmas' "$work/rows"
	"$build/bench/mprotect" --wait=60 --case mprotect.threads --size 64G,64K --threads 1000 \
		>"$work/rows"
	[ "$(grep -c ',unsupported,1000 threads: this process may use [0-9]* CPUs' "$work/rows")" -eq 2 ]
	"$build/bench/mprotect" --wait=60 --case mprotect.threads --size 64G --threads 1 >"$work/rows"
	grep -q ',unsupported,"*needs [0-9]* MiB of memory, [0-9]* MiB are available' "$work/rows"
}
