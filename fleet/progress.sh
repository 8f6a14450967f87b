#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Keeps the progress of one machine's plan. FOLDER is the machine's, in the results' .fleet:
#   name          as the inventory has it
#   plan.csv      step,kernel
#   progress.csv  time,step,kernel,state,run,boot_id,detail: lines are added, none is changed
# Usage: progress.sh FOLDER begin STEP KERNEL BOOT_ID | note STEP KERNEL STATE RUN DETAIL | quietly the same
#        progress.sh FOLDER todo | done | boot RUN
# A step is done when a line says so. The last run that was begun for a step, and not found to be
# spoilt, may still lie on the machine.
set -euo pipefail
folder=$1
verb=$2
shift 2
progress=$folder/progress.csv

# What comes from machines is text in one cell, and no code for a terminal.
clean()
{
	LC_ALL=C tr -c '[:print:]' '?' <<<"${1:0:300}" | sed 's/?$//' | tr '"' "'"
}

# One write a line; what a crash left of a line before stays a line of its own.
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

# STEP KERNEL TEXT: for who looks on.
tell()
{
	local total
	total=$(($(wc -l <"$folder/plan.csv") - 1))
	printf 'fleet: %s: %s%s\n' "$(clean "$(cat "$folder/name")")" "${1:+$1/$total $2: }" \
		"$(clean "$3")" >>"$folder/../events.txt"
}

# Runs of many machines lie in one set, sorted by their names: by time.
begin()
{
	local step=$1 kernel=$2 boot=$3 run
	run=$(date -u +%Y%m%dT%H%M%SZ)-$(sha256sum <"$folder/name" | cut -c 1-8)-$step
	add "$step" "$kernel" running "$run" "$boot" ''
	tell "$step" "$kernel" measuring
	echo "$run"
}

note()
{
	add "$1" "$2" "$3" "$4" '' "$5"
	[ "$verb" = quietly ] || tell "$1" "$2" "$3${5:+: $5}"
}

# Lines "step,kernel,run" of what is left, the run empty when a new boot is needed.
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
