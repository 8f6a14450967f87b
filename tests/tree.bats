#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Does the tree say what it holds: its documents, its layers, what it needs?

load machine

@test "docs/CSV.md and docs/CASES.md are current" {
	"$here/lab/docs.sh" "$build" "$work"
	diff "$here/docs/CSV.md" "$work/CSV.md"
	diff "$here/docs/CASES.md" "$work/CASES.md"
}

@test "dependencies point down, and one that does not is seen" {
	"$here/tests/layers.sh"
	cp -r "$here/common" "$here/bench" "$here/compare" "$work/"
	printf '#include "evidence.h"\n' >>"$work/common/state.c"
	printf '#include "worker.h"\n' >>"$work/common/kfile.c"
	printf '#include "kfile.h"\n' >>"$work/bench/fork.c"
	printf '#include "kfile.h"\n' >>"$work/compare/report/page.c"
	run "$here/tests/layers.sh" "$work"
	[ "$status" -eq 1 ]
	[[ $output == *"state.c includes evidence.h"* ]]
	[[ $output == *"kfile.c includes worker.h"* ]]
	[[ $output == *"bench/fork.c"* ]]
	[[ $output == *"compare/report/page.c includes kfile.h"* ]]
}

@test "setup.sh names what is missing and how to install it" {
	bare_path dnf
	PATH=$work/bin run "$here/lab/setup.sh" --check run
	[ "$status" -eq 77 ]
	[[ $output == *"dnf install -y"*cmake* ]]
	run "$here/lab/setup.sh" --check everything
	[ "$status" -eq 2 ]
}
