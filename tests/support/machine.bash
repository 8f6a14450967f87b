# SPDX-License-Identifier: GPL-2.0-or-later
# What all shell tests share: the programs, and a machine that must be left as it was found.
# shellcheck shell=bash

setup_file()
{
	here=$(cd "${BATS_TEST_DIRNAME%/tests*}" && pwd)
	export here
	export build=${PTEBENCH_BUILD:-$here/build}
	export thp=/sys/kernel/mm/transparent_hugepage
}

setup()
{
	work=$(mktemp -d)
	knobs >"$work/knobs"
}

# bats takes no notice of what fails in a teardown before its last command.
teardown()
{
	local status=0
	machine_is_as_found || status=1
	rm -rf "$work"
	return $status
}

# PTEBENCH_TESTS_BESIDE says that others measure meanwhile: then the knobs are theirs.
machine_is_as_found()
{
	local status=0
	[ -z "${PTEBENCH_TESTS_BESIDE:-}" ] || return 0
	knobs | diff "$work/knobs" - || status=1
	if [ -e /run/ptebench/settings.journal ]; then
		echo "a journal is left: /run/ptebench/settings.journal"
		status=1
	fi
	return $status
}

# The words that are chosen: a knob that is a plain file, as in a fake root, holds no other once it was written.
knobs()
{
	grep -rs . "$thp" --include=enabled --include=defrag --include=shmem_enabled |
		sed 's/:.*\[\(.*\)\].*/:\1/' | sort
}

runner()
{
	"$build/bin/runner" run --wait=60 --bench-dir "$build/bench" --out "$work/out" "$@"
}

liar()
{
	"$build/tests/lying_bench" --wait=60 "$@"
}

# A program holds the lock from now on; $first is its process. A foreign holder is waited for.
hold_lock()
{
	setsid "$build/tests/lying_bench" --wait=60 --point lie.hang >/dev/null 2>&1 3>&- &
	first=$!
	for _ in $(seq 1200); do
		"$build/bin/runner" restore 2>&1 | grep -q "process $first holds" && return
		sleep 0.05
	done
	return 1
}

need_root()
{
	[ "$(id -u)" -eq 0 ] || skip "needs root"
}

need_knobs()
{
	need_root
	[ -w "$thp/hugepages-64kB/enabled" ] || skip "kernel without mTHP"
}

# Column NAME of the rows of a CSV file, without the header.
column()
{
	awk -F, -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; next }
		{ print $at }' "$2"
}

# bare_path APT-GET: $work/bin, a PATH of what setup.sh needs, and a package manager of that name that finds nothing.
bare_path()
{
	local tool
	mkdir -p "$work/bin"
	for tool in bash cat uname id dirname mktemp rm; do
		ln -s "$(command -v $tool)" "$work/bin/$tool"
	done
	printf '#!/bin/sh\nexit 1\n' >"$work/bin/$1"
	chmod +x "$work/bin/$1"
}

# Counts of lines (tests/tools/coverage.sh) go where that user may write.
as_nobody()
{
	chmod 755 "$work"
	mkdir -p "$work/user"
	chown 65534:65534 "$work/user"
	cp -r "$build/bench" "$build/bin" "$work/user/"
	chmod -R a+rX "$work/user"
	setpriv --reuid 65534 --regid 65534 --clear-groups env GCOV_PREFIX="$work/user" "$@"
}
