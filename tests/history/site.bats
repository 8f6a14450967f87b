#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Opens the pages of a history in a browser, from files, with hostile texts.

load ../support/machine

site()
{
	"$build/tests/fake_site" "$work/site" "$@"
}

# The title of PAGE after the site's own script and then SCRIPT have run, in a window of that width.
# Inline scripts do not run here: SCRIPT goes into a file, as the site's own.
browse()
{
	local page=$1 script=$2 width=${3:-1300} browser
	browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
		skip "no Chromium: runner/setup.sh test installs it"
	echo "$script" >"$work/site/driver.js"
	sed 's|<script src="site.js" defer></script>|&<script src="driver.js" defer></script>|' \
		"$work/site/$page" >"$work/site/driven.html"
	HOME=$work timeout 60 "$browser" --headless --no-sandbox --disable-gpu --window-size="$width,900" \
		--dump-dom "file://$work/site/driven.html" 2>/dev/null | grep -o '<title>[^<]*' | head -n 1
}

page()
{
	(cd "$work/site" && echo "$1"*) | cut -d' ' -f1
}

@test "site: the index opens from a file, filters, and switches between figures" {
	site points=24
	title=$(browse index.html '
		const rows = () => [...document.querySelectorAll("section.matrix:not([hidden]) tr[data-name]")].filter(row => !row.hidden && !row.parentElement.hidden);
		const seen = () => [...document.querySelectorAll("section.matrix")].filter(part => !part.hidden).map(part => part.id).join("+");
		const out = ["first=" + seen() + ":" + rows().length];
		const box = document.querySelector("input[type=search]");
		box.value = "fork 64K"; box.dispatchEvent(new Event("input"));
		out.push("filtered=" + rows().map(row => row.dataset.name).join("|"));
		out.push("told=" + document.querySelector("output").textContent);
		box.value = ""; box.dispatchEvent(new Event("input"));
		const alone = document.querySelector("input[type=checkbox]");
		alone.click();
		out.push("alerts=" + rows().length);
		alone.click();
		document.querySelector("input[value=cycles]").click();
		out.push("then=" + seen() + ":" + rows().length);
		document.title = out.join(" ");')
	[[ $title == *"first=time:24 "* ]]
	[[ $title == *"filtered=fork.anon/anon/folio=64K/size=4M told=1 of 24 "* ]]
	[[ $title == *"alerts=2 then=cycles:24" ]]
}

@test "site: without a script all of it is shown" {
	site
	# Only class="filter" is hidden.
	[ "$(grep -c ' hidden' "$work/site/index.html")" -eq 1 ]
	[ "$(grep -c '<section class="matrix"' "$work/site/index.html")" -eq 3 ]
}

@test "site: style and own script are loaded, and nothing that is written into a page runs" {
	site
	sed -i 's|</main>|<script>document.documentElement.id += "inline"</script><img src="x" onerror="document.documentElement.id += 1"><script src="data:text/javascript,document.documentElement.id += 2"></script>&|' \
		"$work/site/index.html"
	title=$(browse index.html 'addEventListener("load", () => {
		document.title = "styled=" + getComputedStyle(document.querySelector("section.matrix table")).borderCollapse +
			" scripted=" + !document.getElementById("filter").hidden + " foreign=" + document.documentElement.id; });')
	[ "$title" = "<title>styled=collapse scripted=true foreign=" ]
}

@test "site: each link leads to a page, and each page back" {
	site machines=3
	grep -o 'href="[^"]*"' "$work"/site/*.html | sed 's/.*href="//; s/"$//' | sort -u >"$work/links"
	[ "$(wc -l <"$work/links")" -eq $((3 * 12 + 2)) ]
	while read -r link; do
		[[ $link =~ ^[a-z0-9.-]+$ ]]
		[ -f "$work/site/$link" ]
	done <"$work/links"
	for file in "$work"/site/*.html; do
		[ "$(basename "$file")" = index.html ] || grep -q 'href="index.html"' "$file"
	done
	# It loads nothing from elsewhere.
	! grep -rE 'https?:|@import|url\(' "$work"/site --include=*.html --include=*.css || false
}

@test "site: names of strangers run nothing, in any page" {
	hostile='"><script>document.title="PWNED"</script><img src=x onerror=document.title="PWNED"><!--'
	site "hostile=$hostile"
	for name in index.html "$(page altra-80c)" "$(page epyc)"; do
		title=$(browse "$name" 'document.title = [...document.querySelectorAll("script, img")].map(node => node.getAttribute("src")).join(",");')
		[ "$title" = "<title>site.js,driver.js" ]
	done
	# It can still be read.
	title=$(browse "$(page altra-80c)" 'document.title = document.querySelector("h1").textContent.includes("<script>document.title=");')
	[ "$title" = "<title>true" ]
}

@test "site: the run under the pointer is told" {
	site
	title=$(browse "$(page altra-80c)" '
		const svg = document.querySelector("figure svg"), box = svg.getBoundingClientRect();
		const x = box.left + (Number(svg.dataset.left) + 3.5 * svg.dataset.step) * box.width / svg.viewBox.baseVal.width;
		svg.dispatchEvent(new PointerEvent("pointermove", { clientX: x, clientY: box.top + 50 }));
		document.title = document.querySelector("figcaption").textContent + " pointed=" + document.querySelector("tr.pointed").dataset.place;')
	[[ $title == "<title>20260104T120000Z-0123abcd-3, 6.12.0-rc2, "*" pointed=3" ]]
}

@test "site: no page is wider than the window, narrow or wide" {
	site machines=20 runs=60
	for width in 500 1300; do
		for name in index.html "$(page altra-80c)"; do
			title=$(browse "$name" 'document.title = document.documentElement.scrollWidth <= innerWidth;' "$width")
			[ "$title" = "<title>true" ]
		done
	done
}

@test "site: a second call writes what changed alone; a foreign folder is refused" {
	site machines=3
	[[ $(site machines=3) == *" 0 files written, 0 removed" ]]
	[[ $(site machines=2) == *" 12 removed" ]]
	mkdir "$work/other"
	echo mine >"$work/other/paper.html"
	run "$build/tests/fake_site" "$work/other"
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 1 ]
	[ "$(ls "$work/other")" = paper.html ]
}
