#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Builds TARGET in the folder BUILD, one build at a time; prints the whole output when it fails, else nothing.
# Usage: build.sh [--wait SECONDS] BUILD TARGET [CMAKE OPTION]...
#   --wait: fail when another build holds the folder for so long (default: wait for its end)
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

# cmake refuses a cache that names other folders, as after a copy or a move of the clone. A bind mount has
# other names for the same folders: cmake takes that. Programs stay until new ones take their place.
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
	echo "build.sh: $build was made by $source in $binary: it is made anew for $here" >&3
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

# A program whose linking fails is gone; ./run.sh restore needs the one of before.
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
