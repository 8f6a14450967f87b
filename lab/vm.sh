#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Builds the static programs that a guest runs, then boots it: vm.sh BUILD OPTION...
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$1
shift

# What needs no guest is answered at once: help, and what is wrong with the command line.
arch=$("$build/lab/vm" --name-arch "$@")
case $arch in
x86_64 | aarch64 | ppc64le) ;;
*)
	echo "$arch"
	exit 0
	;;
esac

programs=$build/vm-$arch
options=(-DPTEBENCH_STATIC=ON -DCMAKE_EXE_LINKER_FLAGS=-s)
case $arch in
x86_64) package=gcc-x86-64-linux-gnu compiler=x86_64-linux-gnu-gcc ;;
aarch64) package=gcc-aarch64-linux-gnu compiler=aarch64-linux-gnu-gcc ;;
ppc64le) package=gcc-powerpc64le-linux-gnu compiler=powerpc64le-linux-gnu-gcc ;;
esac
if [ "$arch" != "$(uname -m)" ]; then
	if ! command -v "$compiler" >/dev/null 2>&1; then
		echo "vm.sh: $compiler is not there (as root: apt-get install $package)" >&2
		exit 77
	fi
	options+=("-DCMAKE_TOOLCHAIN_FILE=$here/lab/toolchains/$arch.cmake")
fi
log=$(mktemp)
mkdir -p "$programs"
if ! { flock 9 && cmake -S "$here" -B "$programs" "${options[@]}" &&
	cmake --build "$programs" -j "$(nproc)" --target guest; } >"$log" 2>&1 9>"$programs/.lock"; then
	cat "$log" >&2
	rm -f "$log"
	echo "vm.sh: the build of the guest's programs for $arch failed" >&2
	exit 1
fi
rm -f "$log"
exec "$build/lab/vm" --programs "$build" --compare "$build/compare/compare" "$@"
