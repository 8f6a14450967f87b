#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Checks the page: its values, its sections, and that hostile CSV stays text.

load ../support/machine

fake()
{
	local set=$1
	shift
	"$build/tests/fake_set" "$work/$set" "boot=$set" "seed=$(cksum <<<"$set" | cut -c1-4)" "$@"
}

report()
{
	"$build/bin/report" --sets "$work" --out "$work/page.html" "$@"
}

# Prints the page as a browser shows it, after SCRIPT has run at its end.
browse()
{
	local browser
	browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
		skip "no Chromium: runner/setup.sh test installs it"
	sed '/^<\/body>/,$d' "$work/page.html" >"$work/driven.html"
	echo "<script>$1</script></body></html>" >>"$work/driven.html"
	HOME=$work timeout 60 "$browser" --headless --no-sandbox --disable-gpu --dump-dom \
		"file://$work/driven.html" 2>/dev/null
}

@test "report: two kernels: the answer first, each case in the table, what was run" {
	fake base
	fake patched slot=1 affected=3 ratio=1.05
	run report base patched
	[ "$status" -eq 0 ]
	page=$(<"$work/page.html")
	[[ $page == *"are slower and 0 are faster, by more than 1%."* ]]
	slower=$("$build/bin/compare" --out "$work" --format csv base patched |
		awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
			$at["verdict"] == "slower" && $at["metric"] == "time" && $at["family"] != "control"' | wc -l)
	[ "$slower" -ge 3 ]
	[[ $page == *"<b>$slower</b>S slower"* ]]
	# Each heading of the table of cases is in the legend below it.
	table=$(sed -n "/<table class=.cases/,/<p class=.dim.>/p" "$work/page.html")
	legend=" $(sed -n 's/<p class=.dim.>\(.*\)<.p>/\1/p' <<<"$table")"
	[ "$(grep -o '<th [^>]*>' <<<"$table" | wc -l)" -eq 12 ]
	while read -r heading; do
		[[ $legend == *" $heading: "* ]]
	done < <(grep -oP '<th [^>]*>\K[^<]*' <<<"$table")
	# and so are "changed, within the margin" and its mark
	[[ $page == *'class="small"><b>'*'</b>~ changed within the margin'* && $page == *'.counts .small {'* ]]
	[ "$(grep -c '^<tr data-verdict' "$work/page.html")" -eq \
		"$(column point "$(echo "$work"/base/*/samples.csv | cut -d' ' -f1)" | sort -u | wc -l)" ]
	[ "$(grep -c '^<tr><td>base</td><td class="left">20260101T' "$work/page.html")" -eq 6 ]
	[[ $page == *"repro:"*"./run.sh"* && $page == *"To repeat it"* ]]
	# It loads nothing from elsewhere.
	! grep -oE '(src|href)="[^#"][^"]*"|url\(|@import' "$work/page.html" || false
}

@test "report: one kernel gives values; three give two comparisons; machines have a section each" {
	fake base
	fake one slot=1
	fake two slot=1
	report base
	grep -q 'pages proved\|no pages' "$work/page.html"
	! grep -q 'B/A-1' "$work/page.html" || false
	! grep -q 'id="overview"' "$work/page.html" || false
	report base one two
	[ "$(grep -c '<section id="comparison-' "$work/page.html")" -eq 2 ]
	[ "$(grep -c '<tr><td><a href="#comparison-[12]">\(one\|two\)<' "$work/page.html")" -eq 2 ]
	fake base host=other boot=far
	fake one host=other boot=farther slot=1
	report base one
	[ "$(grep -c '<section id="comparison-' "$work/page.html")" -eq 2 ]
}

@test "report: a point without a value says why" {
	fake base
	for file in "$work"/base/*/samples.csv; do
		sed -i '/case-0.*folio=4K/s/,ok,/,state-not-reached,page 7 is <b>otherwise/' "$file"
	done
	report base
	grep -q 'case-0/anon/folio=4K/size=64M</td><td class="text" colspan="7">state-not-reached: page 7 is &lt;b&gt;otherwise</td>' \
		"$work/page.html"
	[ "$(grep -c 'colspan="7"' "$work/page.html")" -eq 1 ]
}

@test "report: wrong usage is one line, and an old page stays when the new one cannot be written" {
	fake base
	run report nosuch
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 1 ]
	run report
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 1 ]
	run report --margin x base
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 1 ]
	run "$build/bin/report" --sets "$work" --out /proc/nosuch/page.html base
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 1 ]
	[ ! -e "$work/page.html" ]
	report base
	sum=$(md5sum <"$work/page.html")
	mkdir "$work/page.html.new" # where the new one would be written
	run report base
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 1 ]
	[ "$(md5sum <"$work/page.html")" = "$sum" ]
}

@test "report: names of strangers are text" {
	fake base
	fake 'x"><script>document.title="PWNED"<'
	mv "$work/x\"><script>document.title=\"PWNED\"<" "$work/patched"
	for file in "$work"/*/*/samples.csv; do
		sed -i "s/case-1/case<script>document.title='PWNED'/g" "$file"
	done
	for file in "$work"/*/*/host.csv; do
		sed -i "s|^host,.*|host,\"<img src=x onerror=document.title='PWNED'>\"|" "$file"
	done
	run report base patched
	[ "$status" -eq 0 ]
	[ "$(grep -c '<script>' "$work/page.html")" -eq 1 ]
	! grep -q '<img' "$work/page.html" || false
	grep -q '&lt;img src=x onerror=document.title=&#39;PWNED&#39;&gt;' "$work/page.html"
	browse "" >"$work/dom"
	[ "$(grep -o '<title>[^<]*' "$work/dom")" = "<title>ptebench: patched against base" ]
}

@test "report: a drawing that is more than a drawing is left out" {
	fake base
	mkdir "$work/figures"
	echo '<?xml version="1.0"?><svg id="good"><path d="M0 0"/></svg>' >"$work/figures/forest.svg"
	echo '<svg id="bad"><script>document.title="PWNED"</script></svg>' >"$work/figures/ecdf.svg"
	echo '<svg id="worse" onload="x()"></svg>' >"$work/figures/history.svg"
	echo 'no drawing' >"$work/figures/costs.svg"
	run report --figures "$work/figures" base
	[ "$status" -eq 0 ]
	grep -q '<svg id="good">' "$work/page.html"
	! grep -q 'id="bad"\|id="worse"\|PWNED\|<?xml' "$work/page.html" || false
	[ "$(grep -c 'left out' <<<"$output")" -eq 3 ]
}

@test "report: in a browser the table is filtered and sorted" {
	fake base
	fake patched slot=1 affected=3 ratio=1.05
	report base patched
	browse '
		const box = document.querySelector("input[type=search]");
		const shown = () => [...document.querySelectorAll("table.cases tbody tr")].filter(row => !row.hidden);
		const out = [];
		out.push("all=" + shown().length);
		box.value = "folio=64K case-1"; box.dispatchEvent(new Event("input"));
		out.push("filtered=" + shown().length + ":" + shown()[0].cells[0].textContent);
		box.value = ""; box.dispatchEvent(new Event("input"));
		const head = [...document.querySelectorAll("table.cases th button")].find(b => b.textContent === "delta");
		head.click();
		const up = shown().map(row => row.cells[4].dataset.v).filter(v => v !== "").map(Number);
		head.click();
		const down = shown().map(row => row.cells[4].dataset.v).filter(v => v !== "").map(Number);
		const rises = list => list.every((v, i) => !i || list[i - 1] <= v);
		out.push("up=" + rises(up) + " down=" + rises([...down].reverse()) + " differ=" + (up[0] < down[0]));
		document.querySelector("input[type=checkbox][value=\"1\"]").click();
		out.push("unslower=" + shown().some(row => row.dataset.verdict === "1"));
		document.title = out.join(" ");' >"$work/dom"
	title=$(grep -o '<title>[^<]*' "$work/dom")
	rows=$(grep -c '^<tr data-verdict' "$work/page.html")
	[[ $title == *"all=$rows "* ]]
	[[ $title == *"filtered=1:mprotect.case-1/"*"folio=64K"* ]]
	[[ $title == *"up=true down=true differ=true unslower=false"* ]]
}

@test "report: where the clock counts instructions nothing is called time" {
	fake base
	fake patched slot=1
	sed -i 's/^clock_domain,.*/clock_domain,"icount"/' "$work"/*/*/host.csv
	report base
	grep -q '<th>instructions</th><th>95% CI</th>' "$work/page.html"
	! grep -qE '<td>[0-9.]+(ns|us|ms)</td>|<th>time</th>' "$work/page.html" || false
	report base patched
	! grep -qE '>[0-9.]+(ns|us|ms)<|lower is better: time|: time, lower' "$work/page.html" || false
	grep -q ': instructions, lower is better' "$work/page.html"
}

@test "report: figures are drawn for it, the answer before the distributions, and taken away" {
	command -v gnuplot >/dev/null || skip "no gnuplot"
	fake base
	fake patched slot=1 affected=3 ratio=1.05
	mkdir "$work/tmp"
	TMPDIR=$work/tmp run report --plot "$build/bin/plot" base patched
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" = "$work/page.html" ]
	[ "$(grep -c '<figcaption>' "$work/page.html")" -ge 4 ]
	order=$(grep -o '<figcaption>[a-z]*' "$work/page.html" | sed 's/.*>//' | uniq | tr '\n' ' ')
	[[ $order == "forest heatmap sweep "*"ecdf history " ]]
	[ -z "$(ls "$work/tmp")" ]
	TMPDIR=$work/tmp run report --plot "$work/nosuch" base
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 3 ] # why, the kernel, the page
	grep -q 'None were drawn' "$work/page.html"
	[ -z "$(ls "$work/tmp")" ]
}

@test "a pipe is written to, and not replaced; a folder gets report.html" {
	fake base boots=2
	mkfifo "$work/pipe"
	cat "$work/pipe" >"$work/read" 3>&- &
	"$build/bin/report" --sets "$work" --out "$work/pipe" base
	wait
	[ -p "$work/pipe" ]
	grep -q '</html>' "$work/read"
	mkdir "$work/folder"
	run "$build/bin/report" --sets "$work" --out "$work/folder" base
	[ "$status" -eq 0 ]
	grep -q '</html>' "$work/folder/report.html"
	"$build/bin/report" --sets "$work" --out "$work/a/b/page.html" base
	cmp "$work/folder/report.html" "$work/a/b/page.html"
}

# Prints what report says of the kernels of SET.
kernels_of()
{
	"$build/bin/report" --sets "$work" --out "$work/kernels.html" "$@" | sed '$d'
}

@test "report: kernels are known by their own numbers, on both sides of each optimisation" {
	local reference=$here/results/reference
	run kernels_of "$reference/x86_64-6.1" "$reference/x86_64-6.12" "$reference/aarch64-6.1" "$reference/aarch64-6.12"
	[ "${#lines[@]}" -eq 4 ]
	[[ ${lines[0]} == *"x86_64-6.1, qemu, 6.1."*": fork batching: absent (0.99); zap batching: absent ("*"; mprotect batching: absent (1.00)" ]]
	[[ ${lines[1]} == *"x86_64-6.12, "*": fork batching: present (0.79); zap batching: present ("*"; mprotect batching: absent (1.00)" ]]
	[[ ${lines[2]} == *"fork batching: absent ("*"contpte: absent (1.00); mremap batching: absent (1.00)" ]]
	[[ ${lines[3]} == *"fork batching: present (0.66)"*"contpte: present (2.19); mremap batching: absent (2.01)" ]]
	grep -q 'fork batching (6.9): present (0.66)' "$work/kernels.html"
	for arch in x86_64 aarch64; do
		for release in 6.12 6.16 6.17 6.18 7.0 7.1 7.3; do
			run kernels_of "$reference/$arch-$release"
			[[ $output == *"fork batching: present"*"zap batching: present"* ]]
			answer=present
			[[ $release != 6.1[26] ]] || answer=absent
			[[ $output == *"mprotect batching: $answer"* ]]
		done
	done
	run kernels_of "$reference/xeon-6.18.44"
	[[ $output == *"fork batching: unknown (no instructions were counted)"* ]]
}

@test "report: numbers that no measured kernel has make no answer" {
	cp -r "$here/results/reference/x86_64-6.12" "$work/lie"
	gzip -d "$work/lie"/*/samples.csv.gz
	# Clocks count instructions here: 64K folios at .91 of the cost of order-0, between both sides.
	awk -F, -v OFS=, 'FNR > 1 && $6 == "fork.anon/anon/folio=64K/size=4M" { $21 = int(355 * .91 * 1024) } 1' \
		"$work/lie"/*-3/samples.csv >"$work/samples.csv"
	mv "$work/lie"/*-3 "$work/one"
	rm -r "$work/lie"/*
	mv "$work/one" "$work/lie"
	mv "$work/samples.csv" "$work/lie/one/samples.csv"
	run kernels_of lie
	[[ $output == *"fork batching: unknown (0.91 was measured neither with nor without it)"* ]]
	sed -i 's/^page_bytes,.*/page_bytes,"65536"/' "$work/lie"/*/host.csv
	run kernels_of lie
	[[ $output == *"fork batching: unknown (no limits were measured with these base pages)"* ]]
	sed -i 's/^architecture,.*/architecture,"ppc64le"/' "$work/lie"/*/host.csv
	run kernels_of lie
	[[ $output == *"fork batching: unknown (no limits were measured on this architecture)"* ]]
}
