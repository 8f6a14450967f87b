#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# compare finds what is there, nothing else, and says when it cannot know.

load ../support/machine
load ../support/compare

one=mprotect.case-0/anon/folio=4K/size=64M
two=mprotect.case-1/anon/folio=4K/size=64M

@test "compare: a change of 5% is seen, and where there is none, none" {
	fake base slot=0
	fake patched slot=1 ratio=1.05 affected=5
	run compare base patched
	[ "$status" -eq 1 ]
	[[ $output == *"verdicts: 0 F, 5 S,"* ]]
	run compare patched base
	[[ $output == *"verdicts: 5 F, 0 S,"* ]]
	compare --format csv base patched >"$work/csv" || true
	[ "$(cell "$one" verdict <"$work/csv")" = slower ]
	[ "$(cell "$two" verdict <"$work/csv")" != slower ]
	[ "$(cell "$one" unit <"$work/csv")" = boot ]
	[ "$(cell "$one" units_a <"$work/csv")" = 6 ]
	[ "$(cell "$one" method <"$work/csv")" = moderated-t ]
	awk -v r="$(cell "$one" ratio <"$work/csv")" 'BEGIN { exit !(r > 1.02 && r < 1.08) }'
}

@test "compare: each metric has its verdict, and instructions show what time cannot" {
	fake base slot=0 boot_sd=0.03
	fake patched slot=1 boot_sd=0.03 ratio=1.02 affected=5
	judge --metric instructions base patched
	[ "$status" -eq 1 ]
	[[ $output =~ "verdicts: 0 F, 5 S, "(20 =, 0|19 =, 1|18 =, 2)" ~, 0 ?" ]]
	judge --metric time base patched
	[ "$status" -eq 125 ]
	judge --metric all base patched
	[ "$status" -eq 1 ]
	[[ $output == *"instructions:k"*"cycles:k"* ]]
	fake bare slot=1 counters=0
	judge --metric cycles base bare
	[ "$status" -eq 125 ]
	[[ $output == *"no cycles:k of 26 points: this figure was not measured in B"* ]]
}

@test "compare: exit 0 when nothing is slower, 125 when that cannot be told" {
	fake base slot=0 boot_sd=0.001 process_sd=0.001 sample_sd=0.002
	fake same slot=1 boot_sd=0.001 process_sd=0.001 sample_sd=0.002
	fake faster slot=1 boot_sd=0.001 process_sd=0.001 sample_sd=0.002 ratio=0.9 affected=3
	fake noisy slot=1 boot_sd=0.1
	run compare base same
	[ "$status" -eq 0 ]
	[[ $output =~ "verdicts: 0 F, 0 S, "(25 =, 0|24 =, 1|23 =, 2|22 =, 3)" ~, 0 ?" ]]
	run compare base faster
	[ "$status" -eq 0 ]
	run compare base noisy
	[ "$status" -eq 125 ]
	[[ $output == *"MDE"* ]]
	# All that is left is the same; but one case, or one machine, was not compared.
	edit same samples.csv '/case-0.*folio=4K/s/,ok,/,state-not-reached,lost/'
	run compare base same
	[[ $output =~ "verdicts: 0 F, 0 S, "(24 =, 0|23 =, 1|22 =, 2|21 =, 3)" ~, 0 ?" ]]
	[ "$status" -eq 125 ]
	fake lonely slot=0 host=second
	mv "$work"/lonely/* "$work/base/"
	run compare --only '*case-1*' base same
	[[ $output =~ "verdicts: 0 F, 0 S, "(5 =, 0|4 =, 1)" ~, 0 ?" ]]
	[ "$status" -eq 125 ]
}

@test "compare: a state that was not proved, and another protocol, are refused and counted" {
	fake base slot=0
	fake patched slot=1
	edit patched samples.csv '/case-0.*folio=4K/s/,ok,/,state-not-reached,no 64K folios/'
	edit patched samples.csv '/case-1.*folio=4K/s/,fifo,/,other,/'
	edit patched samples.csv '/case-2.*folio=4K/d'
	for last in "$work"/patched/*; do :; done
	sed -i -E '/case-3.*folio=4K/s/,fifo,/,other,/' "$last/samples.csv"
	judge base patched
	[ "$status" -eq 125 ]
	[[ $output == *"states proved and measured alike: 21/24; only in A: 1, only in B: 0"* ]]
	[[ $output == *"1: in B state-not-reached: no 64K folios (mprotect.case-0"* ]]
	[[ $output == *"other protocol: scheduler is fifo in A, other in B"* ]]
	[[ $output == *"other protocol: scheduler is fifo in a run, other in another of the same side"* ]]
	[ "$(compare --format csv base patched | cell "$one" verdict)" = not-comparable ]
	[ -z "$(compare --format csv base patched | cell "$one" ratio)" ]
}

@test "compare: another page size, another clock, another machine: nothing is compared" {
	fake base slot=0
	for lie in 's/^page_bytes.*/page_bytes,"65536"/' 's/^clock_domain.*/clock_domain,"icount"/' \
		's/^cpu_model.*/cpu_model,"Other CPU"/' 's/^host,.*/host,"elsewhere"/'; do
		rm -rf "$work/patched"
		fake patched slot=1
		edit patched host.csv "$lie"
		judge base patched
		[ "$status" -eq 125 ]
		[[ $output == *"not comparable"* ]]
		[[ $output != *"verdicts:"* || $output == *"verdicts: 0 F, 0 S, 0 =, 0 ~, 0 ?"* ]]
	done
	[[ $output == *"machine elsewhere is only in B"* ]]
}

@test "compare: packed samples are judged as plain ones, and damaged ones are left out" {
	fake base slot=0
	fake patched slot=1 ratio=1.05 affected=5
	compare --format csv base patched >"$work/plain" || true
	gzip "$work"/base/*/samples.csv "$work"/patched/*/samples.csv
	compare --format csv base patched >"$work/packed" || true
	cmp "$work/plain" "$work/packed"
	compare --format csv "$(echo "$work"/base/* | cut -d' ' -f1)" patched >"$work/one" || true
	[ "$(wc -l <"$work/one")" -eq 27 ]
	set -- "$work"/patched/*
	truncate -s 2000 "$1/samples.csv.gz"
	judge base patched
	[[ $output == *"samples.csv.gz: the gzip is damaged, cut off or too long (the run "*" is left out)"* ]]
}

@test "compare: damaged files cost their lines or their run, never the rest" {
	fake base slot=0
	fake patched slot=1
	set -- "$work"/patched/*
	printf '2,garbage\n' >>"$1/samples.csv"
	printf '2,cut' >>"$2/samples.csv"
	head -c 5000 /dev/urandom >"$3/samples.csv"
	rm "$4/host.csv"
	sed -i '/^boot_id/d' "$5/host.csv"
	judge base patched
	[[ $output == *"fewer cells than the header"*"1 such lines are left out"* ]]
	[[ $output == *"no newline"* ]]
	[ "$(grep -o '(the run [^ ]* is left out)' <<<"$output" | wc -l)" -eq 3 ]
	[[ $output == *"6 in A and 3 in B: boots"* ]]
}

@test "compare: wrong usage: one line, exit 2" {
	fake base
	for arguments in "" "base" "base base base" "base nothere" "--margin x base base" \
		"--margin -1 base base" "--metric speed base base" "--format xml base base" \
		"--nonsense base base"; do
		# shellcheck disable=SC2086 # they are several
		run compare $arguments
		[ "$status" -eq 2 ]
		[ "${#lines[@]}" -eq 1 ]
	done
	run compare --format ktap base base # it is one of export
	[ "$output" = "compare: --format ktap: give one of text, md, csv, json, lkp" ]
	mkdir "$work/empty"
	run compare base empty
	[ "$status" -eq 2 ]
	[[ $output == *"has no runs"* ]]
}
