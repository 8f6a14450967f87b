#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Machines of a fleet do their plans independently, and only whole runs are kept.

load ../support/lab

kernels=(--kernels base=6.1-base,patched=6.2-patched --boots 2 --seed 1)

# Prints the kernels that a host booted, in order.
booted()
{
	sed 's/.*-//' "$work/$1/boots" | tr '\n' ' '
}

planned()
{
	sed -n '2,$s/.*,//p' "$work/out/.fleet/$1/plan.csv" | tr '\n' ' '
}

runs_of()
{
	find "$work/out" -mindepth 2 -maxdepth 2 -name '2*' -path "*/$1/*" | wc -l
}

@test "fleet: two hosts go through ABBA, one comes back with the wrong kernel, one hangs; then it goes on" {
	need_lab
	make_runner
	for host in alpha beta tires hangs; do
		start_host "$host"
	done
	echo tires >"$work/tires/mood"
	echo hangs >"$work/hangs/mood"
	# The connection breaks at a poll, while the machine measures.
	export ANSIBLE_SSH_RETRIES=0
	cat >"$work/beta/spoil" <<-'EOF'
		sessions() { grep -c 'Starting session' "$root/sshd.log"; }
		if [ "$(wc -l <"$root/runs")" -eq 2 ]; then
			was=$(sessions)
			for ((i = 0; i < 100 && $(sessions) == was; i++)); do
				sleep 0.05
			done
			pkill -TERM -P "$(cat "$root/sshd.pid")"
			touch "$root/broke"
		fi
	EOF
	run fleet "${kernels[@]}" --reboot-timeout 3
	echo "$output"
	[ "$status" -eq 1 ]
	for host in alpha beta; do
		[[ $(planned "$host") =~ ^("base patched patched base "|"patched base base patched ")$ ]]
		[ "$(booted "$host")" = "$(planned "$host")" ]
		[[ $output == *"fleet: $host: 4 of 4 runs"* ]]
		[ ! -e "$work/$host/base/lock" ]
	done
	[ "$(planned alpha)" != "$(planned beta)" ]
	[ -e "$work/beta/broke" ]
	[[ $output == *"fleet: tires: 3 of 4 runs; cannot boot into that kernel: it came back with kernel 6.0-old, not 6."* ]]
	[[ $output == *"fleet: hangs: 0 of 4 runs; cannot reboot: Timed out"* ]]
	[[ $output == *"did not do their plan: 2;"* ]]
	[ "$(runs_of base)" -eq $((4 + $(grep -c -- "--set base" "$work/tires/runs"))) ]
	[ $(($(runs_of base) + $(runs_of patched))) -eq 11 ]
	# The planted 10%, on each machine and across them.
	[[ $output == *"3 machines, time, B/A-1"* ]]
	sed -n '/^over machines/,/^over cases/p' <<<"$output" >"$work/over"
	[ "$(grep -A 1 'case-0/' "$work/over" | awk '$1 == 3 && $3 + 0 > 7 && $3 + 0 < 13' | wc -l)" -eq 5 ]
	[ "$(grep -A 1 'case-1/' "$work/over" | awk '$1 == 3 && $3 + 0 > -4 && $3 + 0 < 4' | wc -l)" -eq 5 ]

	# The second start does the rest, and no more.
	echo well >"$work/tires/mood"
	run fleet "${kernels[@]}" --limit 'alpha,tires'
	echo "$output"
	[[ $output == *"fleet: tires: 4 of 4 runs"* ]]
	[[ $output != *"alpha: "*booting* ]]
	[ "$(wc -l <"$work/alpha/boots")" -eq 4 ]
	[ "$(wc -l <"$work/tires/runs")" -eq 4 ]
	[[ $output == *"3 machines, time, B/A-1"* ]]
	[[ $output != *"did not do their plan"* ]]

	# Another plan in the same place.
	run fleet --kernels base=6.1-base,patched=6.3 --boots 2
	[ "$status" -eq 2 ]
	[[ $output == *"holds another plan"* ]]
}

@test "fleet: an interrupted fetch leaves no run, and the next start fetches what was measured" {
	need_lab
	make_runner
	start_host alpha
	echo 'touch "$root/stall"' >"$work/alpha/spoil"
	declare -f fleet >"$work/start"
	declare -p here build work >>"$work/start"
	echo 'fleet --set now' >>"$work/start"
	setsid bash "$work/start" >"$work/text" 2>&1 3>&- &
	await "[ -e $work/alpha/stalled ]"
	run fleet --set now
	[ "$status" -eq 1 ]
	[[ $output == *"another ./run.sh fleet works on"* ]]
	kill -KILL -- -$!
	[ "$(runs_of now)" -eq 0 ]
	run "$build/bin/compare" "$work/out/now" "$work/out/now"
	[ "$status" -eq 2 ]
	rm "$work/alpha/stall"
	: >"$work/alpha/spoil"
	run fleet --set now
	echo "$output"
	[ "$status" -eq 0 ]
	[ "$(runs_of now)" -eq 1 ]
	[ "$(wc -l <"$work/alpha/runs")" -eq 1 ]
	[ "$(cat "$work"/out/now/2*/status)" = complete ]
	[ ! -e "$work/alpha/base/lock" ]
}

@test "fleet: a machine in use, one that is away, a run that fails, and one that is not whole" {
	need_lab
	make_runner
	for host in taken away breaks halved; do
		start_host "$host"
	done
	sed -i 's/^away /"..\/away; touch x" /' "$work/inventory"
	kill "$(cat "$work/away/sshd.pid")"
	# An ssh that cannot connect closes its input some time before it ends.
	mkdir -p "$work/bin"
	cat >"$work/bin/ssh" <<-EOF
		#!/bin/bash
		[[ " \$* " != *" Port=$(sed -n 's/^"..\/away; touch x" .*ansible_port=\([0-9]*\).*/\1/p' "$work/inventory") "* ]] || {
			exec 0<&-
			$(command -v ssh) "\$@"
			status=\$?
			sleep 0.2
			exit \$status
		}
		exec $(command -v ssh) "\$@"
	EOF
	chmod +x "$work/bin/ssh"
	export PATH=$work/bin:$PATH
	echo breaks >"$work/breaks/mood"
	echo 'sed -i "\$d" "$to/plan.csv"' >"$work/halved/spoil"
	mkdir -pm 700 "$work/taken/base"
	bash "$here/fleet/target.sh" "$work/taken/base" lock another-tree "me at desk"
	run fleet --set now
	echo "$output"
	[ "$status" -eq 1 ]
	[[ $output == *"taken: 0 of 1 runs; cannot take the machine: this machine is in use: me at desk, since 20"* ]]
	[[ $output == *"away; touch x: 0 of 1 runs; unreachable: "*"Connection refused"* ]]
	[[ $output == *"breaks: 0 of 1 runs; cannot measure: the run failed (1): runner: it broke"* ]]
	[[ $output == *"halved: 0 of 1 runs; cannot keep the run: the run is not whole: plan.csv and samples.csv"* ]]
	[ "$(runs_of now)" -eq 0 ]
	[ "$(cat "$work/taken/base/lock/tree")" = another-tree ]
	# An unusable run is not fetched again.
	: >"$work/halved/spoil"
	run fleet --set now --limit halved
	[ "$status" -eq 0 ]
	[ "$(wc -l <"$work/halved/runs")" -eq 2 ]
	[ "$(runs_of now)" -eq 1 ]
}
