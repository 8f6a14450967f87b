#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Keeps the progress of one machine's plan, in its FOLDER in OUT/.fleet:
#   name          its name in the inventory
#   plan.csv      step,kernel
#   progress.csv  time,step,kernel,state,run,boot_id,detail: append-only
# Usage: progress.sh FOLDER begin STEP KERNEL BOOT_ID | note STEP KERNEL STATE RUN DETAIL | quietly the same
#        progress.sh FOLDER todo | done | boot RUN
# A step is done when a line says so. Its last run that is not spoilt may still be on the machine.
set -euo pipefail
folder=$1
verb=$2
shift 2
progress=$folder/progress.csv

# Makes text from a machine printable, and fit for one cell.
clean()
{
	LC_ALL=C tr -c '[:print:]' '?' <<<"${1:0:300}" | sed 's/?$//' | tr '"' "'"
}

# Appends a line by one write. A line that a crash cut off is ended first.
add()
{
	local start=
	if [ -s "$progress" ] && [ -n "$(tail -c 1 "$progress")" ]; then
		start=$'\n'
	fi
	[ -s "$progress" ] || start=$'time,step,kernel,state,run,boot_id,detail\n'
	printf '%s%s,%s,%s,%s,%s,%s,"%s"\n' "$start" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" "$2" "$3" "$4" \
		"$(clean "$5" | tr ',' ';')" "$(clean "$6")" >>"$progress"
	sync "$progress"
}

# STEP KERNEL TEXT: adds an event, which fleet.sh prints.
announce()
{
	local total
	total=$(($(wc -l <"$folder/plan.csv") - 1))
	printf 'fleet: %s: %s%s\n' "$(clean "$(cat "$folder/name")")" "${1:+$1/$total $2: }" \
		"$(clean "$3")" >>"$folder/../events.txt"
}

# Names a run. Names begin with the time, so the runs of all machines in a set sort by time.
begin()
{
	local step=$1 kernel=$2 boot=$3 run
	run=$(date -u +%Y%m%dT%H%M%SZ)-$(sha256sum <"$folder/name" | cut -c 1-8)-$step
	add "$step" "$kernel" running "$run" "$boot" ''
	announce "$step" "$kernel" measuring
	echo "$run"
}

note()
{
	add "$1" "$2" "$3" "$4" '' "$5"
	[ "$verb" = quietly ] || announce "$1" "$2" "$3${5:+: $5}"
}

# Prints the open steps as "step,kernel,run"; the run is empty when a new boot is needed.
todo()
{
	[ -e "$progress" ] || touch "$progress"
	awk -F, '
		FNR == 1 { next }
		FILENAME == ARGV[1] && NF >= 7 && $4 == "done" { finished[$2] = 1 }
		FILENAME == ARGV[1] && NF >= 7 && $4 == "running" { run[$2] = $5 }
		FILENAME == ARGV[1] && NF >= 7 && $4 == "spoilt" && run[$2] == $5 { run[$2] = "" }
		FILENAME == ARGV[2] && !finished[$1] { print $1 "," $2 "," run[$1] }
	' "$progress" "$folder/plan.csv"
}

case $verb in
begin) begin "$@" ;;
note) note "$@" ;;
quietly) note "${@:2}" ;;
todo) todo ;;
done) echo $(($(wc -l <"$folder/plan.csv") - 1 - $("$0" "$folder" todo | wc -l))) ;;
boot) awk -F, -v run="$1" '$4 == "running" && $5 == run { boot = $6 } END { print boot }' "$progress" ;;
*)
	echo "progress.sh: $verb: no such verb" >&2
	exit 2
	;;
esac
