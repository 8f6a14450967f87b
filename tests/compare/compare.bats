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

@test "compare: where the clock counts instructions, no table says ns" {
	fake base slot=0
	fake patched slot=1
	edit base host.csv 's/^clock_domain.*/clock_domain,"icount"/'
	edit patched host.csv 's/^clock_domain.*/clock_domain,"icount"/'
	edit patched host.csv '$avm_status,"panic"'
	judge base patched
	[[ $output == *": instructions, lower is better"* ]]
	[[ $output != *vm_status* ]]
	[ "$(grep -cE '[0-9](ns|us|ms|s|min) ' <<<"$output")" -eq 0 ]
	compare --metric all base patched >"$work/text" || true
	grep -q ': instructions, instructions:k, cycles:k' "$work/text"
	[ "$(grep -cE '[0-9](ns|us|ms|s|min) |time' "$work/text")" -eq 0 ]
	compare --format md base patched >"$work/md" || true
	grep -q '^### instructions, ' "$work/md"
	[ "$(grep -cE '[0-9](ns|us|ms|s|min) ' "$work/md")" -eq 0 ]
	compare --format csv base patched >"$work/csv" || true
	[ "$(column metric "$work/csv" | sort -u)" = instructions ]
	compare --format lkp base patched >"$work/lkp" || true
	[ "$(grep -c '\.ns_per_' "$work/lkp")" -eq 0 ]
	grep -q '\.instructions_per_' "$work/lkp"
	compare --format json base patched >"$work/json" || true
	[ "$(grep -c '"time"' "$work/json")" -eq 0 ]
}

@test "compare: one boot a side has no verdict, however large the change" {
	fake base slot=0 boots=1
	fake patched slot=1 boots=1 ratio=3 affected=25
	judge base patched
	[ "$status" -eq 125 ]
	[[ $output == *"verdicts: 0 F, 0 S, 0 =, 0 ~, 25 ?"* ]]
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

@test "compare: one boot, taken in turns: the invocation is the unit; not in turns: refused" {
	fake base slot=0 boots=1 invocations=6 boot=x
	fake patched slot=1 boots=1 invocations=6 boot=x ratio=1.2 affected=5
	judge base patched
	[[ $output == *"6 invocations a side"* ]]
	[[ $output == *"verdicts: 0 F, 5 S"* ]]
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
	[ "$(grep -c '^| mprotect.* S.* drift |$' "$work/md")" -eq 5 ]
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

@test "compare: the environment's differences stand above the table" {
	fake base slot=0
	fake patched slot=1
	edit patched host.csv 's/^governor.*/governor,"powersave"/'
	a=$(printf 'CONFIG_A=y\nCONFIG_B=y\n' | fnv1a64)
	b=$(printf 'CONFIG_A=y\nCONFIG_B=m\n' | fnv1a64)
	for run in "$work"/base/*; do
		printf 'kernel_cmdline,"ro quiet"\nkernel_config_fnv1a64,"%s"\n' "$a" >>"$run/host.csv"
		printf 'CONFIG_A=y\nCONFIG_B=y\n' >"$run/kernel-config"
	done
	for run in "$work"/patched/*; do
		printf 'kernel_cmdline,"ro mitigations=off"\nkernel_config_fnv1a64,"%s"\n' "$b" \
			>>"$run/host.csv"
	done
	printf 'CONFIG_A=y\nCONFIG_B=m\n' | gzip >"$work/patched/kernel-config-$b"
	judge base patched
	[[ $output == *"governor: performance -> powersave"* ]]
	[[ $output == *"kernel_cmdline: -quiet +mitigations=off"* ]]
	[[ $output == *"kernel config: 1 options: CONFIG_B y -> m"* ]]
	[[ $output != *"boot_id"* ]]
	# A file of another kernel, whatever its name, names no options.
	printf 'CONFIG_A=y\nCONFIG_B=n\n' | gzip >"$work/patched/kernel-config-$b"
	judge base patched
	[[ $output == *"kernel config: differs (a run without kernel-config"* ]]
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

@test "compare: several machines have a table each and a summary" {
	fake base slot=0
	fake patched slot=1 ratio=0.8 affected=25
	fake base2 slot=0 host=second
	fake patched2 slot=1 host=second ratio=0.5 affected=25
	fake base3 slot=0 host=lonely
	mv "$work"/base2/* "$work/base/"
	mv "$work"/patched2/* "$work/patched/"
	mv "$work"/base3/* "$work/base/"
	run compare base patched
	[ "$(grep -c '^delta = B/A-1' <<<"$output")" -eq 2 ]
	[[ $output == *"2 machines, time"* ]]
	[[ $output == *"machine lonely is only in A"* ]]
	last=$(grep 'all machines and cases' <<<"$output")
	[[ $last =~ 50\ +-[45][0-9.]+%\ +-[0-9.]+%\ +-(1[5-9]|2[0-9])[0-9.]*% ]]
}

@test "compare: the table is ASCII and at most 75 columns wide, whatever the names and values" {
	fake base slot=0
	fake patched slot=1 ratio=300000 affected=1
	edit base samples.csv 's/,([0-9]+),([0-9]+),([0-9]+),,0,0,1,/,1,7,9,,0,0,1,/;t;'
	for set in base patched; do
		edit "$set" samples.csv 's/case-1/case-\xc3\xa9-with-a-name-that-is-longer-than-a-column-could-ever-be-in-a-mail/g'
		edit "$set" host.csv 's/^host,.*/host,"a\x1b[31m-host-of-a-name-as-long-as-only-a-cloud-could-make-it-up-for-one-of-many"/'
		edit "$set" host.csv 's/^argv.*/argv,".\/run.sh --only aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"/'
	done
	for metric in time all; do
		compare --metric "$metric" base patched >"$work/table" || true
		[ -s "$work/table" ]
		! LC_ALL=C grep -nP '[^\x20-\x7e]' "$work/table" || false
		[ "$(awk '{ if (length($0) > w) w = length($0) } END { print w }' "$work/table")" -le 75 ]
	done
}

@test "compare: csv has a cell for each column, json parses, md and lkp name each case" {
	fake base slot=0
	fake patched slot=1
	edit patched host.csv 's/^host,.*/host,"fake"/'
	edit base samples.csv 's/case-1/case<script>|1/g'
	edit patched samples.csv 's/case-1/case<script>|1/g'
	compare --format csv --metric all base patched >"$work/csv" || true
	[ "$(awk -F, '{ print NF }' "$work/csv" | sort -u | wc -l)" -eq 1 ]
	[ "$(wc -l <"$work/csv")" -eq $((1 + 3 * 26)) ]
	compare --format json base patched >"$work/json" || true
	[ "$(grep -c '"point":' "$work/json")" -eq 26 ]
	compare --format md base patched >"$work/md" || true
	[ "$(grep -c '^| mprotect' "$work/md")" -eq 25 ]
	! grep -q '<script>' "$work/md" || false
	compare --format lkp base patched >"$work/lkp" || true
	[ "$(grep -c ns_per_page "$work/lkp")" -eq 26 ]
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
