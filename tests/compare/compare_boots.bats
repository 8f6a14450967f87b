#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# What verdicts make of the number, the order and the kinds of boots, and of drift.

load ../support/machine
load ../support/compare

one=mprotect.case-0/anon/folio=4K/size=64M
two=mprotect.case-1/anon/folio=4K/size=64M

@test "compare: lost in one boot of six is a smaller n, not a refusal" {
	fake base slot=0
	fake patched slot=1
	for run in "$work"/patched/*; do break; done
	sed -i -E '/case-0.*folio=4K/s/,ok,/,state-not-reached,lost/' "$run/samples.csv"
	compare --format csv base patched >"$work/csv" || true
	[ "$(cell "$one" units_b <"$work/csv")" = 5 ]
	[ "$(cell "$one" method <"$work/csv")" = moderated-t ]
	[ "$(cell "$two" units_b <"$work/csv")" = 6 ]
}

@test "compare: one boot a side has no verdict, however large the change" {
	fake base slot=0 boots=1
	fake patched slot=1 boots=1 ratio=3 affected=25
	judge base patched
	[ "$status" -eq 125 ]
	[[ $output == *"verdicts: 0 F, 0 S, 0 =, 0 ~, 25 ?"* ]]
	[[ $output == "no verdict is possible: one boot a side. Take 6 of each"* ]]
	[[ $output == *"says nothing of another boot"* ]]
	[[ $output == *" - ?fw"* ]]
	fake older slot=0
	judge --history older base patched
	[ "$status" -eq 1 ]
	[[ $output == *"verdicts: 0 F, 25 S, 0 =, 0 ~, 0 ?"* ]]
	[[ $output == *"the SD of boots is that of"* ]]
	# Three boots, but one of them is A's own: two others are too few.
	rm -r "$work"/older/*-[2345]
	cp -r "$work"/base/* "$work/older/"
	judge --history older base patched
	[ "$status" -eq 125 ]
	# Boots of another machine lend nothing.
	fake others slot=0 host=elsewhere
	judge --history others base patched
	[ "$status" -eq 125 ]
}

# SET YEAR: as if its boots had been measured in that year.
move_to()
{
	local run
	for run in "$work/$1"/2026*; do
		sed -i "s/20260101T/$2T/" "$run"/*.csv
		mv "$run" "${run/20260101T/$2T}"
	done
}

@test "compare: boots that did not take turns: a line above, a letter on each verdict, and 125" {
	fake base slot=0
	fake patched slot=1 ratio=1.2 affected=5
	judge base patched
	[ "$status" -eq 1 ]
	[[ $output != *"TAKE TURNS"* ]]
	compare --format csv base patched | cell "$one" flags | grep -v order
	move_to patched 20270101
	judge base patched
	[ "$status" -eq 125 ]
	[[ ${output%%case, per*} == *"DID NOT TAKE TURNS"* ]]
	compare --format csv base patched >"$work/csv" || true
	[ "$(cell "$one" verdict <"$work/csv")" = slower ]
	[[ $(cell "$one" flags <"$work/csv") == *order* ]]
	[[ $(cell "$two" flags <"$work/csv") == *order* ]]
	judge --trust-order base patched
	[ "$status" -eq 1 ]
	[[ $output == *"--trust-order takes it"* ]]
	# AAABBBBBBAAA has equal mean places, and one boot after six is the design of a bisection.
	fake ends slot=0
	for run in "$work"/ends/20260101T00*-ends-[345]; do
		sed -i 's/20260101T/20280101T/' "$run"/*.csv
		mv "$run" "${run/20260101T/20280101T}"
	done
	judge ends patched
	[ "$status" -eq 125 ]
	[[ $output == *"DID NOT TAKE TURNS"* ]]
	for run in "$work"/patched/*-[1-5]; do
		rm -r "$run"
	done
	judge base patched
	[ "$status" -eq 125 ]
	[[ $output == *"DID NOT TAKE TURNS"* ]]
}

@test "compare: few boots have a letter, and cycles under -icount are none" {
	fake base slot=0 boots=5
	fake patched slot=1
	compare --format csv base patched >"$work/csv" || true
	[[ $(cell "$one" flags <"$work/csv") == *few* ]]
	rm -r "$work/base"
	fake base slot=0
	compare --format csv --metric cycles base patched >"$work/csv" || true
	[[ $(cell "$one" flags <"$work/csv") != *few* ]]
	[ -n "$(cell "$one" ratio <"$work/csv")" ]
	edit base host.csv 's/^clock_domain.*/clock_domain,"icount"/'
	edit patched host.csv 's/^clock_domain.*/clock_domain,"icount"/'
	compare --format csv --metric cycles base patched >"$work/csv" || true
	[ -z "$(cell "$one" ratio <"$work/csv")" ]
	compare --format csv --metric instructions base patched >"$work/csv" || true
	[ -n "$(cell "$one" ratio <"$work/csv")" ]
}

@test "compare: a boot that is off in most cases is named, and stays" {
	fake base slot=0
	fake patched slot=1 ratio=1.05 affected=5
	judge base patched
	[[ $output != *"against the other boots"* ]]
	run=$(echo "$work"/patched/*-2)
	awk -F, 'BEGIN { OFS = "," } NR == 1 { for (i = 1; i <= NF; i++) if ($i == "elapsed_ns") at = i }
		NR > 1 { $at = int($at * 1.1) } { print }' "$run/samples.csv" >"$work/off"
	cp "$work/off" "$run/samples.csv"
	judge base patched
	[[ $output =~ "boot ${run##*/}: +"(9|10|11)"."[0-9]"% against the other boots of B in 25 of 25 cases" ]]
	[[ $output == *"6 boots a side"* ]]
}

@test "compare: the boots that it takes to see a change are those of --see" {
	fake base slot=0 boots=3 boot_sd=0.02
	fake patched slot=1 boots=3 boot_sd=0.02
	compare --format csv --see 3% base patched >"$work/small" || true
	compare --format csv --see 10% base patched >"$work/large" || true
	for point in $(awk -F, 'NR > 1 && /undecided/ { print $4 }' "$work/small"); do
		few=$(cell "$point" units_to_see <"$work/large")
		[ "$few" -ge 2 ]
		[ "$few" -lt "$(cell "$point" units_to_see <"$work/small")" ]
		[ "$(cell "$point" units_to_call_same <"$work/large")" = \
			"$(cell "$point" units_to_call_same <"$work/small")" ]
		found=1
	done
	[ "$found" -eq 1 ]
}

@test "compare: one boot, taken in turns: intervals and no verdict; not in turns: refused" {
	fake base slot=0 boots=1 invocations=6 boot=x
	fake patched slot=1 boots=1 invocations=6 boot=x ratio=1.2 affected=5
	judge base patched
	[ "$status" -eq 125 ]
	[[ $output == "no verdict is possible: one boot. Take 6 boots, and measure A and B in each, in turns"* ]]
	[[ $output == *"6 invocations a side"* ]]
	[[ $output == *"verdicts: 0 F, 0 S, 0 =, 0 ~, 25 ?"* ]]
	[[ $output == *"w within: all is of one boot a side, and says nothing of another boot"* ]]
	[[ $output == *" 4K "*" +2"*"% ["*" ?w"* ]]
	# each invocation of A in a boot with one of B: six boots, and a verdict
	for run in "$work"/base/* "$work"/patched/*; do
		at=$((at % 6 + 1))
		sed -i "s/^boot_id,.*/boot_id,\"x$at\"/" "$run/host.csv"
	done
	judge base patched
	[[ $output == *"6 boots, each with A and B"* ]]
	[[ $output == *"verdicts: 0 F, 5 S"* ]]
	sed -i 's/^boot_id,.*/boot_id,"x"/' "$work"/{base,patched}/*/host.csv
	for run in "$work"/patched/*; do
		name=${run##*/}
		sed -i "s/${name}/2027${name#2026}/" "$run/samples.csv"
		mv "$run" "$work/patched/2027${name#2026}"
	done
	judge base patched
	[ "$status" -eq 125 ]
	[[ $output == *"did not take turns"* ]]
}

@test "compare: a set held against itself is refused" {
	fake base
	judge base base
	[ "$status" -eq 125 ]
	[[ $output == *"the same rows stand in both sets"* ]]
	# nor does a copy under another name make boots of one
	cp -r "$work/base" "$work/copy"
	judge base copy
	[ "$status" -eq 125 ]
	[[ $output == *"the same rows"* ]]
}

@test "compare: units in two groups have no verdict, nor have samples" {
	fake base slot=0 boots=8 boot_sd=0.001 process_sd=0.001 sample_sd=0.002
	fake patched slot=1 boots=8 boot_sd=0.001 process_sd=0.001 sample_sd=0.002
	slow=0
	for run in "$work"/patched/*; do
		slow=$((1 - slow))
		[ "$slow" -eq 1 ] && continue
		awk -F, 'BEGIN { OFS = "," } NR == 1 { for (i = 1; i <= NF; i++) if ($i == "elapsed_ns") at = i }
			NR > 1 && /case-0.*folio=4K/ { $at = int($at * 1.5) } { print }' \
			"$run/samples.csv" >"$work/slow"
		cp "$work/slow" "$run/samples.csv"
	done
	# And each second sample of another case, on both sides: a median may lie here or there.
	for run in "$work"/patched/* "$work"/base/*; do
		awk -F, 'BEGIN { OFS = "," } NR == 1 { for (i = 1; i <= NF; i++) if ($i == "elapsed_ns") at = i }
			NR > 1 && NR % 2 && /case-2.*folio=4K/ { $at = int($at * 1.5) } { print }' \
			"$run/samples.csv" >"$work/slow"
		cp "$work/slow" "$run/samples.csv"
	done
	compare --format csv base patched >"$work/csv" || true
	torn=mprotect.case-2/anon/folio=4K/size=64M
	[ "$(cell "$torn" verdict <"$work/csv")" = undecided ]
	[[ $(cell "$torn" flags <"$work/csv") == *bimodal* ]]
	[ "$(cell "$one" verdict <"$work/csv")" = undecided ]
	[[ $(cell "$one" flags <"$work/csv") == *bimodal* ]]
	[[ $(cell "$two" flags <"$work/csv") != *bimodal* ]]
	[ "$(cell "$two" verdict <"$work/csv")" = same ]
}

@test "compare: a verdict is flagged when the control moved as much, and stays" {
	fake base slot=0
	fake patched slot=1 ratio=1.2 affected=5
	fake moved slot=1 boot=patched ratio=1.2 affected=5 control_ratio=1.4
	fake less slot=1 boot=patched ratio=1.2 affected=5 control_ratio=1.05
	fake opposite slot=1 boot=patched ratio=1.2 affected=5 control_ratio=0.7
	for set in patched less opposite; do
		compare --format csv base $set >"$work/csv" || true
		[ "$(cell "$one" verdict <"$work/csv")" = slower ]
		[[ $(cell "$one" flags <"$work/csv") != *drift* ]]
		run compare base $set
		[[ $output != *"d drift:"* ]]
	done
	compare --format csv base moved >"$work/csv" || true
	[ "$(cell "$one" verdict <"$work/csv")" = slower ]
	[[ $(cell "$one" flags <"$work/csv") == *drift* ]]
	[[ $(cell "$two" flags <"$work/csv") != *drift* ]]
	[[ $(cell control.fake flags <"$work/csv") != *drift* ]]
	compare --format json base moved >"$work/json" || true
	[ "$(grep -c '"drift"' "$work/json")" -eq 5 ]
	compare --format md base moved >"$work/md" || true
	[ "$(grep -c '^| .mprotect.* S[a-z]*d[a-z]* |$' "$work/md")" -eq 5 ]
	run compare base moved
	[ "$status" -eq 1 ]
	[[ $output == *"verdicts: 0 F, 5 S,"* ]]
	[ "$(grep -cE '^  (4K|16K|64K|2M-pte|2M) .* S[qutb]*d[of]*$' <<<"$output")" -eq 5 ]
	[[ $output == *"d drift: a control moved as much, between A and B or within a run"* ]]
	[ "$(awk '{ if (length($0) > w) w = length($0) } END { print w }' <<<"$output")" -le 75 ]
}

@test "compare: a verdict is flagged when a run drifted by more than it" {
	fake base slot=0
	fake patched slot=1 ratio=0.8 affected=5
	fake drifted slot=1 boot=patched ratio=0.8 affected=5 drift=0.3
	fake little slot=1 boot=patched ratio=0.8 affected=5 drift=0.1
	for set in patched little; do
		compare --format csv base $set >"$work/csv" || true
		[ "$(cell "$one" verdict <"$work/csv")" = faster ]
		[[ $(cell "$one" flags <"$work/csv") != *drift* ]]
	done
	# One run is enough, and it may be A's.
	for run in "$work"/drifted/*; do break; done
	cp "$run/samples.csv" "$work/patched/${run##*/}/samples.csv"
	for sets in "base patched" "patched base"; do
		# shellcheck disable=SC2086 # they are two
		compare --format csv $sets >"$work/csv" || true
		[[ $(cell "$one" verdict <"$work/csv") =~ ^(faster|slower)$ ]]
		[[ $(cell "$one" flags <"$work/csv") == *drift* ]]
		[[ $(cell "$two" flags <"$work/csv") != *drift* ]]
	done
}

@test "compare: a boot of another kernel in a set is named, and 125; so are copied boots and missing controls" {
	fake base slot=0
	fake patched slot=1 ratio=1.2 affected=5
	run compare base patched
	[ "$status" -eq 1 ]
	[[ $output != *"SEVERAL KERNELS"* && $output != *"no control"* ]]
	run compare --only 'mprotect*' base patched
	[[ $output == *"no control was measured on both sides"* ]]
	run=$(echo "$work"/patched/*-3)
	sed -i 's/^kernel_release,.*/kernel_release,"6.0-wrong"/' "$run/host.csv"
	judge base patched
	[ "$status" -eq 125 ]
	[[ ${output%%case, per*} == *"B HAS BOOTS OF SEVERAL KERNELS: "*"6.0-wrong"* ]]
	rm -r "$run"
	cp -r "$work"/base/*-3 "$work/patched/"
	judge base patched
	[ "$status" -eq 125 ]
	[[ $output == *"the same rows stand in both sets or twice in one: $work/base/"*"-base-3 and $work/patched/"*"-base-3"* ]]
}

@test "compare --plan: components, a design, and what the set cannot tell" {
	fake base slot=0 boots=8 processes=5
	fake twice slot=0 boots=4 invocations=2
	fake lone slot=0 boots=1
	fake single slot=0 boots=4 processes=1
	judge --plan base
	[ "$status" -eq 0 ]
	[[ $output == "fake: 8 boots, 8 invocations, 40 processes of a case; 25 cases To see "* ]]
	[[ $output == *" To see 2% in 80% of the cases: "[0-9]*" boots a side, "[0-9]*" rounds in each, "* ]]
	[[ $output == *"a boot 60 s (assumed; --boot-cost), a round 2.5 s (assumed"* ]]
	# One run a boot: nothing is known of invocations, and that is no 0.
	compare --plan --format json base >"$work/json"
	[ "$(jq '[.machines[].points[].between | .invocation.sd_ln == null and .boot.sd_ln != null and .process.sd_ln > 0] | all' "$work/json")" = true ]
	[ "$(jq '.machines[0].all_cases | .boots >= 2 and .seconds == 2 * .boots * (60 + 2.5 * .rounds)' "$work/json")" = true ]
	compare --plan --format json twice >"$work/json"
	[ "$(jq '[.machines[].points[].between.invocation.sd_ln != null] | all' "$work/json")" = true ]
	compare --plan --format json single >"$work/json"
	[ "$(jq '[.machines[].points[] | .between.process.sd_ln == null and .design.rounds == 1] | all' "$work/json")" = true ]
	judge --plan lone
	[[ $output == *"One boot a side: nothing is known of boots. Measure 3 boots or more"* ]]
	[[ $output != *"To see"* ]]
	compare --plan --format json lone >"$work/json"
	[ "$(jq '[.machines[].points[] | .between.boot.sd_ln, .design] | all(. == null)' "$work/json")" = true ]
}

@test "compare --plan: a larger budget shows less; costs are as given; wrong usage" {
	fake base slot=0 boots=8
	compare --plan --format json --minutes 20 --boot-cost 30 --round-cost 10 base >"$work/20"
	compare --plan --format json --minutes 200 --boot-cost 30 --round-cost 10 base >"$work/200"
	[ "$(jq -s 'map(.machines[0].all_cases_in_budget.change) | .[0] > .[1]' "$work/20" "$work/200")" = true ]
	[ "$(jq '.machines[0].all_cases_in_budget.seconds <= 1200' "$work/20")" = true ]
	jq -e '.machines[0] | .boot_seconds == 30 and .round_seconds == 10 and (.boot_seconds_assumed | not)' "$work/20"
	judge --plan --see 1% base
	[ "$status" -eq 2 ]
	[[ $output == "compare: --see 1%: give more than the margin, 1%"* ]]
	judge --plan --format csv base
	[ "$status" -eq 2 ]
	judge base
	[ "$status" -eq 2 ]
	judge --minutes 5 base base
	[ "$status" -eq 2 ]
}
