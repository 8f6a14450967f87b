#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Old and new kernels of distributions, of three architectures, measure and pass the checks.
# PTEBENCH_TEST_KERNEL_x86_64, _x86_64_old, _aarch64 and _ppc64le name the images.

load ../support/guests

# Expects all rows, whole, with their clock and guest.
expect_run()
{
	local hash
	[ "$(cat "$2/status")" = complete ]
	[ -s "$2/console.txt" ]
	[ -e "$2/log.txt" ]
	hash=$(sed -n 's/^kernel_config_fnv1a64,"\(.*\)"$/\1/p' "$2/host.csv")
	[ "$hash" = unknown ] || [ -s "${2%/*}/kernel-config-$hash" ]
	[ ! -e "$2/kernel-config" ]
	grep -q '^clock_domain,"icount"$' "$2/host.csv"
	grep -q '^vm_accel,"tcg"$' "$2/host.csv"
	grep -q '^vm_status,"complete"$' "$2/host.csv"
	grep -q '^khugepaged_scan_sleep_ms,"4294967295"$' "$2/host.csv"
	grep -q '^host,"qemu"$' "$2/host.csv"
	grep -q '^argv,"./run.sh vm --accel tcg .* --kernel one=' "$2/host.csv"
	grep -q "^architecture,\"${1%_old}\"\$" "$2/host.csv"
	[ "$(grep -c 'samples.csv' "$2/console.txt")" -eq 0 ]
	[ "$(tail -n +2 "$2/samples.csv" | cut -d, -f4 | sort -u | wc -l)" -eq "$3" ]
	[ "$(tail -n +2 "$2/samples.csv" | cut -d, -f2 | sort -u)" = "$(basename "$2")" ]
	grep -q 'mprotect.ro.*,ok,' "$2/samples.csv"
}

# Expects rows of each point; most are proved, and the others have a reason in the kernel.
expect_quick()
{
	local arch=$1 run points
	need_kernel "$arch"
	vm --kernel "one=$image" --quick --rounds 1 --boots 1
	run=$(echo "$work"/out/one/2*)
	points=$(tail -n +2 "$run/plan.csv" | wc -l)
	expect_run "$arch" "$run" "$points"
	[ "$points" -ge 20 ]
	[ "$(tail -n +2 "$run/samples.csv" | cut -d, -f6 | sort -u | wc -l)" -eq "$points" ]
	cut -d, -f6 "$run/plan.csv" | sort | uniq -c >&2
	[ "$(grep -c ',ok$' "$run/plan.csv")" -ge 15 ]
	! grep -E ',(op-failed|oracle-failed)$' "$run/plan.csv" || false
	"$build/bin/report" --out "$work/page.html" "$work/out/one"
	grep -q 'pages proved' "$work/page.html"
}

# Large folios in each sharing, and cases of arm64 alone: kernels differ most there.
expect_checks()
{
	local only=(--only '*/folio=2M-pte/*/half' --only '*/folio=64K/*/mixed'
		--only 'm*.*/folio=2M/size=4M*' --only '*.contpte-*/exclusive')
	need_kernel "$1"
	case $1 in
	aarch64) only+=(--only '*/folio=64K-emul/*') ;;
	ppc64le) only+=(--only '*/folio=256K-emul/*') ;;
	esac
	run vm --check --kernel "one=$image" "${only[@]}"
	echo "$output" | tail -n 5
	[ "$status" -eq 0 ]
	[[ $output =~ one:\ #\ checks:\ ([0-9]+)\ passed,\ 0\ failed ]]
	[ "${BASH_REMATCH[1]}" -ge 30 ]
}

@test "kernels: x86-64, 6.12: --quick" {
	expect_quick x86_64
}

@test "kernels: x86-64, 6.1: --quick" {
	expect_quick x86_64_old
}

@test "kernels: arm64: --quick" {
	expect_quick aarch64
}

@test "kernels: ppc64le: --quick" {
	expect_quick ppc64le
}

@test "kernels: x86-64, 6.12: checks" {
	expect_checks x86_64
}

@test "kernels: x86-64, 6.1: checks" {
	expect_checks x86_64_old
}

@test "kernels: arm64: checks" {
	expect_checks aarch64
}

@test "kernels: ppc64le: checks" {
	expect_checks ppc64le
}
