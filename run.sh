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
	                [--out DIR] [--seed N] [--resume DIR] [--no-plot] [--dry-run]
	       ./run.sh check [--only GLOB]...        does the kernel do right? KTAP
	       ./run.sh list [--long] [--only GLOB]   the points, what each times and needs
	       ./run.sh doctor [--json|--power]       is this machine fit to measure? What can it show?
	       ./run.sh compare SET_A SET_B           what got faster or slower; --help for more
	       ./run.sh plot SET...                   figures of one kernel or several; --help
	       ./run.sh report SET...                 one HTML page of all that is known of them
	       ./run.sh history DIR [--out SITE]      change points, alerts, a dashboard of many runs
	       ./run.sh export --format F SET...      for CI, dashboards, LKP, ...; --help names the formats
	       ./run.sh bisect --good-set SET --case ID   a code for git bisect run
	       ./run.sh vm --kernel NAME=IMAGE...     whole kernels in QEMU; --help for more
	       ./run.sh fleet --inventory FILE...     many machines, through Ansible; --help
	       ./run.sh restore                       put THP knobs back after a crash
	       ./run.sh test [--setup]                build, and pass the tests
	       ./run.sh docs                          make docs/CSV.md and docs/CASES.md anew
	       ./run.sh run --help                    the options of a run
	EOF
}

setup=no
verb=run
case "${1:-}" in
run | list | check | doctor | compare | plot | report | history | export | bisect | vm | fleet | restore | test | docs)
	verb=$1
	shift
	;;
-h | --help)
	usage
	exit 0
	;;
-*) ;;
?*)
	echo "run.sh: $1: no such verb (./run.sh --help names them)" >&2
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

# Builds quietly, one at a time; the whole output comes only when it fails.
build_quietly()
{
	local log
	log=$(mktemp)
	mkdir -p "$build"
	if ! { flock 9 && cmake -S "$here" -B "$build" && cmake --build "$build" -j "$(nproc)"; } \
		>"$log" 2>&1 9>"$build/.lock"; then
		cat "$log" >&2
		rm -f "$log"
		echo "run.sh: the build failed" >&2
		exit "$failed"
	fi
	rm -f "$log"
}

# git bisect takes most exit codes for "bad"; above 127 it stops and shows the message.
failed=1
case $verb in
test) needs="test" ;;
compare | report | history | export | docs | doctor) needs=compare ;;
plot) needs=plot ;;
bisect) needs=compare failed=128 ;;
vm) needs=vm ;;
fleet) needs=fleet ;;
*) needs=run ;;
esac
check=--check
[ "$setup" = yes ] && check=
"$here/runner/setup.sh" $check "$needs" || exit $((failed == 128 ? 128 : $?))
if [ "$verb" = test ]; then
	exec "$here/tests/run.sh" "${arguments[@]}"
fi
build_quietly
if [ "$verb" = docs ]; then
	exec "$here/docs/generate.sh" "$build"
fi
if [[ $verb == @(compare|plot|history|export) ]]; then
	exec "$build/bin/$verb" "${arguments[@]}"
fi
if [ "$verb" = report ]; then
	exec "$build/bin/report" --plot "$build/bin/plot" "${arguments[@]}"
fi
if [ "$verb" = doctor ]; then
	exec "$build/bin/doctor" --bench-dir "$build/bench" "${arguments[@]}"
fi
if [ "$verb" = bisect ]; then
	exec "$here/history/bisect.sh" "$build" "${arguments[@]}"
fi
if [ "$verb" = vm ] || [ "$verb" = fleet ]; then
	exec "$here/$verb/$verb.sh" "$build" "${arguments[@]}"
fi
if [ "$verb" = run ]; then
	arguments=(--plot "$build/bin/plot" "${arguments[@]}")
fi
exec "$build/bin/runner" "$verb" --bench-dir "$build/bench" "${arguments[@]}"
