#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Packs the programs for machines of an architecture: pack_programs.sh TREE BUILD ARCH [PROGRAMS]
# Makes TREE/programs-ARCH.tar, once a start. PROGRAMS/ARCH/{bin/runner,bench/*}: programs built elsewhere.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tree=$1
build=$2
arch=$3
programs=${4:-}

if ! [[ $arch =~ ^[a-z0-9_]+$ ]]; then
	echo "pack_programs.sh: ${arch//[^A-Za-z0-9_.-]/?}: no architecture" >&2
	exit 2
fi
exec 9>"$tree/.programs"
flock 9
# Each start writes vars.yml.
[ ! "$tree/programs-$arch.tar" -nt "$tree/vars.yml" ] || exit 0
if [ -n "$programs" ]; then
	from=$programs/$arch
else
	"$here/../vm/static.sh" "$build" "$arch" 9>&-
	from=$build/vm-$arch
fi
if [ ! -x "$from/bin/runner" ]; then
	echo "pack_programs.sh: there is no $from/bin/runner" >&2
	exit 1
fi
bench=()
for file in "$from"/bench/*; do
	[ ! -f "$file" ] || bench+=("${file#"$from"/}")
done
cd "$here"
tar -cf "$tree/programs-$arch.new" target.sh nextboot-*.sh -C "$from" bin/runner "${bench[@]}"
mv "$tree/programs-$arch.new" "$tree/programs-$arch.tar"
