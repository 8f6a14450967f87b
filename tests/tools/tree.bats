#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Documents are current and 80 columns wide, layers hold, and setup.sh names what is missing.

load ../support/machine

@test "docs/CSV.md and docs/CASES.md are current" {
	"$here/docs/generate.sh" "$build" "$work"
	diff "$here/docs/CSV.md" "$work/CSV.md"
	diff "$here/docs/CASES.md" "$work/CASES.md"
}

@test "prose has at most 80 columns, and a longer line is seen" {
	"$here/tests/tools/prose.sh"
	(cd "$here" && cp --parents ./*.md docs/*.md results/README.md results/reference/README.md "$work")
	local -r filler=$(printf 'word %.0s' {1..16})
	printf '\n    %s\n\n| %s|\n\n```\n%s-\n```\n' "$filler" "$filler" "$filler" >>"$work/docs/VM.md"
	"$here/tests/tools/prose.sh" "$work"
	printf '%s-\n' "$filler" >>"$work/docs/VM.md"
	run "$here/tests/tools/prose.sh" "$work"
	[ "$status" -eq 1 ]
	[[ $output == docs/VM.md:*": 81 columns, of 80" ]]
}

@test "dependencies point down, and one that does not is seen" {
	"$here/tests/tools/layers.sh"
	(cd "$here" && cp -r --parents common bench compare report tests/support "$work")
	printf '#include "verify/verify.h"\n' >>"$work/common/state/build.c"
	printf '#include "state/build.h"\n' >>"$work/common/verify/verify.c"
	printf '#include "measure/worker.h"\n' >>"$work/common/sys/kfile.c"
	printf '#include "sys/kfile.h"\n' >>"$work/bench/fork.c"
	printf '#include "sys/kfile.h"\n' >>"$work/report/html.c"
	printf '#include "report/html.h"\n' >>"$work/compare/load.c"
	printf '#include "nowhere.h"\n' >>"$work/compare/match.c"
	printf '#include "tests/support/fixture.h"\n' >>"$work/common/sys/pin.c"
	mkdir "$work/common/new" && cp "$work/common/base/hash.h" "$work/common/new"
	run "$here/tests/tools/layers.sh" "$work"
	[ "$status" -eq 1 ]
	for complaint in "common/state/build.c includes common/verify/verify.h" \
		"common/verify/verify.c includes common/state/build.h: the proof believes the builder" \
		"common/sys/kfile.c includes common/measure/worker.h, which is not below it" \
		"bench/fork.c includes common/sys/kfile.h" "report/html.c includes common/sys/kfile.h" \
		"compare/load.c includes report/html.h, which is above it" \
		"compare/match.c includes nowhere.h, which is not in the tree" \
		"common/sys/pin.c includes tests/support/fixture.h"; do
		[[ $output == *"$complaint"* ]] || { echo "not seen: $complaint" && false; }
	done
	cp "$here/common/base/size.c" "$work/common/new/"
	sed -i 's#"size.h"#"base/size.h"#' "$work/common/new/size.c"
	run "$here/tests/tools/layers.sh" "$work"
	[[ $output == *"common/new/size.c lies in no layer"* ]]
}

@test "setup.sh names what is missing and how to install it" {
	bare_path dnf
	PATH=$work/bin run "$here/runner/setup.sh" --check run
	[ "$status" -eq 77 ]
	[[ $output == *"dnf install -y"*cmake* ]]
	run "$here/runner/setup.sh" --check everything
	[ "$status" -eq 2 ]
}
