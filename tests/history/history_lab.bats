#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# history finds the planted changes of 6 machines x 200 kernels, in their places, and no more others
# than expected by chance. By hand, from the folder of a build:
#	tests/fake_lab LAB; bin/history LAB --format json >JSON; tests/planted LAB JSON
# In full size, with times and memory: cmake --build . --target benchmark-history

load ../support/machine

setup_file()
{
	here=$(cd "${BATS_TEST_DIRNAME%/tests*}" && pwd)
	export here
	export build=${PTEBENCH_BUILD:-$here/build}
	export thp=/sys/kernel/mm/transparent_hugepage
	"$build/tests/fake_lab" "$BATS_FILE_TMPDIR/lab" seed=1
}

# Judges the output of a perfect history; the awk expression $1 may change or drop (keep = 0) an alert.
judge()
{
	awk -F, -v extra="${2:-}" '
		FNR == NR { release[$1] = $2; next }
		FNR == 1 || $1 == "small" { next }
		function alert(machine, point, figure, kernel, effect, half, low, high, good, from, to, p)
		{
			printf "%s\n{\"machine\":\"%s\",\"point\":\"%s\",\"figure\":\"%s\",\"state\":\"open\",", \
				comma, machine, point, figure
			printf "\"bad\":{\"release\":\"%s\"},\"good\":{\"release\":\"%s\"},", release[kernel], release[good]
			printf "\"effect\":%g,\"effect_low\":%g,\"effect_high\":%g,", effect, low, high
			printf "\"place\":{\"from\":\"%s\",\"to\":\"%s\"},\"p\":%g}", release[from], release[to], p
			comma = ","
		}
		BEGIN { printf "{\"series_judged\":234,\"alerts\":[" }
		{
			n++; keep = 1; kernel = $6; effect = exp($7) - 1; p = 0.005
			good = kernel - 1; from = kernel - 1; to = kernel + 1
			low = effect - 0.01; high = effect + 0.01; figure = $4
			'"${1:-}"'
			if (keep)
				alert($2, $3, figure, kernel, effect, 0, low, high, good, from, to, p)
		}
		END {
			for (i = 0; i < extra; i++)
				alert("desk", "mprotect.case-" int(i / 5 % 2) "/anon/folio=64K/size=64M", "cycles:k",
					20 + i, 0.03, 0, 0.02, 0.04, 19 + i, 20 + i, 20 + i, 0.01)
			print "]}"
		}' "$BATS_FILE_TMPDIR/lab/kernels.csv" "$BATS_FILE_TMPDIR/lab/planted.csv" >"$work/json"
	run "$build/tests/planted" "$BATS_FILE_TMPDIR/lab" "$work/json"
}

@test "history lab: the judge of what was found lets the truth pass, and so many by chance" {
	judge
	[ "$status" -eq 0 ]
	[[ $output == *"142 planted: 0 missing, 0 outside"* ]]
	judge '' 8
	[ "$status" -eq 0 ]
	[[ $output == *"8 not planted in 234 series (8 may be)"* ]]
}

@test "history lab: the judge sees each lie" {
	local lie
	for lie in 'if (n == 50) keep = 0' \
		'if (n == 50) effect = low = high = -effect' \
		'if (n == 50) { kernel += 6; good += 6; from += 6; to += 6 }' \
		'kernel += 2; good += 2; from += 2; to += 2' \
		'low += 0.02; high += 0.02; effect += 0.02' \
		'if (n == 50) p = 0' \
		'if (n == 50) p = 0.02' \
		'if (n == 50) good = kernel + 1' \
		'if (n == 50) from = kernel + 1' \
		'if (n == 50) figure = "time:k"' \
		'if (n == 50) to = 200'; do
		judge "$lie"
		echo "$lie: $output"
		[ "$status" -eq 1 ]
	done
	judge '' 9
	[ "$status" -eq 1 ]
	[[ $output == *"9 not planted in 234 series (8 may be)"* ]]
}

@test "history lab: the judge sees what was too small to be found, and what is no answer" {
	judge
	sed -i "s|\"alerts\":\[|&$(awk -F, '$1 == "small" && $4 == "time" {
		printf "{\"machine\":\"%s\",\"point\":\"%s\",\"figure\":\"%s\",\"bad\":\"%s\",\"good\":\"6.14.0\",", $2, $3, $4, $5
		printf "\"effect\":0.004,\"effect_low\":0.003,\"effect_high\":0.005,"
		printf "\"place\":{\"from\":\"%s\",\"to\":\"%s\"},\"p\":0.005},", $5, $5 }' \
		"$BATS_FILE_TMPDIR/lab/planted.csv")|" "$work/json"
	run "$build/tests/planted" "$BATS_FILE_TMPDIR/lab" "$work/json"
	[ "$status" -eq 1 ]
	[[ $output == *"too small, but found"* ]]
	for text in '' '{}' '{"alerts":[]}' '{"alerts":[],"series_judged":0}' '{"alerts":[{}],"series_judged":9}'; do
		echo "$text" >"$work/json"
		run "$build/tests/planted" "$BATS_FILE_TMPDIR/lab" "$work/json"
		[ "$status" -eq 1 ]
	done
}

# found LAB: runs history on it, and judges the output.
found()
{
	local status=0
	"$build/bin/history" --format json "$1" >"$work/json" || status=$?
	[ "$status" -eq 1 ] # there are open alerts
	run "$build/tests/planted" "$1" "$work/json"
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "history lab: what was planted is found, and nothing else" {
	found "$BATS_FILE_TMPDIR/lab"
}

@test "history lab: a lab in which nothing changed has no more alerts than chance makes" {
	local status=0
	"$build/tests/fake_lab" "$work/quiet" changes=0 seed=2
	"$build/bin/history" --format json "$work/quiet" >"$work/json" || status=$?
	[ "$status" -le 1 ] # what chance makes may be open
	run "$build/tests/planted" "$work/quiet" "$work/json"
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "history lab: several boots a kernel, and a machine that wanders a little" {
	"$build/tests/fake_lab" "$work/lab" seed=3 machines=2 kernels=100 boots=3 drift_sd=0.001 drift_rho=0.5
	found "$work/lab"
}
