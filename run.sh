#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The one entry: builds what is needed and hands over to the programs that do the work.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=${PTEBENCH_BUILD:-$here/build}

usage()
{
	cat <<-'EOF'
	Usage: ./run.sh [run] [--setup] [--quick|--full] [--only GLOB]... [--rounds N] [--set NAME]
	                [--out DIR] [--seed N] [--resume DIR] [--dry-run]
	       ./run.sh check [--only GLOB]...        does the kernel do right? KTAP
	       ./run.sh list [--long] [--only GLOB]   the points, what each times and needs
	       ./run.sh restore                       put THP knobs back after a crash
	       ./run.sh test [--setup]                build, and pass the tests
	       ./run.sh docs                          make docs/CSV.md and docs/CASES.md anew
	       ./run.sh run --help                    the options of a run
	EOF
}

setup=no
verb=run
case "${1:-}" in
run | list | check | restore | test | docs)
	verb=$1
	shift
	;;
-h | --help)
	usage
	exit 0
	;;
-*) ;;
?*)
	echo "run.sh: $1: no such verb" >&2
	usage >&2
	exit 2
	;;
esac
arguments=()
for argument in "$@"; do
	if [ "$argument" = --setup ]; then
		setup=yes
	else
		arguments+=("$argument")
	fi
done

# Builds quietly; the whole output comes only when it fails.
build_quietly()
{
	local log
	log=$(mktemp)
	if ! { cmake -S "$here" -B "$build" && cmake --build "$build" -j "$(nproc)"; } \
		>"$log" 2>&1; then
		cat "$log" >&2
		rm -f "$log"
		echo "run.sh: the build failed" >&2
		exit 1
	fi
	rm -f "$log"
}

needs=run
[ "$verb" = test ] && needs="test"
if [ "$setup" = yes ]; then
	"$here/lab/setup.sh" "$needs"
else
	"$here/lab/setup.sh" --check "$needs"
fi
if [ "$verb" = test ]; then
	exec "$here/lab/test.sh" "${arguments[@]}"
fi
build_quietly
if [ "$verb" = docs ]; then
	exec "$here/lab/docs.sh" "$build"
fi
exec "$build/lab/runner" "$verb" --bench-dir "$build/bench" "${arguments[@]}"
