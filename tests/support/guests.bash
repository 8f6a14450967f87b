# SPDX-License-Identifier: GPL-2.0-or-later
# What the tests share that boot guests: kernels by variables, and QEMU that counts instructions.
# shellcheck shell=bash

setup_file()
{
	here=$(cd "${BATS_TEST_DIRNAME%/tests*}" && pwd)
	export here
	export build=${PTEBENCH_BUILD:-$here/build}
	export PTEBENCH_BUILD=$build
}

setup()
{
	work=$(mktemp -d)
}

teardown()
{
	rm -rf "$work"
}

# Sets image to the first kernel that is there, of those that PTEBENCH_TEST_KERNEL_* names; else skips.
need_kernel()
{
	local kernel name program
	[ $# -gt 0 ] || set -- x86_64 aarch64 ppc64le
	for kernel; do
		name=PTEBENCH_TEST_KERNEL_$kernel
		program=${kernel%_old}
		program=qemu-system-${program/ppc64le/ppc64}
		image=${!name:-}
		if [ -n "$image" ] && command -v "$program" >/dev/null; then
			return
		fi
	done
	skip "no $program, or no kernel named by $name"
}

vm()
{
	"$here/run.sh" vm --accel tcg --out "$work/out" --seed 1 "$@"
}
