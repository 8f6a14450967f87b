#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Fuzzes each target for some seconds, starting from the kept corpus.
# Usage: smoke.sh BUILD [SECONDS [TARGET...]]   BUILD: made with -DPTEBENCH_FUZZ=ON and clang
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=${1:?usage: smoke.sh BUILD [SECONDS [TARGET...]]}
seconds=${2:-3}
shift $(($# < 2 ? $# : 2))
if [ $# -eq 0 ]; then
	for file in "$here"/fuzz_*.c; do
		file=${file##*/fuzz_}
		set -- "$@" "${file%.c}"
	done
fi

# Targets that make files want a file system in memory.
base=${TMPDIR:-/tmp}
[ -w /dev/shm ] && base=/dev/shm
work=$(mktemp -d -p "$base")
trap 'rm -rf "$work"' EXIT

# One target: a line of what it did, or what crashed it, which its log has as base64.
smoke()
{
	local target=$1 program=$build/tests/fuzz/fuzz_$1 log=$work/$1.log
	mkdir -p "$work/$target" "$work/tmp-$target"
	if TMPDIR=$work/tmp-$target "$program" -max_total_time="$seconds" -timeout=10 -max_len=4096 \
		-rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$work/crash-$target-" \
		"$work/$target" "$here/corpus/$target" >"$log" 2>&1; then
		awk -v target="$target" '/cov: / { for (i = 1; i < NF; i++) if ($i == "cov:") cov = $(i + 1) }
			/^Done / { printf "%s: %d executions in %d s, %d edges, no crash\n", target, $2, $5, cov }' "$log"
	else
		tail -n 60 "$log"
		echo "$target: crashed, or took too long"
		return 1
	fi
}

export -f smoke
export here build seconds work
# shellcheck disable=SC2016 # expanded inside
printf '%s\n' "$@" | xargs -P "$(nproc)" -I{} bash -c 'smoke "$1"' smoke {}
