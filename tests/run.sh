#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Builds, runs ctest and bats, and ends with a line that counts both.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${PTEBENCH_BUILD:-$here/build}

if [ $# -gt 0 ]; then
	echo "test: $1: not an option$("$here/runner/nearest.sh" "$1" "see ./run.sh test --help" --setup --help --version)" >&2
	exit 2
fi
log=$(mktemp)
work=$(mktemp -d)
beside=''
trap '[ -z "$beside" ] || kill -- "-$beside"; rm -rf "$log" "$work"' EXIT
if ! "$here/runner/build.sh" "$build" all -DPTEBENCH_TESTS=ON -DPTEBENCH_WERROR=ON; then
	echo "test.sh: the build failed" >&2
	exit 1
fi

# Kernels for VM tests, where the distribution has them; else those tests say what is lacking. The
# guests' programs are built here, since two of them boot at a time below.
export PTEBENCH_BUILD=$build
while read -r variable arch series; do
	if [ -z "${!variable:-}" ]; then
		image=$("$here/vm/kernels.sh" fetch "$arch" "$series" "$build/kernels") || continue
		export "$variable=$image"
	fi
	"$here/run.sh" vm --dry-run --kernel "k=${!variable}" >/dev/null </dev/null
done <<-'EOF'
	PTEBENCH_TEST_KERNEL_x86_64 x86_64 6.12
	PTEBENCH_TEST_KERNEL_x86_64_old x86_64 6.1
	PTEBENCH_TEST_KERNEL_aarch64 aarch64 6.12
	PTEBENCH_TEST_KERNEL_ppc64le ppc64le 6.1
EOF

# One file of tests, or the C tests of a label; what it says comes in one piece at its end.
# shellcheck disable=SC2016 # expanded by that shell
one='said=$1/$$
	case $2 in
	ctest) (cd "$PTEBENCH_BUILD" && ctest --output-on-failure -L "$3") ;;
	*) bats --tap --filter "$3" "$0"/tests/*/"$2.bats" ;;
	esac >"$said" 2>&1
	grep -qE "^(not )?ok |tests passed" "$said" || echo "not ok 0 $2: no result" >>"$said"
	flock "$1" cat "$said"'

# What measures nothing, in this order. Guests come last: counted instructions do not mind neighbours.
cat >"$work/items" <<-'EOF'
	ctest beside
	fleet .
	run_sh .
	compare .
	compare_boots .
	compare_formats .
	export .
	fleet_parts .
	history .
	history_lab .
	jobs .
	options .
	kernels .
	report .
	site .
	soak .
	tools .
	tree .
	vm .
	vm_kernels x86-64.*quick
	vm_kernels arm64
	vm_kernels x86-64.*checks
	vm_kernels ppc64le
EOF
measuring=()
for file in "$here"/tests/*/*.bats; do
	grep -q "^$(basename "$file" .bats) " "$work/items" || measuring+=("$file")
done

# They have all CPUs but one, and that one, too, as soon as nothing measures any more. They are a process
# group, so that all of them can be ended with this script.
lanes=$(($(nproc) > 1 ? $(nproc) - 1 : 1))
set -m
PTEBENCH_TESTS_BESIDE=1 xargs -P "$lanes" -L 1 sh -c "$one" "$here" "$work" <"$work/items" >"$work/beside" 2>&1 &
beside=$!
set +m
[ "$(nproc)" -gt 1 ] || wait "$beside"
(cd "$build" && ctest --output-on-failure -LE beside 2>&1) | tee "$log"
bats --tap "${measuring[@]}" 2>&1 | tee -a "$log"
kill -USR1 "$beside" 2>/dev/null
wait "$beside" || echo "not ok 0 a file of tests was killed" >>"$work/beside"
beside=''
tee -a "$log" <"$work/beside"

passed=$(grep -cE '^ *[0-9]+/[0-9]+ Test .* Passed ' "$log")
skipped=$(grep -cE '^ *[0-9]+/[0-9]+ Test .*\*\*\*Skipped' "$log")
total=$(grep -cE '^ *[0-9]+/[0-9]+ Test ' "$log")
ok=$(grep -cE '^ok [0-9]+ ' "$log")
skip=$(grep -cE '^ok [0-9]+ .*# skip' "$log")
not_ok=$(grep -cE '^not ok [0-9]+ ' "$log")
planned=$(awk -F'[.]' '/^1\.\.[0-9]+$/ { sum += $3 } END { print sum + 0 }' "$log")
lost=$((planned > 0 ? planned - ok - not_ok : 1))

failed=$((total - passed - skipped + not_ok + (lost > 0 ? lost : 0)))
passed=$((passed + ok - skip))
skipped=$((skipped + skip))
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
