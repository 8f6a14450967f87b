#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The soak finds what grows.

setup()
{
	work=$(mktemp -d)
	mkdir "$work/files"
	mkfifo "$work/nobody"
	cat >"$work/leak" <<-'EOT'
		exec 9<>"$3" # nobody writes: to wait without a child
		trap 'kill $(jobs -p) 2>/dev/null; exit 130' INT
		for ((i = 0; i < 3000; i++)); do # no leak for ever, should nobody end it
			case $1 in
			descriptors) exec {new}</dev/null ;;
			processes) sleep 20 >/dev/null 2>&1 & ;;
			"resident memory") text+=$(printf %100000s x) ;;
			files) touch "$2/$((++n))" ;;
			esac
			read -r -t .02 -u 9
		done
	EOT
}

teardown()
{
	pkill -KILL -f "$work/leak" || true
	rm -rf "$work"
}

soak()
{
	run "$BATS_TEST_DIRNAME/soak.sh" --for 2 --every .05 --files "$work/files" --samples "$work/samples" -- "$@" 3>&-
}

@test "soak: each leak is seen" {
	local leak
	for leak in descriptors processes "resident memory" files; do
		soak bash "$work/leak" "$leak" "$work/files" "$work/nobody"
		[ "$status" -eq 1 ]
		grep -q "^$leak.* GROWS$" <<<"$output"
	done
}

@test "soak: what does not grow has exit status 0; what ends by itself has not" {
	soak bash "$work/leak" nothing "$work/files" "$work/nobody"
	[ "$status" -eq 0 ]
	[ "$(grep -c 'does not grow' <<<"$output")" -eq 5 ]
	echo "$output"
	grep -q '^ended by SIGINT: .*; processes left over: 0' <<<"$output"
	soak bash -c 'exit 7'
	[ "$status" -eq 1 ]
	grep -q 'ended by itself after .* exit status 7' <<<"$output"
	local length=30.$BASHPID
	# shellcheck disable=SC2016
	soak bash -c '(trap "" INT; exec sleep "$0" >/dev/null 2>&1) & wait' "$length"
	[ "$status" -eq 1 ]
	grep -q 'processes left over: 1' <<<"$output"
	pkill -KILL -f "^sleep $length$"
}

@test "soak: wrong options: one line, exit 2" {
	local arguments
	for arguments in "--for" "--for 0 --samples x -- true" "--for 1 -- true" "--for 1 --samples x" "--samples /nowhere/x --for 1 -- true" "--often"; do
		# shellcheck disable=SC2086
		run "$BATS_TEST_DIRNAME/soak.sh" $arguments
		[ "$status" -eq 2 ]
		[[ ${lines[0]} == "soak.sh: "* || ${lines[1]} == "soak.sh: "* ]]
	done
}
