#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Builds TARGET in the folder BUILD, one build at a time. Prints the whole output if it fails, else nothing.
# Usage: build.sh [--wait SECONDS] BUILD TARGET [CMAKE OPTION]...
#   --wait: fail if another build holds the folder for longer (default: wait for its end)
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
wait=()
if [ "$1" = --wait ]; then
	wait=(-w "$2")
	shift 2
fi
build=$1
target=$2
shift 2

# Prints an entry of CMake's cache.
cached()
{
	sed -n "s/^$1:[A-Z]*=//p" "$build/CMakeCache.txt" 2>/dev/null
}

# Removes CMake's cache after a copy or a move of the clone: cmake refuses a cache that names other folders, but
# accepts other names of the same folders (bind mounts). Programs stay until they are built again.
forget_old_place()
{
	local source binary
	source=$(cached CMAKE_HOME_DIRECTORY)
	binary=$(cached CMAKE_CACHEFILE_DIR)
	if [ "$(cached CMAKE_PROJECT_NAME)" != ptebench ] ||
		{ [ "$source" -ef "$here" ] && [ "$binary" -ef "$build" ]; }; then
		return 0
	fi
	find "$build/" \( -name CMakeCache.txt -o -name CMakeFiles \) -prune -exec rm -rf {} + || return 1
	echo "build.sh: $build was made by $source in $binary: configuring it again for $here" >&3
}

configure_and_build()
{
	if ! flock "${wait[@]}" 9; then
		echo "error: another build holds $build/.lock"
		return 1
	fi
	forget_old_place && cmake -S "$here" -B "$build" "$@" &&
		cmake --build "$build" -j "$(nproc)" --target "$target"
}

# Keeps the runner for ./run.sh restore: if linking fails, the old program is gone.
runner=$build/bin/runner
if [ -x "$runner" ]; then
	ln -f "$runner" "$runner.before" 2>/dev/null || true
fi
exec 3>&2
if ! output=$({ mkdir -p "$build" && configure_and_build "$@" 9>"$build/.lock"; } 2>&1); then
	if [ -e "$runner.before" ] && [ ! -x "$runner" ]; then
		mv "$runner.before" "$runner"
	fi
	printf '%s\n' "$output" >&2
	exit 1
fi
