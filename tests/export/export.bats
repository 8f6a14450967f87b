#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Each system reads what is exported for it, and each name of a stranger stays a name.
# PTEBENCH_RENEW=1 bats tests/export/export.bats writes tests/data/export/*.golden anew: read the difference.

load ../support/machine

formats="json ktap kcidb lkp lava google-benchmark influx otava openmetrics"

setup()
{
	work=$(mktemp -d)
	knobs >"$work/knobs"
	data=$here/tests/data/export
}

export_as()
{
	local format=$1
	shift
	"$build/bin/export" --format "$format" --sets "$work" "$@"
}

fake()
{
	local set=$1
	shift
	"$build/tests/fake_set" "$work/$set" points=5 boots=2 processes=2 "boot=$set" "$@"
}

# What a reader of FORMAT finds in PATH; it is as strict as that system.
read_as()
{
	[ -x /usr/bin/python3 ] || skip "no Python: runner/setup.sh test installs it"
	local status=0
	/usr/bin/python3 "$here/tests/export/read_export.py" "$1" "$2" "$here/tests/data/kcidb-v5.schema.json" ||
		status=$?
	[ "$status" -ne 77 ] || skip "a module of Python is not here: runner/setup.sh test installs it"
	return "$status"
}

# A folder as one text.
flat()
{
	(cd "$1" && find . -type f | LC_ALL=C sort | while read -r file; do
		echo "== $file"
		cat "$file"
	done)
}

# Of the paths of runs only what is in the data.
relative()
{
	sed "s|\"path\": \"$data/|\"path\": \"|"
}

golden()
{
	relative <"$2" >"$2.relative"
	mv "$2.relative" "$2"
	if [ "${PTEBENCH_RENEW:-}" = 1 ]; then
		cp "$2" "$data/$1.golden"
	fi
	diff "$data/$1.golden" "$2"
}

# The data with names that mean something to some format, in each place that a stranger fills.
hostile()
{
	local long point reason
	long=$(printf 'x%.0s' {1..150})
	point='fork.\\a""n,o =#n}{<script>\t$(id)`é\&'"'"'>;|../../x'
	reason='} # SKIP \\, ""q"" =é <LAVA_SIGNAL_TESTCASE TEST_CASE_ID=evil RESULT=pass> not ok 9 '"$long"
	mkdir "$work/ev\"il,= #\\"
	cp -r "$data"/base/* "$work/ev\"il,= #\\/"
	chmod -R u+w "$work"
	sed -i -e "s%,fork.anon/anon/folio=4K/size=64M,%,\"$point\",%" \
		-e "s%,another thread ran.*%,\"$reason\"%" -e "s%\"page 7 of.*%\"$reason\"%" \
		"$work"/ev*/*/samples.csv
	sed -i -e "s|^host,.*|host,\"$(printf 'h\\\\""t, =#<x>é')$long$long\\\\\\\\\"|" \
		-e 's|^kernel_release,.*|kernel_release,"6.18 ""x"",=#-gnothex\\\\"|' \
		-e 's|^architecture,.*|architecture,"X86 ""="|' "$work"/ev*/*/host.csv
}

@test "export: each format is as it was" {
	for format in $formats; do
		export_as "$format" --out "$work/out" "$data/base" 2>"$work/err"
		if [ -d "$work/out" ]; then
			flat "$work/out" >"$work/flat"
			rm -r "$work/out"
			mv "$work/flat" "$work/out"
		fi
		golden "$format" "$work/out"
		rm "$work/out"
	done
}

@test "export: each system reads its format, and finds the same figures and fates" {
	for format in $formats; do
		export_as "$format" --out "$work/$format" "$data/base" 2>"$work/err"
		read_as "$format" "$work/$format" >"$work/found"
		grep -qP 'mprotect.ro.anon.folio[=-]4K.size[=-]64M.*\tns/page\t12\.[5-9]' "$work/found"
		[ "$format" = otava ] && continue # one that cannot say it: stderr does
		[ "$(grep -ciP 'folio[=-]64K.*\t(skip|unsupported)$' "$work/found")" -ge 1 ]
		[ "$(grep -ciP 'zap.munmap.*\t(fail|oracle-failed)$' "$work/found")" -ge 1 ]
	done
	! grep -q fork "$work/otava" || false
	export_as otava "$data/base" 2>&1 >/dev/null | grep -q 'fork.anon.* in 1 of 2 runs: disturbed: another'
	export_as otava "$data/base" 2>&1 >/dev/null | grep -q 'zap.munmap.* in 1 of 2 runs: oracle-failed'
}

@test "export: sets of all sizes and clocks are read" {
	for set in "$here"/results/reference/*/; do
		for format in $formats; do
			rm -rf "$work/out"
			export_as "$format" --out "$work/out" "$set" 2>"$work/err"
			read_as "$format" "$work/out" >"$work/found"
			[ -s "$work/found" ]
			if grep -q 'clock_domain,"icount"' "$set"/*/host.csv; then
				! grep -P '\tns/' "$work/found" || false
				[ "$format" != google-benchmark ] || grep -q 'real_time holds instructions' "$work/err"
				grep -qP '\tinstructions/page\t' "$work/found"
			fi
		done
	done
}

@test "export: names of strangers stay names" {
	hostile
	for format in $formats; do
		export_as "$format" --out "$work/out" "$work"/ev* 2>"$work/err"
		read_as "$format" "$work/out" >"$work/found"
		[ "$(LC_ALL=C grep -c $'[^\t -~]' "$work/found")" -eq 0 ]
		! LC_ALL=C grep -q $'[^\t -~]' "$work/err" || false
		! grep -qP '(^|\t)evil' "$work/found" || false
		if [ "$format" != otava ]; then
			[ "$(grep -ciP 'zap.munmap.*\t(fail|oracle-failed)$' "$work/found")" -ge 1 ]
			[ "$(grep -cP '^fork.*\tns/page' "$work/found")" -ge 1 ]
		fi
		rm -rf "$work/out"
	done
	# Nothing was written beside it.
	[ "$(find "$work" -mindepth 1 -maxdepth 1 | wc -l)" -eq 4 ]
}

@test "export: points whose names become alike stay apart" {
	for twins in 'é è' 'a=b a-b' 'a/b a.b'; do
		mkdir "$work/twins"
		cp -r "$data"/base/* "$work/twins/"
		chmod -R u+w "$work"
		sed -i -e "s%,mprotect.ro/anon/folio=4K/size=64M,%,twin/${twins% *},%" \
			-e "s%,fork.anon/anon/folio=4K/size=64M,%,twin/${twins#* },%" "$work"/twins/*/samples.csv
		for format in $formats; do
			export_as "$format" --out "$work/out" twins 2>"$work/err"
			read_as "$format" "$work/out" >"$work/found"
			[ "$format" = otava ] ||
				[ "$(grep -P '^twin.*\tns/' "$work/found" | cut -f1 | sort -u | wc -l)" -eq 2 ]
			rm -rf "$work/out"
		done
		rm -r "$work/twins"
	done
}

@test "export: a run without a date has no place in a history; the others have all of it" {
	mkdir "$work/undated"
	cp -r "$data"/base/* "$work/undated/"
	chmod -R u+w "$work"
	sed -i 's/20260301T093000Z-4e5f6a7b-200/..\/..\/..\/evil/' "$work"/undated/*/samples.csv
	for format in $formats; do
		export_as "$format" --out "$work/out" undated 2>"$work/err"
		read_as "$format" "$work/out" >"$work/found"
		case $format in
		influx | otava)
			grep -q 'is left out: its name has no date' "$work/err"
			[ "$(grep -cP '^mprotect.*\tns/page' "$work/found")" -eq 1 ]
			;;
		kcidb) [ "$(grep -c start_time "$work/out")" -lt "$(grep -c '"path"' "$work/out")" ] ;;
		esac
		rm -rf "$work/out"
	done
	[ ! -e "$work/../evil" ]
}

@test "export: kernels and machines are kept apart" {
	fake a
	fake b slot=1
	mkdir "$work/c"
	cp -r "$work"/a/* "$work/c/"
	sed -i 's/^cpu_model,.*/cpu_model,"Other CPU"/' "$work"/c/*/host.csv
	for format in $formats; do
		export_as "$format" --out "$work/out" a b c 2>"$work/err"
		case $format in
		lkp) [ "$(find "$work/out" -name matrix.json | wc -l)" -eq 3 ] ;;
		google-benchmark) [ "$(find "$work/out" -name '*.json' | wc -l)" -eq 3 ] ;;
		otava)
			[ "$(find "$work/out" -name '*.csv' | wc -l)" -eq 2 ] # two of one name
			[ "$(wc -l <"$work/out/fake.csv")" -eq 5 ]
			[ "$(wc -l <"$work/out/fake-2.csv")" -eq 3 ]
			;;
		*) read_as "$format" "$work/out" >"$work/found" ;;
		esac
		rm -rf "$work/out"
	done
	run export_as otava a c
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 1 ]
	run export_as google-benchmark a b
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 1 ]
}

@test "export: a commit is told where the kernel's name has one" {
	export_as otava "$data/base" 2>/dev/null | cut -d, -f2 | tail -n 1 >"$work/commit"
	[ "$(<"$work/commit")" = 0123456789ab ]
	fake a
	[ "$(export_as otava a | cut -d, -f2 | tail -n 1)" = 6.18.0 ]
}

@test "export: points and metrics are chosen" {
	export_as lava --only 'mprotect.*=4K*' --metric cycles "$data/base" >"$work/out"
	[ "$(grep -c TESTCASE "$work/out")" -eq 1 ]
	grep -q 'UNITS=cycles_kernel/page MEASUREMENT=46.0968' "$work/out"
	export_as google-benchmark --metric instructions --only 'mprotect.*=4K*' "$data/base" >"$work/out" 2>"$work/err"
	grep -q '"name": "mprotect.ro/anon/folio=4K/size=64M/instructions_kernel"' "$work/out"
	grep -q 'real_time holds instructions_kernel' "$work/err"
	! grep -q '"real_time": 12' "$work/out" || false
	export_as kcidb --origin my_ci2 "$data/base" >"$work/out"
	! grep -q '"ptebench:' "$work/out" || false
	export_as influx --metric time --metric cycles "$data/base" >"$work/out"
	! grep -q instructions_kernel "$work/out" || false
	grep -q ',cycles_kernel=' "$work/out"
}

@test "export: a file is there whole or as it was" {
	echo old >"$work/file"
	mkdir "$work/file.new" # where the new one would be written
	run export_as ktap --out "$work/file" "$data/base"
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 1 ]
	[ "$(<"$work/file")" = old ]
	rmdir "$work/file.new"
	export_as ktap --out "$work/file" "$data/base"
	[ "$(sed -n 1p "$work/file")" = "KTAP version 1" ]
	[ ! -e "$work/file.new" ]
	mkdir "$work/folder"
	export_as ktap --out "$work/folder" "$data/base"
	cmp "$work/file" "$work/folder/results.ktap"
	export_as ktap --out "$work/fresh/" "$data/base"
	cmp "$work/file" "$work/fresh/results.ktap"
	export_as ktap --out "$work/new/folder/file" "$data/base"
	cmp "$work/file" "$work/new/folder/file"
	run export_as ktap --out "$work/file/below/it" "$data/base"
	[ "$status" -eq 1 ]
	[[ $output == "export: write $work/file/below/it: Not a directory"* ]]
	# A pipe of our own stands for devices: code that is wrong would put a file in the place of one.
	mkfifo "$work/pipe"
	cat "$work/pipe" >"$work/piped" &
	export_as ktap --out "$work/pipe" "$data/base" || kill $!
	[ -p "$work/pipe" ] || kill $!
	wait $!
	cmp "$work/file" "$work/piped"
	mkdir -p "$work/taken/results.ktap"
	run export_as ktap --out "$work/taken" "$data/base"
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 1 ]
	[ ! -e "$work/taken/results.ktap.new" ]
	run export_as ktap --out /proc/nosuch/file "$data/base"
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 1 ]
	run export_as lkp --out "$work/file" "$data/base"
	[ "$status" -eq 1 ]
	run bash -c "'$build/bin/export' --format ktap '$data/base' >/dev/full"
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 1 ]
}

# BODY: what is jq from now on.
lying_jq()
{
	mkdir -p "$work/bin"
	printf '#!/bin/bash\n%s\n' "$1" >"$work/bin/jq"
	chmod +x "$work/bin/jq"
}

@test "export: no jq, one that fails, one that prints garbage or half: one line, and no file" {
	cp "$build/bin/export" "$work/export"
	run env PATH="$work" "$work/export" --format ktap --out "$work/out" "$data/base"
	[ "$status" -eq 77 ]
	[[ $output == "export: no jq here: "*"--format json needs none" ]]
	[ "${#lines[@]}" -eq 1 ]
	env PATH="$work" "$work/export" --format json "$data/base" | relative | diff "$data/json.golden" -
	export PATH=$work/bin:$PATH
	echo old >"$work/out"
	for body in 'exit 5' 'echo "\"KTAP version 1\""; kill -9 $$' 'echo no JSON' 'echo [1]' 'echo "{}"' \
		'cat >/dev/null; echo "{\"path\": 3}"'; do
		lying_jq "$body"
		run export_as ktap --out "$work/out" "$data/base"
		[ "$status" -eq 1 ]
		[[ $output == "export: jq "* ]]
		[ "${#lines[@]}" -eq 1 ]
		[ "$(<"$work/out")" = old ]
		[ ! -e "$work/out.new" ]
	done
	lying_jq 'echo "{\"json\": {}}"' # a document before its file
	run export_as lkp --out "$work/folder" "$data/base"
	[ "$status" -eq 1 ]
	[ "$(find "$work/folder" -type f 2>/dev/null | wc -l)" -eq 0 ]
}

@test "export: wrong usage is one line and 2; help names each format" {
	for arguments in "" "--format ktap" "--format nosuch x" "x" "--format ktap --metric x x" \
		"--format ktap nosuch" "--format kcidb --origin A x" "--format lkp $data/base" \
		"--format ktap --only nosuch $data/base" "--format ktap --out= $data/base"; do
		# shellcheck disable=SC2086 # they are several
		run "$build/bin/export" $arguments
		[ "$status" -eq 2 ]
		[ "${#lines[@]}" -eq 1 ]
	done
	run "$build/bin/export" --format csv x # it is one of compare
	[[ $output == "export: --format csv: give one of json, ktap, kcidb, lkp, "*", otava, openmetrics" ]]
	run "$build/bin/export" --help
	[ "$status" -eq 0 ]
	for format in $formats; do
		grep -q "^ *$format " <<<"$output"
		grep -q "^## $format" "$here/docs/EXPORTS.md"
	done
}
