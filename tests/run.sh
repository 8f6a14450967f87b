#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Do all tests pass? Builds, runs ctest and bats, and ends with a line that counts both.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${PTEBENCH_BUILD:-$here/build}

if [ $# -gt 0 ]; then
	echo "test.sh: $1: not an option" >&2
	exit 2
fi
log=$(mktemp)
work=$(mktemp -d)
trap 'rm -rf "$log" "$work"' EXIT
if ! { cmake -S "$here" -B "$build" -DPTEBENCH_TESTS=ON -DPTEBENCH_WERROR=ON &&
	cmake --build "$build" -j "$(nproc)"; } >"$log" 2>&1; then
	cat "$log" >&2
	echo "test.sh: the build failed" >&2
	exit 1
fi
(cd "$build" && ctest --output-on-failure 2>&1) | tee "$log"
passed=$(grep -cE '^ *[0-9]+/[0-9]+ Test .* Passed ' "$log")
skipped=$(grep -cE '^ *[0-9]+/[0-9]+ Test .*\*\*\*Skipped' "$log")
total=$(grep -cE '^ *[0-9]+/[0-9]+ Test ' "$log")
failed=$((total - passed - skipped))

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

# Lines of FILE FILTER, as many at a time as there are CPUs; what each says comes in one piece.
beside()
{
	# shellcheck disable=SC2016 # expanded inside
	PTEBENCH_TESTS_BESIDE=1 xargs -P "$(nproc)" -L 1 sh -c 'said=$1/$$
		bats --tap --filter "$3" "$0"/*/"$2.bats" >"$said" 2>&1
		grep -qE "^(not )?ok " "$said" || echo "not ok 0 $2.bats: no result" >>"$said"
		flock "$1" cat "$said"' "$here/tests" "$work" ||
		echo "not ok 0 a file of tests was killed"
}

# What measures here has the machine for itself. What judges runs that are there may run beside such; counted
# instructions do not mind neighbours either.
desk=(fleet compare export fleet_parts history history_lab jobs kernels options report site soak tools tree)
measuring=()
for file in "$here"/tests/*/*.bats; do
	name=$(basename "$file" .bats)
	[[ " ${desk[*]} vm vm_kernels " == *" $name "* ]] || measuring+=("$file")
done
bats --tap "${measuring[@]}" 2>&1 | tee "$log"
{
	printf '%s .\n' "${desk[@]}"
	cat <<-'EOF'
		vm .
		vm_kernels x86-64.*quick
		vm_kernels arm64
		vm_kernels x86-64.*checks
		vm_kernels ppc64le
	EOF
} | beside 2>&1 | tee -a "$log"

ok=$(grep -cE '^ok [0-9]+ ' "$log")
skip=$(grep -cE '^ok [0-9]+ .*# skip' "$log")
not_ok=$(grep -cE '^not ok [0-9]+ ' "$log")
planned=$(awk -F'[.]' '/^1\.\.[0-9]+$/ { sum += $3 } END { print sum + 0 }' "$log")
lost=$((planned > 0 ? planned - ok - not_ok : 1))

passed=$((passed + ok - skip))
skipped=$((skipped + skip))
failed=$((failed + not_ok + (lost > 0 ? lost : 0)))
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
