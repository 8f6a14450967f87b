#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs and folders that somebody else prepared: nothing obeys them, nothing is written through them.
load ../support/machine

# A run that is complete, on a machine whose /tmp and /run are ours: nothing is measured.
resumed()
{
	local root=$work/root run=$work/run header cells
	mkdir -p "$root/tmp" "$root/run" "$run"
	ln -s /proc /sys /dev "$root/"
	header=$(sed -n '/^## samples.csv/,/^The statuses/s/^\* `\([a-z_]*\)` (\(text\|whole\).*/\1/p' \
		"$here/docs/CSV.md" | paste -sd,)
	cells=$(tr -d 'a-z_' <<<"$header")
	printf 'key,value\nrun,"r"\nseed,"1"\nrounds,"1"\ntier,"quick"\nonly,"control.empty"\ncpu,"0"\n' \
		>"$run/host.csv"
	printf 'boot_id,"%s"\nptebench_version,"%s"\n' "$(cat /proc/sys/kernel/random/boot_id)" \
		"$("$build/bin/runner" --version | sed 's/^ptebench //')" >>"$run/host.csv"
	printf 'round,seq,process,program,point,status\n1,1,1,control,control.empty,ok\n' >"$run/plan.csv"
	printf '%s\n2,r,1,1,1,%s%sok,\n' "$header" "$1" "${cells:6}" >"$run/samples.csv"
	: >"$run/log.txt"
	PTEBENCH_KFILE_ROOT=$root "$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --resume "$run"
}

@test "rows of a resumed run reach no terminal as they are" {
	run resumed "$(printf 'control.\033[2J\177\302\23331m')"
	echo "$output"
	[[ $output == *"control.?[2J???31m"* ]]
	[[ $output == *"results: "* ]]
	! grep -qP '[\x00-\x08\x0b-\x1f\x7f-\xff]' <<<"$output" || false
}

@test "facts of a resumed run reach no terminal as they are" {
	resumed control.empty >/dev/null
	sed -i "s/^boot_id,.*/boot_id,\"$(printf '\033[2J')\"/" "$work/run/host.csv"
	run env PTEBENCH_KFILE_ROOT="$work/root" "$build/bin/runner" run --wait=60 --bench-dir "$build/bench" \
		--resume "$work/run"
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 1 ]
	[[ $output == *"made in boot ?[2J, this is boot"* ]]
}

@test "--resume writes through no link in the run's folder" {
	echo keep >"$work/victim"
	mkdir "$work/run"
	ln -s "$work/victim" "$work/run/samples.csv.new"
	ln "$work/victim" "$work/run/plan.csv.new"
	resumed control.empty
	grep -q control.empty "$work/run/samples.csv"
	grep -q control.empty "$work/run/plan.csv"
	[ "$(cat "$work/victim")" = keep ]
}

@test "plot writes through no link in the folder of its figures" {
	command -v gnuplot >/dev/null || skip "no gnuplot here"
	"$build/tests/fake_set" "$work/one" points=4 boots=3
	mkdir -p "$work/figures/data"
	echo keep >"$work/victim"
	for name in sweep-folio-1.svg sweep-folio-1.png data/sweep-folio-1.tsv; do
		ln -s "$work/victim" "$work/figures/$name"
	done
	"$build/bin/plot" --sets "$work" --out "$work/figures" one
	for name in sweep-folio-1.svg sweep-folio-1.png data/sweep-folio-1.tsv; do
		[ -f "$work/figures/$name" ]
		[ ! -L "$work/figures/$name" ]
		[ -s "$work/figures/$name" ]
	done
	[ "$(cat "$work/victim")" = keep ]
}

@test "figures that no machine gave are no garbage in an export" {
	"$build/tests/fake_set" "$work/one" points=2 boots=1
	for file in "$work"/one/*/samples.csv; do
		awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "pages") at = i }
			NR > 1 && $at != "" { $at = "9223372036854775807" } { print }' "$file" >"$work/rows"
		cp "$work/rows" "$file"
	done
	"$build/bin/export" --format google-benchmark --sets "$work" one >"$work/json"
	/usr/bin/python3 - "$work/json" <<-'EOF'
		import json, sys
		found = [b["iterations"] for b in json.load(open(sys.argv[1]))["benchmarks"]]
		assert found and all(0 < n <= 10**18 for n in found), found
	EOF
}
