#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Prints how far each machine of ./run.sh fleet came, and compares the sets.
# Usage: final_table.sh BUILD OUT NAME...; its exit status is that of ./run.sh fleet.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$1
out=$2
names=("${@:3}")
tree=$out/.fleet

# FOLDER HOST: prints why it stopped: Ansible's message of its connection, or its last failure.
why()
{
	local text
	text=$(grep -F "[$2]: UNREACHABLE! " "$tree/ansible.log" | tail -n 1 |
		sed -E 's/.*"msg": "(([^"\\]|\\.)*)".*/unreachable: \1/; s/\\[rn]//g; s/\\"/"/g' |
		LC_ALL=C tr -c '[:print:]\n' '?' || true)
	[ -n "$text" ] || text=$(sed -n '$s/.*,failed,,,"\(.*\)"$/\1/p' "$1/progress.csv" 2>/dev/null || true)
	echo "${text:-see $tree/ansible.log}"
}

# Return: 0 when the plans of all machines are done.
report_machines()
{
	local name folder host finished total left=0
	while read -r name; do
		folder=$tree/$name
		host=$(cat "$folder/name")
		total=$(($(wc -l <"$folder/plan.csv") - 1))
		finished=$("$here/progress.sh" "$folder" "done")
		if [ "$finished" -eq "$total" ]; then
			echo "fleet: $host: $finished of $total runs" >&2
		else
			left=$((left + 1))
			echo "fleet: $host: $finished of $total runs; $(why "$folder" "$host")" >&2
		fi
	done <"$tree/machines"
	[ "$left" -gt 0 ] || return 0
	echo "fleet: machines that did not do their plan: $left; the same command resumes them" >&2
	return 1
}

# Prints the worse of two exit codes: failed or slower, then undecided.
worse()
{
	case $1,$2 in
	0,* | *,0) echo $(($1 + $2)) ;;
	125,*) echo "$2" ;;
	*) echo "$1" ;;
	esac
}

has_runs()
{
	compgen -G "$out/$1/*/samples.csv" >/dev/null
}

status=0
report_machines || status=1
for name in "${names[@]:1}"; do
	if has_runs "${names[0]}" && has_runs "$name"; then
		code=0
		"$build/bin/compare" "$out/${names[0]}" "$out/$name" || code=$?
		status=$(worse "$status" "$code")
		echo
	fi
done
for name in "${names[@]}"; do
	! has_runs "$name" || echo "results: $out/$name"
done
exit "$status"
