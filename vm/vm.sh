#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Builds the static programs that a guest runs, then boots it: vm.sh BUILD OPTION...
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$1
shift

# What needs no guest is answered at once: help, and what is wrong with the command line.
arch=$("$build/bin/vm" --name-arch "$@")
case $arch in
x86_64 | aarch64 | ppc64le) ;;
*)
	echo "$arch"
	exit 0
	;;
esac
"$here/vm/static.sh" "$build" "$arch"
exec "$build/bin/vm" --programs "$build" --compare "$build/bin/compare" "$@"
