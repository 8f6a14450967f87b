#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The entry point: builds what a verb needs, and runs the program that does the work.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=${PTEBENCH_BUILD:-$here/build}

usage()
{
	cat <<-'EOF'
	Usage: ./run.sh [run] [--setup] [--quick|--full] [--only GLOB]... [--rounds N] [--until X%]
	                [--set NAME] [--out DIR] [--seed N] [--resume DIR] [--no-plot] [--dry-run]
	                [--case NAME,... [--size 8K,2G] [--folio 64K] ...]   points of your own
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
	       ./run.sh VERB --help                   the options of a verb
	       ./run.sh --version
	The environment: PTEBENCH_BUILD=DIR is the folder to build in (default: build, beside run.sh).
	EOF
}

# Prints the version of the built programs, or of the tree. Does not build.
print_version()
{
	local release commit
	if "$build/bin/runner" --version 2>/dev/null; then
		return
	fi
	release=$(sed -n 's/^project(.* VERSION \([0-9.]*\) .*/\1/p' "$here/CMakeLists.txt")
	commit=$(sed -n 's/^set(archived "\([0-9a-f]\{12\}\)[0-9a-f]*")$/\1/p' "$here/common/base/version.cmake")
	if [ -z "$commit" ] && [ -e "$here/.git" ]; then
		commit=$(git -C "$here" describe --always --dirty --abbrev=12 2>/dev/null) || commit=''
	fi
	echo "ptebench $release${commit:++$commit}"
}

verbs=(run list check doctor compare plot report history export bisect vm fleet restore test docs)
verb=run
case "${1:-}" in
-h | --help)
	usage
	exit 0
	;;
--version)
	print_version
	exit 0
	;;
-* | '') ;;
*)
	verb=$1
	if [[ " ${verbs[*]} " != *" $verb "* ]]; then
		hint=$("$here/runner/nearest.sh" "$verb" "./run.sh --help names them" "${verbs[@]}")
		echo "run.sh: $verb: no such verb$hint" >&2
		exit 2
	fi
	shift
	;;
esac

setup=no
asks=nothing
arguments=()
for argument in "$@"; do
	case "$asks $argument" in
	*" --setup")
		setup=yes
		continue
		;;
	"nothing --") asks=rest ;;
	"nothing -h" | "nothing --help") asks=help ;;
	"nothing --version") asks=version ;;
	esac
	arguments+=("$argument")
done

case "$asks $verb" in
version\ *)
	print_version
	exit 0
	;;
"help test")
	echo "Usage: ./run.sh test [--setup]"
	echo "Builds, passes all tests, and ends with a line that counts them. --setup installs what is missing."
	exit 0
	;;
"help docs")
	echo "Usage: ./run.sh docs"
	echo "Makes docs/CSV.md and docs/CASES.md anew from the tables in the programs."
	exit 0
	;;
"help bisect") exec "$here/history/bisect.sh" "$build" --help ;;
"help fleet") exec "$here/fleet/fleet.sh" "$build" --help ;;
esac

# What a verb needs installed, and the older program to use if the build fails. Verbs that measure have none:
# their results would be of another source. git bisect takes most exit codes for "bad"; above 127 it stops and
# shows the message.
failed=''
serves=''
case $verb in
test) needs="test" ;;
compare | report | history | export) needs=compare serves=bin/$verb ;;
plot) needs=plot serves=bin/plot ;;
doctor) needs=compare serves=bin/doctor ;;
docs) needs=compare ;;
bisect) needs=compare failed=128 ;;
vm) needs=vm ;;
fleet) needs=fleet ;;
list | restore) needs=run serves=bin/runner ;;
*) needs=run ;;
esac
if [ "$asks" = help ] && [ -z "$serves" ]; then
	serves=bin/${needs/run/runner}
fi

make_ready()
{
	local wait=()
	"$here/runner/setup.sh" --check "$needs" || return
	[ "$verb" != test ] || return 0
	[ -z "$serves" ] || wait=(--wait 60)
	"$here/runner/build.sh" "${wait[@]}" "$build" all && return
	echo "run.sh: the build failed (PTEBENCH_BUILD=DIR builds elsewhere)"
	return 1
}

# Prints the first line of TEXT that names a problem.
first_error()
{
	local line
	line=$(grep -m 1 -iE 'missing|error|cannot|denied|read-only|no space' <<<"$1") || line=${1%%$'\n'*}
	echo "${line//[[:cntrl:]]/ }"
}

# Uses the older program if the build fails: restore must work after a crash.
make_ready_or_use_old()
{
	local said status=0
	said=$(make_ready 2>&1) || status=$?
	if [ "$status" -ne 0 ] && [ -x "$build/$serves" ]; then
		echo "run.sh: cannot build ($(first_error "$said")): using the older $build/$serves" >&2
		return
	fi
	[ -z "$said" ] || printf '%s\n' "$said" >&2
	return "$status"
}

status=0
[ "$setup" = no ] || "$here/runner/setup.sh" "$needs" || status=$?
if [ "$status" -ne 0 ] && [ ! -x "$build/${serves:-none}" ]; then
	exit "${failed:-$status}"
fi
if [ -n "$serves" ]; then
	make_ready_or_use_old || exit
else
	make_ready >&2 || exit "${failed:-$?}"
fi

case $verb in
test) exec "$here/tests/run.sh" "${arguments[@]}" ;;
docs) exec "$here/docs/generate.sh" "$build" ;;
compare | plot | history | export) exec "$build/bin/$verb" "${arguments[@]}" ;;
report) exec "$build/bin/report" --plot "$build/bin/plot" "${arguments[@]}" ;;
doctor) exec "$build/bin/doctor" --bench-dir "$build/bench" "${arguments[@]}" ;;
bisect) exec "$here/history/bisect.sh" "$build" "${arguments[@]}" ;;
vm | fleet) exec "$here/$verb/$verb.sh" "$build" "${arguments[@]}" ;;
run) arguments=(--plot "$build/bin/plot" --compare "$build/bin/compare" "${arguments[@]}") ;;
esac
exec "$build/bin/runner" "$verb" --bench-dir "$build/bench" "${arguments[@]}"
