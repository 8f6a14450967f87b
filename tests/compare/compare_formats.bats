#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Tables, Markdown, CSV and JSON of a comparison.

load ../support/machine
load ../support/compare

one=mprotect.case-0/anon/folio=4K/size=64M
two=mprotect.case-1/anon/folio=4K/size=64M

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

@test "compare: conclusions come first, then a mean of each family, and all of it in JSON" {
	fake base slot=0 boot_sd=0.001
	fake patched slot=1 boot_sd=0.001 ratio=1.05 affected=5
	run compare base patched
	[ "$status" -eq 1 ]
	[[ $output =~ ^"5 slower (worst mprotect.case-0 "[0-9A-Za-z-]+" +5."[0-9]"%), "[12][0-9]" within the margin" ]]
	# 5 of 25 cases by 5%: 1.05^(1/5) is 1.0098
	[ "$(awk '/^geometric mean/ { on = 1 } on && /^  mprotect/ { print $2; exit }' <<<"$output")" = 25 ]
	[[ $(grep -m 1 '^  all ' <<<"$output") =~ "25 "\ *"+"(0.9|1.0)"% "\ *"[+0.".",+"1..*"]" ]]
	[ "$(grep -n '^geometric mean' <<<"$output" | cut -d: -f1)" -lt "$(grep -n '^case, per' <<<"$output" | cut -d: -f1)" ]
	compare --format json base patched >"$work/json" || true
	jq -e '.machines[0].geometric_means.time | length == 2 and .[1].family == null and .[1].cases == 25 and
		.[1].ratio > 1.008 and .[1].ratio < 1.012 and .[1].ratio_low < .[1].ratio and .[1].ratio_high > .[1].ratio' "$work/json"
	fake faster slot=1 boot=patched boot_sd=0.001 ratio=0.9 affected=5
	run compare base faster
	[[ $output == "5 faster (best mprotect.case-0 "*" -10."*"%), "[12][0-9]" within the margin"* ]]
}

@test "compare: the command can be pasted, and names only the kernels that are compared" {
	fake base slot=0
	fake patched slot=1
	edit base host.csv "s|^argv.*|argv,\"./run.sh vm --kernel base=/a/b --kernel other=/c/d --kernel v7=/vmlinuz-$(
		sed -n 's/^kernel_release,"*\([^"]*\)"*$/\1/p' "$work"/patched/*-0/host.csv | head -n 1) --only control.* --only it's --set base --boots 2\"|"
	run compare base patched
	command=$(sed -n '/^repro:/,/[^\\]$/p' <<<"$output" | tail -n +2)
	[[ $(awk '{ print length($0) }' <<<"$command" | sort -n | tail -n 1) -le 75 ]]
	words=$(eval "printf '%s\n' $command")
	[[ $words == *$'\n--kernel\nbase=/a/b\n--kernel\nv7=/vmlinuz-'* ]]
	[[ $words != *other=* ]]
	[[ $words == *$'\n--only\ncontrol.*\n--only\nit\'s\n--boots\n2' ]]
}

@test "compare: a word of the command that is longer than a line can be pasted, too" {
	fake base slot=0
	fake patched slot=1
	long=$(printf 'a%.0s' {1..200})
	for word in "$long" "${long}*" "x'$long'${long}y" "$(printf "%.0s'" {1..90})"; do
		edit base host.csv "s|^argv.*|argv,\"./run.sh run --only $word --rounds 5\"|"
		run compare base patched
		command=$(sed -n '/^repro:/,/^repro B:/p' <<<"$output" | sed '1d;$d')
		[[ $(awk '{ print length($0) }' <<<"$command" | sort -n | tail -n 1) -le 75 ]]
		[ "$(eval "printf '%s\n' $command" | sed -n 4p)" = "$word" ]
	done
}

@test "compare: Markdown has names as code, and lines of at most 120 columns" {
	fake base slot=0
	fake patched slot=1 ratio=1.2 affected=5
	edit base host.csv "s|^argv.*|argv,\"./run.sh run $(printf -- '--only mprotect_%d* ' {1..30})\"|"
	compare --format md base patched >"$work/md" || true
	grep -q '^| `mprotect.case-0/anon/folio=4K/size=64M` | page |' "$work/md"
	[ "$(awk '{ print length($0) }' "$work/md" | sort -n | tail -n 1)" -le 120 ]
	sed -n 3p "$work/md" | grep -q '^5 slower (worst mprotect.case-0 '
	edit base samples.csv 's,(mprotect.case-0/anon/folio=4K),\1`|<b>,'
	edit patched samples.csv 's,(mprotect.case-0/anon/folio=4K),\1`|<b>,'
	compare --format md base patched >"$work/md" || true
	grep -qF '| mprotect.case-0/anon/folio=4K\`\|&#60;b&#62;/size=64M | page |' "$work/md"
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
	for run in "$work"/base/* "$work"/patched/*; do
		sed -i '/^cpu_\(core\|types\)/d' "$run/host.csv"
		printf 'cpu_types,"6x Cortex-A510, 2x Cortex-X3"\ncpu_core,"Cortex-%s"\n' \
			"$([[ $run == */base/* ]] && echo X3 || echo A510)" >>"$run/host.csv"
	done
	printf 'CONFIG_A=y\nCONFIG_B=m\n' | gzip >"$work/patched/kernel-config-$b"
	judge base patched
	[[ $output == *"governor: performance -> powersave"* ]]
	[[ $output == *"cpu_core: Cortex-X3 -> Cortex-A510"* ]]
	[[ $output != *"cpu_types"* ]]
	[[ $output == *"kernel_cmdline: -quiet +mitigations=off"* ]]
	[[ $output == *"kernel config: 1 options: CONFIG_B y -> m"* ]]
	[[ $output != *"boot_id"* ]]
	# A file of another kernel, whatever its name, names no options.
	printf 'CONFIG_A=y\nCONFIG_B=n\n' | gzip >"$work/patched/kernel-config-$b"
	judge base patched
	[[ $output == *"kernel config: differs (a run without kernel-config"* ]]
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
	[ "$(grep -c '^| `\?mprotect' "$work/md")" -eq 25 ]
	! grep -q '<script>' "$work/md" || false
	compare --format lkp base patched >"$work/lkp" || true
	[ "$(grep -c ns_per_page "$work/lkp")" -eq 26 ]
}

@test "compare, report, plot and export show the same value of even and odd samples that differ" {
	fake base slot=0 points=10
	fake patched slot=1 points=10
	for run in "$work"/{base,patched}/*; do
		awk -F, 'BEGIN { OFS = "," } NR == 1 { for (i = 1; i <= NF; i++) if ($i == "elapsed_ns") at = i }
			NR > 1 && NR % 2 && /case-1.*folio=4K/ { $at = int($at * 1.5) } { print }' \
			"$run/samples.csv" >"$work/rows"
		cp "$work/rows" "$run/samples.csv"
	done
	point=mprotect.case-1/anon/folio=4K/size=64M
	value=$("$build/bin/export" --format json --metric time --sets "$work" base |
		jq -r --arg point $point '.groups[0].points[] | select(.name == $point).metrics[0].value.number')
	shown_alike "$work" base patched $point "$value"
	# a value that is off by 2 in a million is not the same
	! shown_alike "$work" base patched $point "$(awk -v value="$value" 'BEGIN { printf "%.12g", value * 1.000002 }')" || false
	[[ $(cell $point flags <"$work/csv") == *bimodal* ]]
}

# Headings of a comparison's tables as text, one a line; the first of a row is what its rows are.
text_headings()
{
	awk '/^-----/ && !tables++ { print last; if (last ~ /^ /) print before }
		/^(geometric mean|undecided: |over machines, by)/ { print } { before = last; last = $0 }' |
		sed -E 's/^[^ ]([^ ]| [^ ])*//; s/^ +//; s/  +/\n/g' | sort -u
}

@test "compare: each heading of each table is in its legend, and values have units" {
	fake base slot=0
	fake patched slot=1 ratio=1.05 affected=5
	mkdir -p "$work/two"
	cp -r "$work"/{base,patched} "$work/two"
	for side in base patched; do
		for run in "$work/two/$side"/*; do
			cp -r "$run" "$run-other"
			sed -i 's/^host,.*/host,"other"/; s/^cpu_model,.*/cpu_model,"other"/' "$run-other/host.csv"
			sed -i "s/${run##*/}/${run##*/}-other/" "$run-other/samples.csv"
		done
	done
	for metric in time instructions cycles all; do
		for sets in . two; do
			"$build/bin/compare" --out "$work/$sets" --metric $metric base patched >"$work/text" || true
			legend=" $(tr -s ' \n' ' ' <"$work/text")"
			text_headings <"$work/text" >"$work/headings"
			grep -qx delta "$work/headings"
			while read -r heading; do
				case $heading in time | instructions:k | cycles:k) continue ;; esac
				[[ $legend == *" $heading: "* ]]
			done <"$work/headings"
		done
		"$build/bin/compare" --out "$work" --format md --metric $metric base patched >"$work/md" || true
		legend=" $(tr -s ' \n' ' ' <"$work/md")"
		grep '^| case' "$work/md" | tr '|' '\n' | sed 's/^ //; s/ $//; /^$/d' | sort -u >"$work/headings"
		[ "$(wc -l <"$work/headings")" -ge 9 ]
		while read -r heading; do
			[[ $legend == *" $heading: "* ]]
		done <"$work/headings"
	done
	"$build/bin/compare" --out "$work" --metric instructions base patched | grep -q '  A insn   B insn '
	"$build/bin/compare" --out "$work" --metric cycles base patched | grep -q '  A cyc    B cyc '
	"$build/bin/compare" --out "$work" base patched | grep -q '^  4K  *[0-9.]*ns  *[0-9.]*ns '
}
