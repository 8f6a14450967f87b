#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The scripts of a fleet, each alone: options, plans, progress, the next boot, and the check of runs.

load ../support/lab

ledger()
{
	"$here/fleet/progress.sh" "$work/out/.fleet/alpha" "$@"
}

target()
{
	PTEBENCH_PROC=$work/alpha/proc PTEBENCH_BOOT=$work/alpha/boot \
		PATH=$work/alpha/bin:$PATH bash "$here/fleet/target.sh" "$work/base" "$@"
}

# Makes a tree with a plan, and a host without sshd.
make_tree()
{
	mkdir -p "$work/out/.fleet/alpha" "$work/base" "$work"/alpha/{bin,boot/grub,proc/sys/kernel/random}
	printf alpha >"$work/out/.fleet/alpha/name"
	printf 'step,kernel\n1,base\n2,patched\n' >"$work/out/.fleet/alpha/plan.csv"
	make_stubs "$work/alpha/bin"
	make_grub >"$work/alpha/boot/grub/grub.cfg"
	cp "$here"/fleet/nextboot-*.sh "$work/base"
	echo 6.1-base >"$work/alpha/release"
	echo boot7-0 >"$work/alpha/proc/sys/kernel/random/boot_id"
	echo "BOOT_IMAGE=/vmlinuz ro thp=never quiet" >"$work/alpha/proc/cmdline"
}

# Makes a run as on a machine, in $work/made, and begins it in progress.csv.
make_run()
{
	id=$(ledger begin 1 base boot7-0)
	made=$work/made/$id
	mkdir -p "$made"
	printf 'key,value\nrun,"%s"\nboot_id,"boot7-0"\nkernel_release,"6.1-base"\n' "$id" >"$made/host.csv"
	printf 'round,seq,process,program,point,status\n1,1,1,p,c,ok\n1,2,2,p,d,ok\n' >"$made/plan.csv"
	printf 'schema,run,round,process\n1,%s,1,1\n1,%s,1,2\n' "$id" "$id" >"$made/samples.csv"
	: >"$made/log.txt"
}

pack_run()
{
	tar -cf "$work/out/.fleet/alpha/incoming.tar" -C "$made" $(cd "$made" && ls)
	sum=$(sha256sum <"$work/out/.fleet/alpha/incoming.tar" | cut -d ' ' -f 1)
}

take()
{
	"$here/fleet/collect.sh" "$work/out" "$work/out/.fleet/alpha" 1 base "$id" "$sum" 6.1-base
}

expect_spoilt()
{
	pack_run
	run take
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 1 ]
	[[ $output == *"$1"* ]]
	[ ! -e "$work/out/base/$id" ]
	[ "$(ledger todo | head -n 1)" = 1,base, ]
}

@test "fleet: a whole run is kept, once" {
	make_tree
	make_run
	pack_run
	[ "$(ledger todo | head -n 1)" = "1,base,$id" ]
	take
	[ "$(ls "$work/out/base")" = "$id" ]
	[ "$(ls -A "$work/out/base" | wc -l)" -eq 1 ]
	[ "$(cat "$work/out/base/$id/status")" = complete ]
	[ "$(ledger todo)" = 2,patched, ]
	[ "$(ledger done)" -eq 1 ]
	# Killed between the rename and the line in progress.csv.
	sed -i '/,done,/d' "$work/out/.fleet/alpha/progress.csv"
	take
	[ "$(ledger todo)" = 2,patched, ]
}

@test "fleet: a broken transfer is no run, and is fetched again" {
	make_tree
	make_run
	pack_run
	truncate -s -1024 "$work/out/.fleet/alpha/incoming.tar"
	run take
	[ "$status" -eq 1 ]
	[[ $output == *"not the one that was sent"*"fetches it again"* ]]
	[ "$(ledger todo | head -n 1)" = "1,base,$id" ]
	mkdir -p "$work/out/base/.partial-$id"
	echo left >"$work/out/base/.partial-$id/fit.csv"
	pack_run
	take
	[ ! -e "$work/out/base/$id/fit.csv" ]
}

@test "fleet: an incomplete run, or another one, is refused" {
	make_tree
	make_run
	rm "$made/log.txt"
	expect_spoilt "log.txt is missing"
	make_run
	sed -i '$d' "$made/samples.csv"
	expect_spoilt "not of the same processes"
	make_run
	sed -i '$d' "$made/plan.csv"
	expect_spoilt "not of the same processes"
	make_run
	printf '1,%s,1,' "$id" >>"$made/samples.csv"
	expect_spoilt "samples.csv is missing, or cut off"
	make_run
	sed -i '$s/,2[^,]*,/,another,/' "$made/samples.csv"
	expect_spoilt "not of the same processes"
	make_run
	sed -i 's/6.1-base/6.1-basement/' "$made/host.csv"
	expect_spoilt "not of kernel 6.1-base"
	make_run
	sed -i 's/boot7/boot8/' "$made/host.csv"
	expect_spoilt "not of the boot that was measured"
	make_run
	sed -i 's/^run,.*/run,"other"/' "$made/host.csv"
	expect_spoilt "another run's"
}

@test "fleet: runs of one kernel share its configuration, and another one stays in its run" {
	make_tree
	shared=$work/out/base/kernel-config-0123456789abcdef
	for text in A=y A=y A=n; do
		sleep 1.1 # a run's name holds the second
		make_run
		echo 'kernel_config_fnv1a64,"0123456789abcdef"' >>"$made/host.csv"
		echo "CONFIG_$text" >"$made/kernel-config"
		pack_run
		take
		[ "$(cat "$shared")" = CONFIG_A=y ]
	done
	[ "$(cat "$work/out/base/$id/kernel-config")" = CONFIG_A=n ]
	[ "$(find "$work/out/base" -name kernel-config | wc -l)" -eq 1 ]
	sleep 1.1
	make_run
	echo 'kernel_config_fnv1a64,"/../../../secret"' >>"$made/host.csv"
	echo CONFIG_A=y >"$made/kernel-config"
	pack_run
	take
	[ "$(cat "$work/out/base/$id/kernel-config")" = CONFIG_A=y ]
}

@test "fleet: links and paths in an archive reach no other file" {
	make_tree
	echo secret >"$work/secret"
	make_run
	rm "$made/samples.csv"
	ln -s "$work/secret" "$made/samples.csv"
	expect_spoilt "samples.csv is missing, or cut off"
	rm -r "$work/made"
	make_run
	mkdir "$made/figures"
	echo evil >"$made/figures/evil"
	ln -s "$work/secret" "$made/fit.csv"
	ln -s / "$made/kernel-config"
	pack_run
	take
	[ "$(ls "$work/out/base/$id" | tr '\n' ' ')" = "fit.csv host.csv kernel-config log.txt plan.csv samples.csv status " ]
	[ "$(find "$work/out/base/$id" -type l | wc -l)" -eq 0 ]
	[ "$(grep -rl secret "$work/out/base" | wc -l)" -eq 0 ]
}

@test "fleet: progress.csv survives half a line, and has no control codes" {
	make_tree
	ledger note 1 base failed '' $'a \033[2J "quote", and\na line'
	[ "$(tail -n 1 "$work/out/.fleet/alpha/progress.csv" | cut -d, -f 2-)" = "1,base,failed,,,\"a ?[2J 'quote', and?a line\"" ]
	[ "$(grep -c '[[:cntrl:]]' "$work/out/.fleet/events.txt")" -eq 0 ]
	printf '2026,1,base,do' >>"$work/out/.fleet/alpha/progress.csv"
	[ "$(ledger todo | wc -l)" -eq 2 ]
	ledger note 1 base done run-1 ''
	[ "$(ledger todo)" = 2,patched, ]
}

@test "fleet: one tree locks a machine, and a machine that measures is not rebooted" {
	make_tree
	target lock one "me at desk"
	target lock one "me at desk"
	run target lock two you
	[ "$status" -eq 1 ]
	[[ $output == "this machine is in use: me at desk, since "*"remove $work/base/lock)" ]]
	target unlock two
	[ -e "$work/base/lock" ]
	target unlock one
	[ ! -e "$work/base/lock" ]
	mkdir -p "$work/alpha/proc/net"
	echo '0000000000000000: 00000002 00000000 00010000 0001 01 4711 @ptebench-lock' >"$work/alpha/proc/net/unix"
	run target next grub 6.1-base '' ''
	[ "$status" -eq 1 ]
	[[ $output == "somebody measures on this machine"* ]]
	echo '0000000000000000: 00000002 00000000 00010000 0001 01 4711 @other' >"$work/alpha/proc/net/unix"
	[ "$(target next grub 6.1-base '' '' 2>/dev/null)" = boot7-0 ]
	run target next ../../evil 6.1-base '' ''
	[ "$status" -eq 1 ]
	[[ $output == *"give grub, kexec"* ]]
}

@test "fleet: the boot, the kernel and its parameters are checked" {
	make_tree
	[ "$(target booted boot6-0 6.1-base thp=never "")" = boot7-0 ]
	run target booted boot7-0 6.1-base '' ''
	[ "$status" -eq 1 ]
	[[ $output == *"did not boot"* ]]
	run target booted boot6-0 6.1 '' ''
	[ "$status" -eq 1 ]
	[[ $output == "it came back with kernel 6.1-base, not 6.1" ]]
	run target booted boot6-0 6.1-base 'quiet thp=neve' ''
	[ "$status" -eq 1 ]
	[[ $output == "it came back without the kernel parameter thp=neve" ]]
	run target booted boot6-0 6.1-base '' 'x thp=never'
	[ "$status" -eq 1 ]
	[[ $output == *"thp=never, which is another kernel's" ]]
}

@test "fleet: a run is made once, is awaited, and is not made in another boot" {
	make_tree
	make_runner
	cp -r "$work/programs/$(uname -m)"/* "$work/base"
	echo well >"$work/alpha/mood"
	run target run run-1 base 60 boot6-0
	[ "$status" -eq 1 ]
	[[ $output == "it rebooted before the run" ]]
	target run run-1 base 60 boot7-0
	target run run-1 base 60 boot7-0
	[ "$(wc -l <"$work/alpha/runs")" -eq 1 ]
	[ "$(target state run-1)" = complete ]
	[ "$(target state run-2)" = none ]
	[ "$(target pack run-1 base)" = "$(sha256sum "$work/base/jobs/run-1/run.tar" | cut -d ' ' -f 1)" ]
	# A run that a reboot cut off, and one in progress.
	mkdir "$work/base/jobs/run-2"
	touch "$work/base/jobs/run-2/started"
	[ "$(target state run-2)" = none ]
	run target run run-2 base 60 boot7-0
	[ "$status" -eq 1 ]
	[[ $output == "the run was cut off" ]]
	exec 7>"$work/base/jobs/run-2/lock"
	flock 7
	[ "$(target state run-2)" = running ]
	exec 7>&-
	echo 'exec sleep 100' >"$work/alpha/spoil"
	run target run run-3 base 1 boot7-0
	[ "$status" -eq 1 ]
	[[ $output == "the run took longer than 1 s (--timeout)" ]]
	[ "$(ls "$work/base/jobs")" = run-3 ]
}

grub()
{
	PTEBENCH_PROC=$work/alpha/proc PTEBENCH_BOOT=$work/alpha/boot PATH=$work/alpha/bin:$PATH \
		bash "$here/fleet/nextboot-grub.sh" set "$@"
}

@test "fleet: GRUB's entry of a release is found, and no other" {
	make_tree
	cat >>"$work/alpha/boot/grub/grub.cfg" <<-'EOF'
		function gfxmode {
			set gfxpayload="${1}"
		}
		menuentry 'Rescue' --class os {
			linux /vmlinuz-6.4 root=/dev/vda1 ro single
		}
		menuentry "A > B" --class os {
			linux	/boot/vmlinuz-6.4 root=/dev/vda1 ro
		}
		menuentry 'own' --id mine {
			linuxefi /vmlinuz-6.5
		}
	EOF
	grub 6.2-patched '' ''
	[ "$(cat "$work/alpha/next")" = 'ids>6.2-patched' ]
	grub 6.4 '' ''
	[ "$(cat "$work/alpha/next")" = 'A >> B' ]
	grub 6.5 '' ''
	[ "$(cat "$work/alpha/next")" = mine ]
	grub 6.5 'by>hand' ''
	[ "$(cat "$work/alpha/next")" = 'by>hand' ]
	run grub 6.2 '' ''
	[ "$status" -eq 1 ]
	[[ $output == *"no entry of $work/alpha/boot/grub/grub.cfg boots 6.2 ("* ]]
	mkdir -p "$work/alpha/boot/loader/entries"
	printf 'title Fedora\nversion 6.6\nlinux /vmlinuz-6.6\noptions root=x\n' >"$work/alpha/boot/loader/entries/abc-6.6.conf"
	grub 6.6 '' ''
	[ "$(cat "$work/alpha/next")" = abc-6.6 ]
	sed -i /next_entry/d "$work/alpha/boot/grub/grub.cfg"
	run grub 6.5 '' ''
	[ "$status" -eq 1 ]
	[[ $output == *"GRUB_DEFAULT=saved"* ]]
	rm "$work/alpha/boot/grub/grub.cfg"
	run grub 6.5 '' ''
	[ "$status" -eq 1 ]
	[[ $output == *"there is no grub.cfg"* ]]
}

@test "fleet: kexec loads the image with the machine's own parameters and the kernel's" {
	make_tree
	touch "$work/alpha/boot/vmlinuz-6.2" "$work/alpha/boot/initrd.img-6.2" "$work/alpha/boot/vmlinuz-6.3"
	printf '#!/bin/bash\nprintf "[%%s]" "$@" >"$PTEBENCH_PROC/../kexec"\n' >"$work/alpha/bin/kexec"
	chmod +x "$work/alpha/bin/kexec"
	target next kexec 6.2 '' 'thp=always x=1'
	[ "$(cat "$work/alpha/kexec")" = "[-s][-l][$work/alpha/boot/vmlinuz-6.2][--command-line=ro thp=never quiet thp=always x=1][--initrd=$work/alpha/boot/initrd.img-6.2]" ]
	# Parameters of the last kernel are not passed on.
	echo "ro thp=never quiet thp=always x=1" >"$work/alpha/proc/cmdline"
	target next kexec 6.3 '' ''
	[ "$(cat "$work/alpha/kexec")" = "[-s][-l][$work/alpha/boot/vmlinuz-6.3][--command-line=ro thp=never quiet]" ]
	run target next kexec 6.4 '' ''
	[ "$status" -eq 1 ]
	[[ $output == *"there is no $work/alpha/boot/vmlinuz-6.4"* ]]
	echo 1 >"$work/alpha/proc/sys/kernel/kexec_load_disabled"
	run target next kexec 6.3 '' ''
	[ "$status" -eq 1 ]
	[[ $output == *"kexec_load_disabled"* ]]
}

@test "fleet: more boots make a plan longer, and machines differ" {
	for seed in 1 2 3; do
		for kernels in "a b" "a b c"; do
			# shellcheck disable=SC2086
			"$build/bin/boot_order" alpha $seed 9 $kernels >"$work/long"
			"$build/bin/boot_order" alpha $seed 4 $kernels >"$work/short"
			head -n "$(wc -l <"$work/short")" "$work/long" | cmp - "$work/short"
		done
	done
	for machine in a b c d e f g h; do
		"$build/bin/boot_order" $machine 1 1 a b | sed -n 2p
	done | sort | uniq -c >"$work/first"
	[ "$(wc -l <"$work/first")" -eq 2 ]
	run "$build/bin/boot_order" alpha 1 1001 a
	[ "$status" -eq 2 ]
}

refused()
{
	run "$here/fleet/fleet.sh" "$build" --out "$work/out" "${@:2}"
	[ "$status" -eq 2 ] && [ "${#lines[@]}" -eq 1 ] && [[ $output == *"$1"* ]] || {
		echo "$output"
		return 1
	}
}

@test "fleet: a wrong command line gets one line" {
	echo 'alpha' >"$work/inventory"
	good=(--inventory "$work/inventory" --kernels a,b)
	refused "--inventory: which machines" --kernels a,b
	refused "cannot be read" --inventory "$work/none" --kernels a,b
	refused "give --kernels" --inventory "$work/inventory"
	refused "give one of them" "${good[@]}" --set now
	refused "given twice" --inventory "$work/inventory" --kernels a,a
	refused "--kernels ../a" --inventory "$work/inventory" --kernels '../a'
	refused "RELEASE is what" --inventory "$work/inventory" --kernels 'a=6.1;reboot'
	refused "--set" --inventory "$work/inventory" --set 'a b'
	refused "--boots 0" "${good[@]}" --boots 0
	refused "--boots 1e3" "${good[@]}" --boots 1e3
	refused "no fleet/nextboot-efi.sh" "${good[@]}" --way efi
	refused "--append" "${good[@]}" --append '{{ lookup("pipe", "id") }}'
	refused "--only" "${good[@]}" --only '$(id)'
	refused "--case" "${good[@]}" --case '$(id)'
	refused "--size" "${good[@]}" --size '4K 8K'
	refused "--seed" "${good[@]}" --seed -1
	refused "not an option" "${good[@]}" --frobnicate
	refused "give a value" "${good[@]}" --limit
	refused "no fleet/nextboot-" "${good[@]}" --way ../../x
}

@test "fleet --dry-run shows the plan, and touches nothing" {
	command -v ansible >/dev/null || skip "no ansible (runner/setup.sh test)"
	printf 'alpha\nbeta\n' >"$work/inventory"
	run "$here/fleet/fleet.sh" "$build" --inventory "$work/inventory" --kernels base=6.1,patched=6.2 --boots 4 \
		--append 'patched:thp=never' --append quiet --seed 7 --dry-run --out "$work/out"
	[ "$status" -eq 0 ]
	[[ $output == *"kernel base 6.1 [quiet]"*"kernel patched 6.2 [quiet thp=never]"*"seed 7"* ]]
	[ "$(grep -cE '^(alpha|beta): ((base patched patched base|patched base base patched) ){2}$' <<<"$output")" -eq 2 ]
	[ ! -e "$work/out" ]
	mkdir -p "$work/out/.fleet"
	printf 'kernel a a []\nkernel b b []\nmeasure \nseed 5\n' >"$work/out/.fleet/lab"
	"$here/fleet/fleet.sh" "$build" --inventory "$work/inventory" --kernels a,b --dry-run --out "$work/out"
	run "$here/fleet/fleet.sh" "$build" --inventory "$work/inventory" --kernels a,b=6 --dry-run --out "$work/out"
	[ "$status" -eq 2 ]
	[ "${lines[0]}" = "fleet: there: kernel b b []" ]
	[ "${lines[1]}" = "fleet: now:   kernel b 6 []" ]
	[[ $output == *"$work/out holds another plan: choose another --out, or"* ]]
	refused "no machines there" --inventory "$work/inventory" --kernels a,b --limit gamma
}
