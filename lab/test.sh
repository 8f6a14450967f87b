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
trap 'rm -f "$log"' EXIT
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

# Kernels for VM tests, where the distribution has them; else those tests say what is lacking.
while read -r variable arch series; do
	[ -z "${!variable:-}" ] || continue
	image=$("$here/lab/kernels.sh" fetch "$arch" "$series" "$build/kernels") &&
		export "$variable=$image"
done <<-'EOF'
	PTEBENCH_TEST_KERNEL_x86_64 x86_64 6.12
	PTEBENCH_TEST_KERNEL_x86_64_old x86_64 6.1
	PTEBENCH_TEST_KERNEL_aarch64 aarch64 6.12
	PTEBENCH_TEST_KERNEL_ppc64le ppc64le 6.1
EOF

PTEBENCH_BUILD=$build bats --tap "$here"/tests/*.bats 2>&1 | tee "$log"
ok=$(grep -cE '^ok [0-9]+ ' "$log")
skip=$(grep -cE '^ok [0-9]+ .*# skip' "$log")
not_ok=$(grep -cE '^not ok [0-9]+ ' "$log")
planned=$(sed -n 's/^1\.\.\([0-9]*\)$/\1/p' "$log" | head -n 1)
lost=$((${planned:-1} - ok - not_ok))

passed=$((passed + ok - skip))
skipped=$((skipped + skip))
failed=$((failed + not_ok + (lost > 0 ? lost : 0)))
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
