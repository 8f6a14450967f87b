#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Samples what a long command holds, ends it by SIGINT, and compares the first and the last third.
set -uo pipefail

usage()
{
	cat <<-'EOT'
		Usage: tests/tools/soak.sh --for SECONDS [--every SECONDS] [--files DIR]... --samples FILE -- COMMAND...
		Runs COMMAND, and each 10 s (or --every) notes its memory, descriptors, processes of its session and
		files under the folders, 12 times or more; then ends it by Ctrl-C. Exit status: 0 nothing grew, 1 something did, 2 usage.

		  --samples FILE   one line a moment: seconds, resident KiB, descriptors, processes, zombies, files,
		                   available and unreclaimable KiB of the machine
	EOT
}

refuse()
{
	echo "soak.sh: $*" >&2
	exit 2
}

seconds='' every=10 samples='' folders=()
while [ $# -gt 0 ]; do
	case $1 in
	--help) usage; exit 0 ;;
	--for) seconds=${2-}; shift 2 || refuse "--for: seconds are missing" ;;
	--every) every=${2-}; shift 2 || refuse "--every: seconds are missing" ;;
	--samples) samples=${2-}; shift 2 || refuse "--samples: a file is missing" ;;
	--files) folders+=("${2-}"); shift 2 || refuse "--files: a folder is missing" ;;
	--) shift; break ;;
	*) refuse "$1: not an option (--help)" ;;
	esac
done
[[ $seconds =~ ^[1-9][0-9]*$ ]] || refuse "--for: 1 or more seconds (--help)"
[[ $every =~ ^[0-9]*\.?[0-9]+$ ]] || refuse "--every: seconds (--help)"
[ -n "$samples" ] || refuse "--samples: where to? (--help)"
[ $# -gt 0 ] || refuse "a command is missing (--help)"

# The floor of a leak rises; what comes and goes does not move it. The first tenth is warming up.
tell()
{
	awk -v tolerance_kib=64 '
		$1 ~ /^[0-9.]+$/ { n++; for (i = 1; i <= NF; i++) at[n, i] = $i + 0 }
		function floor(column, from, to,   i, low) {
			low = at[from, column]
			for (i = from + 1; i <= to; i++)
				if (at[i, column] < low)
					low = at[i, column]
			return low
		}
		function line(name, column, tolerance,   first, last, grows) {
			first = floor(column, begin, begin + third - 1)
			last = floor(column, n - third + 1, n)
			grows = last > first + tolerance
			grown += grows
			printf "%-22s %12d %12d   %s\n", name, first, last, grows ? "GROWS" : "does not grow"
		}
		END {
			begin = int(n / 10) + 1
			third = int((n - begin + 1) / 3)
			if (third < 1) {
				print "soak.sh: too few samples to compare" >"/dev/stderr"
				exit 1
			}
			printf "%-22s %12s %12s   (least of the thirds of %.0f s, %d samples)\n", "",
			       "first third", "last third", at[n, 1], n
			line("resident memory, KiB", 2, tolerance_kib)
			line("descriptors", 3, 0)
			line("processes", 4, 0)
			line("zombies", 5, 0)
			line("files", 6, 0)
			printf "%-22s %12d %12d   (all of the machine: others use it too)\n", "available, KiB",
			       floor(7, begin, begin + third - 1), floor(7, n - third + 1, n)
			printf "%-22s %12d %12d\n", "unreclaimable, KiB",
			       floor(8, begin, begin + third - 1), floor(8, n - third + 1, n)
			exit grown > 0
		}' "$samples"
}

sample()
{
	local memory descriptors of_session files
	memory=$(awk '/^VmRSS:/ { print $2 }' "/proc/$command/status" 2>/dev/null)
	descriptors=$(find "/proc/$command/fd" -mindepth 1 2>/dev/null | wc -l)
	of_session=$(ps -s "$command" -o stat= | awk '/^Z/ { z++ } END { print NR, z + 0 }')
	files=0
	[ "${#folders[@]}" -eq 0 ] || files=$(find "${folders[@]}" 2>/dev/null | wc -l)
	[ -n "$memory" ] && [ -d "/proc/$command" ] || return 0
	echo "$(($(date +%s) - start)) $memory $descriptors $of_session $files $(awk '
		/^MemAvailable:/ { available = $2 } /^SUnreclaim:/ { slab = $2 }
		END { print available + 0, slab + 0 }' /proc/meminfo)" >>"$samples"
}

is_running()
{
	[[ $(ps -p "$command" -o stat= 2>/dev/null) =~ ^[^Z] ]]
}

: >"$samples" || refuse "--samples $samples: cannot be written"
start=$(date +%s)
# What a shell starts in the background ignores Ctrl-C, unless told otherwise.
setsid env --default-signal=INT,QUIT "$@" &
command=$!
count=0
while is_running && { [ $(($(date +%s) - start)) -lt "$seconds" ] || [ "$count" -lt 12 ]; }; do
	sample
	count=$((count + 1))
	sleep "$every"
done
if ! is_running; then
	wait "$command"
	status=$?
	echo "soak.sh: $1 ended by itself after $(($(date +%s) - start)) s, exit status $status" >&2
	exit 1
fi
kill -INT "$command"
wait "$command"
status=$?
# What is ending takes a moment.
for _ in 1 2 3 4 5 6 7 8 9 10; do
	left=$(ps -s "$command" -o pid= | wc -l)
	[ "$left" -gt 0 ] || break
	sleep 0.2
done
tell
grown=$?
echo "ended by SIGINT: exit status $status; processes left over: $left"
[ "$grown" -eq 0 ] && [ "$left" -eq 0 ]
