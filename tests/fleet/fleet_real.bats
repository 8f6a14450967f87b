#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# A machine of a fleet that measures: unlike fleet.bats, it needs this machine for itself.

load ../support/lab

@test "fleet: the real runner, static, without reboot" {
	need_lab
	start_host alpha
	sed -i 's/ PTEBENCH_PROC=[^ ]*//; s/ PTEBENCH_MACHINE_LOCK=[^ ]*//; s,PATH=[^ ]*bin:,PATH=,' "$work/alpha/sshd_config"
	sed -i "s,^Subsystem.*,Subsystem sftp $sftp," "$work/alpha/sshd_config"
	kill -HUP "$(cat "$work/alpha/sshd.pid")"
	run "$here/run.sh" fleet --inventory "$work/inventory" --out "$work/out" --poll 1 --set now --only 'control.*' --rounds 1
	echo "$output"
	[ "$status" -eq 0 ]
	grep -q 'control.empty.*,ok,' "$work"/out/now/*/samples.csv
	grep -q '^argv,"./run.sh --only control.\* --rounds 1"$' "$work"/out/now/*/host.csv
}
