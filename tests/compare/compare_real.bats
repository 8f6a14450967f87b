#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# compare finds a real slowdown, and none where there is none.

load ../support/machine
load ../support/compare

# One process a unit, ABBA: WORK ADDITIONS_IN_B UNITS; each run is put together by hand, which is fast.
slow_sets()
{
	local unit=10000 folder side additions
	for ((pair = 0; pair < $3; pair += 2)); do
		for side in A B B A; do
			unit=$((unit + 1))
			folder=$1/$side/$unit
			additions=1
			[ "$side" = B ] && additions=$2
			mkdir -p "$folder"
			# each ABBA passes for a boot: one boot has no verdict
			sed "s/^boot_id,.*/boot_id,\"boot-$pair\"/" "$1"/base/*/host.csv >"$folder/host.csv"
			"$build/bin/doctor" --slowed "$additions" "$build/bench/mprotect" --point "$slow_point" \
				--run "$unit" --round 1 --process 1 --seq 1 --cpu "$cpu" >"$folder/samples.csv"
		done
	done
}

# Median of elapsed_ns per op of a program's rows on stdin.
ns_per_op()
{
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
		{ print $c["elapsed_ns"] / $c["ops"] }' | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# The exit status of a comparison after a slowdown by $1 percent, of which 0 is one addition.
verdict_after()
{
	local additions
	additions=$(awk -v percent="$1" -v call="$call" -v one="$addition" \
		'BEGIN { print int(1 + percent / 100 * call / one) }')
	rm -rf "$work/A" "$work/B"
	slow_sets "$work" "$additions" 300
	"$build/bin/compare" --out "$work" --margin 0.5% --format csv A B >"$work/csv" || true
	run "$build/bin/compare" --out "$work" --margin 0.5% A B
	echo "# $1%, $additions additions: $(sed -n 's/^  4K *//p' <<<"$output")" >&3
}

# In percent: $1 times the change that the comparison says it can show in this noise, and at least 2. Where two
# modes lie farther apart than that, it rightly shows none.
visible_percent()
{
	awk -F, -v times="$1" 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
		{ percent = 100 * times * ($c["mde_ratio"] - 1); print (percent > 2 ? percent : 2) }' "$work/csv"
}

@test "compare: a real A/A, an invocation a side in each of six boots or what passes for them: no false verdicts" {
	for side in A B B A B A A B A B B A; do
		runner --rounds 1 --set $side --only 'mprotect.[rn]*/anon/folio=[46]*K/size=4M' \
			--only 'zap.*/anon/folio=[46]*K/size=4M' --only 'fork.anon/anon/folio=[46]*K/size=4M' \
			--only 'mremap.page-offset/anon/folio=*K/size=4M' --only 'control.*' >/dev/null 2>&1
	done
	for run in "$work"/out/[AB]/2*; do
		at=$((at % 6 + 1))
		sed -i "s/^boot_id,.*/boot_id,\"boot-$at\"/" "$run/host.csv"
	done
	run "$build/bin/compare" --out "$work/out" A B
	[ "$status" -ne 2 ]
	counts=$(sed -n 's/^verdicts: //p' <<<"$output")
	echo "# A/A: $counts" >&3
	read -r faster _ slower _ <<<"$counts"
	[ $((faster + slower)) -le 1 ]
	[[ ${output//$'\n'/ } == *"6 boots, each with A and B"* ]]
}

# Wall time of a shared machine is what it is: what cannot be seen in its noise is not asked for.
@test "compare: a real slowdown of 2%, or what the noise here lets be seen, is seen, and one of 0% is not" {
	slow_point=mprotect.ro/anon/folio=4K/size=4M
	[ "$(getconf PAGESIZE)" -eq 4096 ] || skip "pages are not 4K"
	runner --only "$slow_point" --set base --rounds 5 >/dev/null 2>&1
	mv "$work/out/base" "$work/base"
	cpu=$(sed -n 's/^cpu,"\(.*\)"$/\1/p' "$work"/base/*/host.csv)
	"$build/bin/doctor" --slowed 1 true || skip "no seccomp filters here"
	call=$(ns_per_op <"$(echo "$work"/base/*/samples.csv)")
	none=$("$build/bin/doctor" --slowed 1 "$build/bench/control" --point control.getppid | ns_per_op)
	many=$("$build/bin/doctor" --slowed 10001 "$build/bench/control" --point control.getppid | ns_per_op)
	addition=$(awk -v none="$none" -v many="$many" 'BEGIN { print (many - none) / 10000 }')
	[ "$(awk -v call="$call" -v one="$addition" 'BEGIN { print int(0.02 * call / one) }')" -ge 10 ]
	for times in 2 6 20; do
		verdict_after 0
		same=$status
		verdict_after "$(visible_percent "$times")"
		[ "$same" -eq 1 ] || [ "$status" -ne 1 ] || break
	done
	[ "$same" -ne 1 ]
	if [ "$status" -ne 1 ] && grep -q 'bimodal.*undecided' "$work/csv"; then
		skip "this machine has two speeds just now, which hide even that"
	fi
	[ "$status" -eq 1 ]
}

@test "the table of a run, compare, report, plot and export show the same value of it" {
	runner --rounds 3 --set side --only 'mprot_tw4m/*4K*batch=1' --only 'mprotect.r[ow]/anon/folio=4K/size=4M' \
		--only control.getppid >"$work/table" 2>/dev/null
	runner --rounds 1 --set other --only 'mprot*batch=1' --only 'mprotect.r[ow]/anon/folio=4K/size=4M' \
		--only control.getppid >/dev/null 2>&1
	sed -i 's/^boot_id,.*/boot_id,"another"/' "$work"/out/other/2*/host.csv
	"$build/bin/export" --format json --metric time --sets "$work/out" side |
		jq -r '.groups[0].points[] | select(.outcome == "measured") | "\(.name) \(.metrics[0].value.number)"' >"$work/json"
	[ "$(wc -l <"$work/json")" -eq 4 ]
	while read -r point value; do
		# 28.04us/call: four digits of it
		awk -v point="$point" -v value="$value" 'BEGIN { unit["ns"] = 1; unit["us"] = 1e3; unit["ms"] = 1e6 }
			$1 == point { match($2, /[a-z]+/); shown = substr($2, 1, RSTART - 1) * unit[substr($2, RSTART, RLENGTH)] }
			END { exit !(shown > 0 && shown / value < 1.001 && shown / value > 0.999) }' "$work/table"
		shown_alike "$work/out" side other "$point" "$value"
	done <"$work/json"
}

@test "rows of mprot_tw4m from before its samples were pairs are read, and never compared" {
	runner --rounds 2 --set new --only 'mprot_tw4m/*4K*batch=1' --only control.getppid >/dev/null 2>&1
	cp -r "$work/out/new" "$work/out/old"
	sed -i 's/^boot_id,.*/boot_id,"another"/' "$work"/out/old/2*/host.csv
	for file in "$work"/out/old/2*/samples.csv; do # as it was: schema 2, one call a sample
		awk -F, 'BEGIN { OFS = "," } /^4,.*,mprot_tw4m,/ { $1 = 2; $19 = 1 } { print }' "$file" >"$work/rows"
		cp "$work/rows" "$file"
	done
	run "$build/bin/compare" --out "$work/out" old new
	[ "$status" -eq 125 ]
	[[ $output == *"not comparable:"*"schema"* ]]
	"$build/bin/export" --format lava --sets "$work/out" old | grep -q 'mprot_tw4m.*RESULT=pass UNITS=ns/call'
}
