#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# ./run.sh history finds what changed, prints it, and reads each run once.

setup()
{
	build=${PTEBENCH_BUILD:-$BATS_TEST_DIRNAME/../../build}
	history=$build/bin/history
	work=$(mktemp -d)
	lab=$work/lab
}

teardown()
{
	chmod -R u+rwX "$work"
	rm -rf "$work"
}

# make_run FOLDER NUMBER RELEASE NS [HOST]: a run of two points, of NS and of 500 ns a page.
make_run()
{
	local name
	name=$(printf '20260101T%06dZ-boot%04d-1' "$2" "$2")
	mkdir -p "$1/$name"
	{
		echo key,value
		printf 'run,"%s"\nkernel_release,"%s"\nkernel_version,"#1 SMP"\n' "$name" "$3"
		printf 'host,"%s"\narchitecture,"x86_64"\nboot_id,"boot-%s"\n' "${5:-altra}" "$2"
		printf 'page_bytes,"4096"\npmd_bytes,"2097152"\nclock_domain,"wall"\nclock,"raw"\n'
	} >"$1/$name/host.csv"
	awk -v run="$name" -v ns="$4" -v seed="$2" -v vmas="${VMAS:-34}" -v ops="${OPS:-1}" 'BEGIN {
		srand(seed)
		print "schema,run,round,process,seq,point,case,family,folio_bytes,folio_order," \
			"size_bytes,backing,mapping,entries,sharing,construction,threads,sample,ops," \
			"pages,elapsed_ns,instructions_kernel,cycles_kernel,dtlb_misses_kernel," \
			"minor_faults,involuntary_switches,cpu,tlb_interrupts,call_interrupts," \
			"scheduler,clock_overhead_ns,pages_matching,pages_known,pages_total,vmas," \
			"status,reason"
		for (point = 0; point < 2; point++)
			for (sample = 1; sample <= 3; sample++)
				printf "2,%s,1,%d,%d,%s.ro/anon/folio=4K/size=4M,%s.ro,%s,4096,0," \
					"4194304,anon,pte,written,exclusive,native,1,%d,%d,1000,%d,,,,0,0,0,0,0," \
					"fifo,18,1000,1000,1000,%d,ok,\n", run, point + 1, point + 1,
					point ? "fork" : "mprotect", point ? "fork" : "mprotect",
					point ? "fork" : "mprotect", sample, ops,
					1000 * (point ? 500 : ns) * (1 + 0.002 * (rand() + rand() - 1)), vmas
	}' >"$1/$name/samples.csv"
}

release_of()
{
	printf '6.15.0-rc1-%05d-g%012x' "$1" $((0xabcdef00000 + $1))
}

# make_lab KERNELS FIRST_SLOW NS_BEFORE NS_AFTER: a run per kernel.
make_lab()
{
	local i
	for ((i = 1; i <= $1; i++)); do
		make_run "$lab/altra/$i" "$i" "$(release_of "$i")" $((i < $2 ? $3 : $4))
	done
}

@test "a step of 5% is an alert, with the first slower kernel and what to do" {
	make_lab 24 13 1000 1050
	run "$history" "$lab"
	[ "$status" -eq 1 ]
	[[ $output == *"OPEN  slower since $(release_of 13)"* ]]
	[[ $output == *"after $(release_of 12)"* ]]
	[[ $output == *"first run: altra/13/20260101T000013Z-boot0013-1"* ]]
	[[ $output == *"mprotect.ro/anon/folio=4K/size=4M"* ]]
	[[ $output == *"git bisect start 0abcdef0000d 0abcdef0000c"* ]]
	[[ $output == *"./run.sh bisect --good-set $lab/altra/12 --case mprotect.ro/anon/folio=4K/size=4M --margin 2.5%"* ]]
	[[ $output == *"1 open alert in 1 group"* ]]
	[[ $output != *"fork.ro"* ]]
	"$history" "$lab" 2>/dev/null | grep -v 'run.sh bisect' | LC_ALL=C grep -n -E '.{76}|[^ -~]' && false
	run "$history" "$lab" --format json
	[[ $output == *'"state": "open"'* && $output == *'"effect": 0.0'* ]]
	[[ $output == *'"series_judged": 2'* ]]
}

@test "no change is no alert; few runs are no verdict" {
	make_lab 24 99 1000 1000
	run "$history" "$lab"
	[ "$status" -eq 0 ]
	[[ $output == *"no open alerts"* ]]
	run "$history" "$lab" --only 'nothing*'
	[ "$status" -eq 125 ]
	rm -r "$lab"
	make_lab 9 5 1000 1500
	run "$history" "$lab"
	[ "$status" -eq 125 ]
	[[ $output == *"no series is long enough to judge"* ]]
}

@test "a run that is added is the only one that is read" {
	make_lab 12 99 1000 1000
	run "$history" "$lab"
	[[ $output == *"12 runs read (72 rows), 0 kept"* ]]
	make_run "$lab/altra/13" 13 "$(release_of 13)" 1000
	run "$history" "$lab"
	[[ $output == *"1 runs read (6 rows), 12 kept"* ]]
	rm -r "$lab/altra/3"
	run "$history" "$lab"
	[[ $output == *"0 runs read (0 rows), 12 kept; 1 were removed"* ]]
}

@test "a run that changed without its times is found by --rebuild" {
	make_lab 12 99 1000 1000
	"$history" "$lab" >"$work/first" || true
	local file
	file=$(echo "$lab"/altra/7/*/samples.csv)
	cp -p "$file" "$work/saved"
	sed -i -E 's/,1000,([0-9])([0-9])[0-9]/,1000,\1\27/' "$file"
	touch -r "$work/saved" "$file"
	! cmp -s "$file" "$work/saved" || false
	run "$history" "$lab"
	[[ $output == *"12 kept"* ]]
	run "$history" "$lab" --rebuild
	[[ $output == *"differed: altra/7/"* ]]
	[ "$(grep -c differed: <<<"$output")" -eq 1 ]
	run "$history" "$lab" --rebuild
	[[ $output == *"held all runs as they are"* ]]
}

@test "runs of two kernels in turns are sorted by kernel" {
	for i in $(seq 1 24); do
		make_run "$lab/k$((i % 2))" "$i" "$(release_of $((i % 2 + 40)))" $((i % 2 ? 1000 : 1100))
	done
	run "$history" "$lab"
	[ "$status" -eq 1 ]
	[[ $output == *"OPEN  slower since $(release_of 40)"*"after $(release_of 41)"* ]]
}

@test "what somebody has seen is no open alert" {
	make_lab 24 13 1000 1050
	echo "altra mprotect.* *-00013-* the price of a fix" >"$lab/acknowledged.txt"
	run "$history" "$lab"
	[ "$status" -eq 0 ]
	[[ $output == *"acknowledged: slower since"*"(the price of a fix)"*"no open alerts"* ]]
	echo "altra fork.* *" >>"$lab/acknowledged.txt"
	run "$history" "$lab"
	[ "$status" -eq 0 ]
	[[ $output == *"acknowledged.txt:2: fits no alert"* ]]
	echo "altra" >"$work/list"
	run "$history" "$lab" --acknowledged "$work/list"
	[ "$status" -eq 2 ]
	[[ $output == *"$work/list:1: a line is HOST POINT RELEASE"* ]]
	run "$history" "$lab" --acknowledged "$work/none"
	[ "$status" -eq 2 ]
}

@test "values that were measured in another way are not in one series" {
	OPS=2 make_lab 12 99 1000 1000
	for i in $(seq 13 21); do
		make_run "$lab/altra/$i" "$i" "$(release_of "$i")" 1000
	done
	run "$history" "$lab"
	[ "$status" -eq 125 ]
	[[ $output == *"21 runs"* && $output == *"not judged: 2 series"* ]]
	make_run "$lab/altra/22" 22 "$(release_of 22)" 1000
	run "$history" "$lab"
	[ "$status" -eq 0 ]
	[[ $output == *"judged: 2 series"* ]]
}

@test "the same host with other base pages is another machine" {
	make_lab 20 11 1000 4000
	sed -i 's/^page_bytes,.*/page_bytes,"65536"/' "$lab"/altra/1?/*/host.csv "$lab"/altra/20/*/host.csv
	run "$history" "$lab"
	[[ $output == *"20 runs, 2 machines"* ]]
	[[ $output != *OPEN* ]]
}

@test "a point that is no longer measured is reported" {
	make_lab 12 99 1000 1000
	sed -i 's/,ok,$/,oracle-failed,page 7 holds other data/' "$lab"/altra/12/*/samples.csv
	run "$history" "$lab"
	[[ $output == *"no value in the newest run: 2 points that had one"* ]]
	[[ $output == *"oracle-failed: page 7 holds other data"* ]]
	"$history" "$lab" --format json 2>/dev/null >"$work/json"
	/usr/bin/python3 - "$work/json" <<-'EOF'
		import json, sys
		lost = json.load(open(sys.argv[1]))["lost_points"]
		assert [loss["point"] for loss in lost] == [
			"fork.ro/anon/folio=4K/size=4M", "mprotect.ro/anon/folio=4K/size=4M"], lost
		assert lost[0]["why"] == "oracle-failed: page 7 holds other data"
		assert lost[0]["run"].endswith("20260101T000012Z-boot0012-1"), lost
		assert lost[0]["last_run_with_a_value"].endswith("20260101T000011Z-boot0011-1"), lost
	EOF
}

@test "of many broken runs the first are named, the rest counted; copies are no more runs" {
	make_lab 12 99 1000 1000
	"$history" "$lab" >/dev/null 2>&1
	for i in $(seq 13 40); do
		mkdir -p "$lab/half/$i"
		: >"$lab/half/$i/samples.csv"
	done
	cp -r "$lab/altra/3" "$lab/again"
	run "$history" "$lab"
	[ "$(grep -c 'left out: .*half/' <<<"$output")" -lt 28 ]
	[[ $output =~ "warning: and "([0-9]+)" runs more like these" ]]
	[ $((BASH_REMATCH[1] + $(grep -c 'left out: .*half/' <<<"$output"))) -eq 28 ]
	[[ $output == *"1 runs left out: copies of others"* ]]
	[[ $output == *"12 runs, 1 machine"* ]]
}

@test "names of strangers reach no terminal and no command line" {
	local bad
	bad=$'6.15.0-rc1-1-g0123456;touch pwned;\e[2J'
	for i in $(seq 1 24); do
		make_run "$lab/a b'\$(touch pwned)" "$i" "$([ "$i" -lt 13 ] && echo 6.14.0 || echo "$bad")" \
			$((i < 13 ? 1000 : 1100)) $'ho\e]0;st'
	done
	cd "$work"
	run "$history" lab
	[ "$status" -eq 1 ]
	[[ $output != *$'\e'* ]]
	[[ $output == *"no commits: the kernels' releases name none"* ]]
	[[ $output != *"run.sh bisect"* ]]
	run "$history" lab --format json
	[[ $output != *$'\e'* ]]
	[ ! -e pwned ]
}

@test "broken runs are named and left out" {
	make_lab 12 99 1000 1000
	echo junk >"$(echo "$lab"/altra/4/*/host.csv)"
	mkdir "$lab/half"
	: >"$lab/half/samples.csv"
	printf '2,cut off' >>"$(echo "$lab"/altra/5/*/samples.csv)"
	run "$history" "$lab"
	[[ $output == *"left out: "*"altra/4/"*"host.csv:1:"* ]]
	[[ $output == *"left out: "*"half"* ]]
	[[ $output == *"1 lines left out; the first: "*"altra/5/"* ]]
	[[ $output == *"11 runs, 1 machine"* ]]
	[ "$status" -eq 0 ]
}

@test "bad input gets one line that says what, where and what to do" {
	make_lab 3 99 1000 1000
	mkdir "$work/empty"
	echo "somebody's" >"$work/file"
	while IFS='|' read -r expected arguments text; do
		eval "run \"$history\" $arguments"
		echo "$arguments: $status: $output"
		[ "$status" -eq "$expected" ]
		[[ $output == *"$text"* ]]
		[ "${#lines[@]}" -le 2 ]
	done <<-EOT
		2||give one folder of runs
		2|"$lab" "$lab"|give one folder of runs
		2|"$work/none"|No such file
		2|"$work/file"|Not a directory
		2|"$work/empty"|no runs there, at any depth
		2|"$lab" --index "$work/file"|is no index
		1|"$lab" --index "$work/none/index"|choose another with --index
		2|"$lab" --margin much|margin
		2|"$lab" --metric space|give time, instructions or cycles
		2|"$lab" --format html|give one of text, json
	EOT
	[ "$(cat "$work/file")" = "somebody's" ]
	run "$history" "$lab" --out "$work/file/site"
	[ "$status" -eq 1 ]
	[[ $output == *"make the folder $work/file/site: Not a directory (choose another folder with --out)"* ]]
	"$history" "$lab" --out "$work/a/b/site" || true
	[ -s "$work/a/b/site/index.html" ]
}

@test "a killed reader leaves an index that the next one completes" {
	make_lab 40 99 1000 1000
	for i in 1 2 3 4 5 6; do
		timeout -s KILL "0.0$i" "$history" "$lab" >/dev/null 2>&1 || true
	done
	run "$history" "$lab"
	[ "$status" -eq 0 ]
	run "$history" "$lab" --rebuild
	[[ $output == *"held all runs as they are"* ]]
}

@test "two at once read the same" {
	make_lab 40 20 1000 1100
	"$history" "$lab" >"$work/one" 2>"$work/log1" 3>&- &
	local first=$!
	"$history" "$lab" >"$work/two" 2>"$work/log2" || true
	wait "$first" || true
	cat "$work/log1" "$work/log2"
	cmp "$work/one" "$work/two"
	grep -q "1 open alert" "$work/one"
	run "$history" "$lab" --rebuild
	[[ $output == *"held all runs as they are"* ]]
}

# looks FIRST LAST EXPECTED: looks after each of these runs. A look is the exit status, and for how many runs a pending
# alert has stood. It is the same for an index that saw no look before.
looks()
{
	local i look status
	shown=
	for ((i = $1; i <= $2; i++)); do
		mv "$lab/.later/$i" "$lab/altra/$i"
		status=0
		"$history" "$lab" >"$work/out" 2>/dev/null || status=$?
		"$history" "$lab" --index "$work/fresh" >"$work/again" 2>/dev/null || true
		rm "$work/fresh"
		cmp "$work/out" "$work/again"
		look=$(grep -o 'stood for . of 3' "$work/out") || true
		grep -q 'git bisect' "$work/out" && [ "$status" -ne 1 ] && return 1
		shown+="$status${look:+:${look:10:1}} "
		if "$history" "$lab" --stand 1 >/dev/null 2>&1; then shown+="| "; else shown+="- "; fi
	done
	echo "looks: $shown"
}

later()
{
	mkdir -p "$lab/.later"
	for i in $(seq "$1" "$2"); do
		mv "$lab/altra/$i" "$lab/.later/"
	done
}

@test "an alert is pending until it stood for 3 runs, and then open; no look depends on another" {
	make_lab 32 21 1000 1050
	later 22 32
	looks 22 32
	[[ $shown =~ ^(0 \| )+0:1\ -\ 0:2\ -\ (1\ -\ )+$ ]]
}

@test "slow runs that go away are at no look an open alert" {
	make_lab 20 99 1000 1000
	for i in 21 22 23 24; do make_run "$lab/altra/$i" "$i" "$(release_of "$i")" 1100; done
	for i in $(seq 25 33); do make_run "$lab/altra/$i" "$i" "$(release_of "$i")" 1000; done
	later 24 33
	looks 24 33
	[[ $shown == *"|"* ]] # one look would alarm
	[[ " $shown" != *" 1"* ]]
}

# The runs of the old kernel that come last are not the last of the series.
@test "a look is at the runs of that time, whatever their kernel; five slow runs are not enough" {
	for i in $(seq 1 20); do
		make_run "$lab/altra/$i" "$i" "$(release_of $((i > 12 && i < 18 ? 2 : 1)))" \
			$((i > 12 && i < 18 ? 1100 : 1000))
	done
	later 16 20
	looks 16 20
	[[ $shown =~ 0:1\ -\ 0:2\ -\ (0:3\ -\ )+$ ]]
	grep -q "new: stood for 3 of 3 runs; no runs after its first 5 bear it out" "$work/out"
}
