#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Builds the static programs of a guest, and runs vm. Usage: vm.sh BUILD OPTION...
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$1
shift

# Help, --describe and wrong command lines need no build.
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
