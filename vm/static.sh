#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Builds static programs in BUILD/vm-ARCH, for guests and for other machines.
# Usage: static.sh BUILD ARCH [CMAKE OPTION]... Exit: 0 done, 1 failed, 2 usage, 77 no compiler.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$1
arch=$2
shift 2

programs=$build/vm-$arch
options=(-DPTEBENCH_STATIC=ON -DCMAKE_EXE_LINKER_FLAGS=-s)
case $arch in
x86_64) package=gcc-x86-64-linux-gnu compiler=x86_64-linux-gnu-gcc ;;
aarch64) package=gcc-aarch64-linux-gnu compiler=aarch64-linux-gnu-gcc ;;
ppc64le) package=gcc-powerpc64le-linux-gnu compiler=powerpc64le-linux-gnu-gcc ;;
*)
	echo "static.sh: ${arch//[^A-Za-z0-9_.-]/?}: not x86_64, aarch64 or ppc64le" >&2
	exit 2
	;;
esac
if [ "$arch" != "$(uname -m)" ]; then
	if ! command -v "$compiler" >/dev/null 2>&1; then
		echo "static.sh: no $compiler here (as root: apt-get install $package)" >&2
		exit 77
	fi
	options+=("-DCMAKE_TOOLCHAIN_FILE=$here/vm/toolchains/$arch.cmake")
fi
if ! "$here/runner/build.sh" "$programs" guest "${options[@]}" "$@"; then
	echo "static.sh: the build of the static programs for $arch failed" >&2
	exit 1
fi
