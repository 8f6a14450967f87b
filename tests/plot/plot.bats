#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Every figure that the sets can give is drawn, and nothing in a CSV is more than text.

load ../support/machine

plot()
{
	"$build/bin/plot" --sets "$work" --out "$work/figures" "$@"
}

# SET [KEY=VALUE]...: runs that nobody measured.
fake()
{
	local set=$1
	shift
	"$build/tests/fake_set" "$work/$set" "seed=$(cksum <<<"$set" | cut -c1-4)" points=10 boots=3 "$@"
}

need_gnuplot()
{
	command -v gnuplot >/dev/null || skip "no gnuplot here"
}

# NAME...: each is there as svg and png, and was named.
drawn()
{
	local name
	for name in "$@"; do
		[ -s "$work/figures/$name.png" ]
		[ "$(head -c 8 "$work/figures/$name.png" | od -An -tx1 | tr -d ' ')" = 89504e470d0a1a0a ]
		grep -q '</svg>' "$work/figures/$name.svg"
		[[ $output == *"/figures/$name.svg"*"/figures/$name.png"* ]]
	done
}

well_formed()
{
	if ! command -v xmllint >/dev/null; then
		echo "# no xmllint here: svg is not parsed" >&3
		return 0
	fi
	xmllint --noout "$work"/figures/*.svg
}

# Texts of a figure, as a reader of svg sees them.
texts()
{
	grep -o '<text[^>]*>[^<]*</text>' "$work/figures/$1.svg"
}

@test "plot: one kernel gives what one kernel can give, and says what it cannot" {
	need_gnuplot
	fake one boot=a
	run plot one
	[ "$status" -eq 0 ]
	drawn sweep-folio-1 ecdf-1 history-1 costs-1
	[[ $output == *"forest: needs two sets"* ]]
	[[ $output == *"heatmap: needs two sets"* ]]
	[[ $output == *"sweep-size: no two points differ in their size alone"* ]]
	[ "$(find "$work/figures" -maxdepth 1 -name '*.svg' | wc -l)" -eq 4 ]
	well_formed
	run plot --quiet one
	[[ $output != *"needs two sets"* ]]
}

@test "plot: two kernels on one machine, with who, where, how many and how" {
	need_gnuplot
	fake base boot=a slot=0
	fake patched boot=b slot=1 ratio=1.3 affected=5
	run plot base patched
	[ "$status" -eq 0 ]
	drawn sweep-folio-1 forest-1 heatmap-1 ecdf-1 history-1 costs-1
	well_formed
	for figure in sweep-folio-1 forest-1 heatmap-1 ecdf-1 history-1 costs-1; do
		texts $figure | grep -q 'A: base (Linux 6.18.0), 3 boots'
		texts $figure | grep -q 'B: patched (Linux 6.18.0), 3 boots'
		texts $figure | grep -q 'fake: Fake CPU, x86_64, 4K pages'
		texts $figure | grep -q 'drawn: ./run.sh plot .*base patched'
		texts $figure | grep -q 'measured (A): ./run.sh run --rounds 5'
		texts $figure | grep -q "$("$build/bin/plot" --version)"
	done
	texts forest-1 | grep -Eq '>[+](2[89]|3[012])[.][0-9]% '
	[ ! -e "$work/figures/forest-2.svg" ]
	# Pages of an earlier call go.
	cp "$work/figures/forest-1.svg" "$work/figures/forest-2.svg"
	cp "$work/figures/data/forest-1.tsv" "$work/figures/data/forest-2.tsv"
	plot base patched >/dev/null
	[ ! -e "$work/figures/forest-2.svg" ]
}

@test "plot: three kernels on four machines" {
	need_gnuplot
	for host in 1 2 3 4; do
		for set in base:0:1 second:1:1.2 third:1:0.8; do
			IFS=: read -r name slot ratio <<<"$set"
			fake part boot="$name$host" host="machine-$host" slot="$slot" ratio="$ratio" affected=5
			mkdir -p "$work/$name"
			mv "$work/part"/* "$work/$name/"
		done
	done
	rm -r "$work"/third/*third4*
	run plot base second third
	[ "$status" -eq 0 ]
	drawn sweep-folio-{1..4} forest-{1..7} heatmap-{1..2} ecdf-{1..4} history-{1..4} costs-{1..4}
	well_formed
	for host in 1 2 3 4; do
		texts heatmap-1 | grep -q ">machine-$host<\|> *machine-$host *<"
	done
}

@test "plot: metrics that were not measured are left out, and said so" {
	need_gnuplot
	fake bare boot=a counters=0
	run plot bare
	[ "$status" -eq 0 ]
	[[ $(texts costs-1 | sed 's/<[^>]*>//g' | tr '\n' ' ') == *"Not measured: instructions:k, cycles:k"* ]]
	run plot --metric cycles bare
	[[ $output == *"ecdf: no point has samples of this metric"* ]]
}

@test "plot: one point, and 200" {
	need_gnuplot
	fake one points=1 boot=a slot=0
	fake other points=1 boot=b slot=1
	run plot --only 'mprotect*' one other
	[ "$status" -eq 0 ]
	drawn forest-1 heatmap-1 ecdf-1 history-1 costs-1
	[[ $output == *"sweep-folio: no two points"* ]]
	fake many points=200 boot=a slot=0 samples=3 processes=2
	fake more points=200 boot=b slot=1 samples=3 processes=2
	run plot many more
	[ "$status" -eq 0 ]
	drawn sweep-folio-{1..4} forest-{1..2} heatmap-1 ecdf-1
	well_formed
}

@test "plot: whatever stands in a CSV or is a folder's name is text" {
	need_gnuplot
	cd "$work"
	# shellcheck disable=SC2016 # nothing is to be expanded
	hostile='e";system("touch PWNED");#`touch PWNED` $(touch PWNED) <script>é %s \042 @ARG1'
	fake "$hostile" boot=a slot=0
	newline=$'| touch PWNED\nsecond line'
	fake "$newline" boot=b slot=1 ratio=1.3 affected=5
	for run in "$work"/*/2026*; do
		# shellcheck disable=SC2016 # nothing is to be expanded
		sed -i 's|^cpu_model,.*|cpu_model,"""; system(""touch PWNED"");#`touch PWNED` $(touch PWNED) <script>%s%n"|
			s|^host,.*|host,"< touch PWNED"|
			s|^argv,.*|argv,"`touch PWNED`; set output ""\|touch PWNED"""|' "$run/host.csv"
		# shellcheck disable=SC2016 # likewise
		sed -i -E 's|folio=2M-pte/|folio=%s`touch PWNED`/|
			s|mprotect.case-1/([^,]*),|"mprotect.case-1/\1/"";system(q);#<script>@A",|' "$run/samples.csv"
	done
	out="< touch PWNED |"
	run "$build/bin/plot" --out "$out" "$work/$hostile" "$newline"
	[ "$status" -eq 0 ]
	mv "$out" figures
	for figure in sweep-folio-1 forest-1 heatmap-1 ecdf-1 history-1 costs-1; do
		[ -s "figures/$figure.png" ]
		[ -s "figures/$figure.svg" ]
		[ "$figure" = heatmap-1 ] || texts $figure | grep -Fq 'system("touch PWNED")'
	done
	texts sweep-folio-1 | grep -Fq 'touch PWNED second line (Linux'
	# shellcheck disable=SC2016 # likewise
	texts forest-1 | grep -Fq '%s`touch PWNED`'
	texts forest-1 | grep -Fq ';system(q);#&lt;scr'
	! grep -l '<script' figures/*.svg || false
	well_formed
	[ -z "$(find "$work" "$work/figures" "$here" "$here/plot" -maxdepth 1 -name 'PWNED*')" ]
}

@test "plot: no gnuplot: one line with the command, exit 77" {
	fake one
	mkdir "$work/bin"
	PATH=$work/bin run "$build/bin/plot" --out "$work/figures" "$work/one"
	[ "$status" -eq 77 ]
	[ "${#lines[@]}" -eq 1 ]
	[[ $output == *"apt-get install -y --no-install-recommends gnuplot-nox"* ]]
	[ ! -e "$work/figures" ]
	bare_path apt-get
	PATH=$work/bin run "$here/runner/setup.sh" --check plot
	[ "$status" -eq 77 ]
	[[ $output == *gnuplot-nox* ]]
}

@test "plot: a gnuplot that fails leaves no file and is told" {
	fake one
	mkdir "$work/bin"
	printf '#!/bin/sh\necho broken >&2\nexit 1\n' >"$work/bin/gnuplot"
	chmod +x "$work/bin/gnuplot"
	PATH=$work/bin:$PATH run plot one
	[ "$status" -eq 1 ]
	[[ $output == *"draw $work/figures/costs-1.svg by "*"costs.gp"* ]]
	[ -z "$(find "$work/figures" -maxdepth 1 -type f)" ]
}

@test "plot: damaged files cost their lines or their run, and wrong usage is one line" {
	need_gnuplot
	fake one boot=a
	set -- "$work"/one/*
	head -c 20000 "$1/samples.csv" >"$work/cut"
	cp "$work/cut" "$1/samples.csv"
	head -c 100 /dev/urandom >"$2/samples.csv"
	run plot one
	[ "$status" -eq 0 ]
	[ "$(grep -c 'such lines are left out)' <<<"$output")" -eq 1 ]
	[ "$(grep -c '(the run .* is left out)' <<<"$output")" -eq 1 ]
	for arguments in "" "nothere" "--margin x one" "--metric all one" "--nonsense one"; do
		# shellcheck disable=SC2086 # they are several
		run plot $arguments
		[ "$status" -eq 2 ]
		[ "${#lines[@]}" -eq 1 ]
	done
}

@test "plot: finds its scripts wherever it was copied to; without them, one line and nothing made" {
	need_gnuplot
	fake one boot=a
	cp -r "$build/bin" "$work/moved"
	run "$work/moved/plot" --sets "$work" --out "$work/figures" one
	[ "$status" -eq 0 ]
	drawn costs-1
	run "$work/moved/plot" --sets "$work" --out "$work/a/b" one
	[ -s "$work/a/b/costs-1.svg" ]
	rm -r "$work/moved/gp"
	run "$work/moved/plot" --sets "$work" --out "$work/none" one
	[ "$status" -eq 1 ]
	[ "$output" = "plot: read the gnuplot scripts in $work/moved/gp: No such file or directory (copy that folder of the build, too, or give --scripts)" ]
	[ ! -e "$work/none" ]
	"$work/moved/plot" --scripts "$here/plot" --sets "$work" --out "$work/figures" one
}

@test "run: ends with its figures, also when resumed; without the program, one line" {
	need_gnuplot
	runner --plot "$build/bin/plot" --only 'control.*' --rounds 2 --set x >"$work/table" 2>/dev/null
	run=$(echo "$work"/out/x/2*)
	[ "$(tail -n 1 "$work/table")" = "$run/figures/costs-1.png" ]
	[ -s "$run/figures/costs-1.svg" ]
	grep -q "^results: $run$" "$work/table"
	! grep -q 'argv.*--plot' "$run/host.csv" || false
	rm -r "$run/figures"
	"$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --plot "$build/bin/plot" --resume "$run" \
		>/dev/null 2>&1
	[ -s "$run/figures/costs-1.png" ]
	sleep 1.1 # a run's name holds the second
	runner --plot "$build/bin/plot" --no-plot --only 'control.xchg' --rounds 1 --set y >"$work/table" 2>/dev/null
	[[ $(tail -n 1 "$work/table") == "results: "* ]]
	runner --plot "$work/nothere" --only 'control.xchg' --rounds 1 --set z >/dev/null 2>"$work/err"
	[ "$(grep -c 'no figures: .*nothere is not built' "$work/err")" -eq 1 ]
}
