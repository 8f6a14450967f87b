#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# history/bisect.sh gives git bisect the right exit codes.

load ../support/machine

@test "bisect: good is 0, bad is 1, undecided is 125, wrong usage stops git" {
	bisect() { "$here/history/bisect.sh" "$build" --out "$work/out" --rounds 3 "$@"; }
	case_id=control.xchg # the fastest to measure; its family is a control and is never judged
	run bisect --good-set nothere --case "$case_id"
	[ "$status" -eq 128 ]
	run bisect --case "$case_id"
	[ "$status" -eq 128 ]
	run bisect --good-set
	[ "$status" -eq 128 ]
	for rounds in 0 1001 1x ''; do
		run bisect --good-set nothere --case "$case_id" --rounds "$rounds"
		[ "$status" -eq 128 ]
		[ "$output" = "bisect: --rounds $rounds: give a whole number from 1 to 1000" ]
	done
	# Three made-up boots of this machine and protocol: as now, twice as fast, twice as slow.
	point=mprotect.one-page-split/anon/folio=4K/size=1M
	[ "$(getconf PAGESIZE)" -eq 4096 ] || skip "pages are not 4K"
	"$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --out "$work/out" --set now \
		--only "$point" --rounds 3 >/dev/null 2>&1
	for set in half:2 same:1 double:0.4; do
		for boot in 1 2 3; do
			good=$work/out/${set%:*}/2026-$boot
			mkdir -p "$good"
			cp "$work"/out/now/*/* "$good/"
			sed -i "s/^boot_id,.*/boot_id,\"$boot\"/" "$good/host.csv"
			awk -F, -v by="${set#*:}" -v name="2026-$boot" -v noise="0.99$boot" 'BEGIN { OFS = "," }
				NR == 1 { for (i = 1; i <= NF; i++) { if ($i == "elapsed_ns") at = i; if ($i == "run") run = i } }
				NR > 1 { $at = int($at * by * noise); $run = name } { print }' \
				"$good/samples.csv" >"$work/made"
			cp "$work/made" "$good/samples.csv"
		done
	done
	run bisect --good-set half --case "$point" --margin 25%
	[ "$status" -eq 0 ]
	run bisect --good-set double --case "$point" --margin 25%
	[ "$status" -eq 1 ]
	run bisect --good-set same --case "$point" --margin 0%
	[ "$status" -ne 2 ]
	rm -rf "$work"/out/same/2026-[23]
	run bisect --good-set same --case "$point"
	[ "$status" -eq 125 ]
	run bisect --good-set half --case 'no.such/*'
	[ "$status" -eq 128 ]
	run bisect --good-set half --case "$point" --margin much
	[ "$status" -eq 128 ]
	run bisect --good-set half --case "$point" --rounds many
	[ "$status" -eq 128 ]
	# A kernel on which nothing can be measured is skipped.
	mkdir -p "$work/dead/bench"
	cp -r "$build/bin" "$work/dead/"
	printf '#!/bin/sh\nexit 1\n' >"$work/dead/bin/runner"
	chmod +x "$work/dead/bin/runner"
	run "$here/history/bisect.sh" "$work/dead" --out "$work/out" --good-set half --case "$point"
	[ "$status" -eq 125 ]
	# So is one for which the comparison fails, with whatever code.
	printf '#!/bin/sh\nexit 0\n' >"$work/dead/bin/runner"
	printf '#!/bin/sh\ncase "$*" in *csv*) printf "a\\nb\\n" ;; *) exit 2 ;; esac\n' \
		>"$work/dead/bin/compare"
	run "$here/history/bisect.sh" "$work/dead" --out "$work/out" --good-set half --case "$point"
	[ "$status" -eq 125 ]
}
