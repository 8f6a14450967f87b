# SPDX-License-Identifier: GPL-2.0-or-later
# A lab on one machine: each host is an sshd on loopback with a folder of its own, a kernel and a boot_id of its
# own, and a runner that measures nothing. `reboot` gives the host another boot_id, and the kernel that GRUB has next.
# shellcheck shell=bash

setup_file()
{
	here=$(cd "${BATS_TEST_DIRNAME%/tests*}" && pwd)
	export here
	export build=${PTEBENCH_BUILD:-$here/build}
	export sshd=/usr/sbin/sshd sftp
	for sftp in /usr/lib/openssh/sftp-server /usr/libexec/openssh/sftp-server /usr/lib/ssh/sftp-server; do
		[ ! -x "$sftp" ] || break
	done
}

setup()
{
	work=$(mktemp -d)
	hosts=()
}

teardown()
{
	local host pid
	for host in "${hosts[@]}"; do
		stop_host "$host"
	done
	# What Ansible has still to end, on either side: it is of this folder, and nobody else is.
	for pid in $(pgrep -f "^[^ ]*(python3?|ssh|sftp|bash)[: ].*$work/"); do
		kill -KILL "$pid" 2>/dev/null || true
	done
	[ ! -e "$work/made-run-sshd" ] || rmdir /run/sshd
	rm -rf "$work"
}

need_lab()
{
	command -v ansible-playbook >/dev/null || skip "no ansible (runner/setup.sh test)"
	[ -x "$sshd" ] || skip "no sshd (runner/setup.sh test)"
}

# Its sessions too, and with them what the controller keeps open.
stop_host()
{
	local pid
	pid=$(cat "$work/$1/sshd.pid" 2>/dev/null) || return 0
	pkill -TERM -P "$pid" || true
	kill "$pid" 2>/dev/null || true
}

await()
{
	local i
	for ((i = 0; i < 1200; i++)); do
		! eval "$1" || return 0
		sleep 0.05
	done
	echo "in vain: $1" >&2
	return 1
}

make_stubs()
{
	local bin=$1
	cat >"$bin/uname" <<-'EOF'
		#!/bin/bash
		[ "$*" = -r ] && exec cat "$PTEBENCH_PROC/../release"
		exec /usr/bin/uname "$@"
	EOF
	cat >"$bin/grub-reboot" <<-'EOF'
		#!/bin/bash
		echo "$1" >"$PTEBENCH_PROC/../next"
	EOF
	cat >"$bin/reboot" <<-'EOF'
		#!/bin/bash
		cd "$PTEBENCH_PROC/.."
		next=$(cat next)
		case $(cat mood) in
		hangs) exit 0 ;;
		tires) [ "$(wc -l <boots)" -lt 3 ] || next='ids>6.0-old' ;;
		stubborn) next='ids>6.0-old' ;;
		esac
		echo "${next##*>}" | tee -a boots >release
		echo "BOOT_IMAGE=/vmlinuz-${next##*>} ro quiet" >proc/cmdline
		echo "$(basename "$PWD")-boot$(wc -l <boots)-0" >proc/sys/kernel/random/boot_id
	EOF
	# A transfer that comes to a halt, when the host has a file "stall".
	cat >"$bin/sftp" <<-EOF
		#!/bin/bash
		root=\$PTEBENCH_PROC/..
		[ -e "\$root/stall" ] || exec $sftp
		touch "\$root/stalled"
		exec cat >/dev/null
	EOF
	chmod +x "$bin"/*
}

make_grub()
{
	local release
	echo "if [ \"\${next_entry}\" ] ; then set default=\"\${next_entry}\"; fi"
	echo "submenu 'Advanced options' \$menuentry_id_option 'ids' {"
	for release in 6.0-old 6.1-base 6.2-patched; do
		printf "\tmenuentry 'Linux, with Linux %s' --class os \$menuentry_id_option '%s' {\n" $release $release
		printf '\t\tlinux\t/boot/vmlinuz-%s root=/dev/vda1 ro quiet\n\t}\n' $release
	done
	echo '}'
}

# What a runner leaves: the kernel 6.2-patched takes a tenth longer in 5 points.
make_runner()
{
	mkdir -p "$work/programs/$(uname -m)/bin" "$work/programs/$(uname -m)/bench"
	echo none >"$work/programs/$(uname -m)/bench/none"
	cat >"$work/programs/$(uname -m)/bin/runner" <<-EOF
		#!/bin/bash
		set -e
		fake_set=$build/tests/fake_set
	EOF
	cat >>"$work/programs/$(uname -m)/bin/runner" <<-'EOF'
		root=$PTEBENCH_PROC/..
		echo "$PTEBENCH_RUN $*" >>"$root/runs"
		boot=$(cat "$PTEBENCH_PROC/sys/kernel/random/boot_id")
		[ "$(cat "$root/mood")" != breaks ] || { echo "runner: it broke" >&2; exit 1; }
		while [ "$1" != --out ]; do shift; done
		to=$2/$4/$PTEBENCH_RUN
		ratio=1
		! grep -q patched "$root/release" || ratio=1.1
		mkdir -p "$2/$4"
		"$fake_set" "$2/fakes" boots=1 points=10 affected=5 processes=3 samples=5 ratio=$ratio \
			host="$(basename "$(cd "$root" && pwd)")" boot="${boot%-0}" seed="$(cksum <<<"$boot" | cut -c 1-6)"
		mv "$2"/fakes/* "$to"
		sed -i "s/^kernel_release,.*/kernel_release,\"$(cat "$root/release")\"/; \$a run,\"$PTEBENCH_RUN\"" "$to/host.csv"
		sed -i "2,\$s/^\([0-9]*\),[^,]*/\1,$PTEBENCH_RUN/" "$to/samples.csv"
		{
			echo round,seq,process,program,point,status
			awk -F, 'NR > 1 && !seen[$4]++ { print $3 "," $5 "," $4 ",fake," $6 ",ok" }' "$to/samples.csv"
		} >"$to/plan.csv"
		: >"$to/log.txt"
		[ ! -e "$root/spoil" ] || . "$root/spoil"
	EOF
	chmod +x "$work/programs/$(uname -m)/bin/runner"
}

make_keys()
{
	ssh-keygen -q -t ed25519 -N '' -f "$work/key"
	ssh-keygen -q -t ed25519 -N '' -f "$work/host_key"
	if [ "$(id -u)" -eq 0 ] && mkdir /run/sshd 2>/dev/null; then
		touch "$work/made-run-sshd"
	fi
	export HOME=$work/home
	mkdir -p "$HOME"
	export ANSIBLE_HOST_KEY_CHECKING=0 ANSIBLE_REMOTE_TEMP=$work/ansible ANSIBLE_LOCAL_TEMP=$work/ansible
}

# NAME: an sshd at a port that nobody has.
start_host()
{
	local root=$work/$1 i
	[ -e "$work/key" ] || make_keys
	mkdir -p "$root"/{bin,boot/grub,proc/sys/kernel/random}
	make_stubs "$root/bin"
	make_grub >"$root/boot/grub/grub.cfg"
	echo well >"$root/mood"
	: >"$root/boots"
	echo 6.0-old >"$root/release"
	echo "$1-boot0-0" >"$root/proc/sys/kernel/random/boot_id"
	echo "BOOT_IMAGE=/vmlinuz ro quiet" >"$root/proc/cmdline"
	hosts+=("$1")
	for ((i = 0; i < 20; i++)); do
		port=$((RANDOM % 20000 + 20000))
		cat >"$root/sshd_config" <<-EOF
			ListenAddress 127.0.0.1:$port
			HostKey $work/host_key
			AuthorizedKeysFile $work/key.pub
			PidFile $root/sshd.pid
			StrictModes no
			UsePAM no
			LogLevel VERBOSE
			PermitRootLogin yes
			Subsystem sftp $root/bin/sftp
			SetEnv PATH=$root/bin:$PATH PTEBENCH_PROC=$root/proc PTEBENCH_BOOT=$root/boot HOME=$root
		EOF
		"$sshd" -f "$root/sshd_config" -E "$root/sshd.log" 3>&- || continue
		await "[ -e $root/sshd.pid ] || grep -q 'Bind to port' $root/sshd.log"
		[ ! -e "$root/sshd.pid" ] || break
	done
	echo "$1 ansible_host=127.0.0.1 ansible_port=$port ansible_ssh_private_key_file=$work/key ptebench_base=$root/base" \
		>>"$work/inventory"
}

fleet()
{
	"$here/fleet/fleet.sh" "$build" --inventory "$work/inventory" --out "$work/out" --programs "$work/programs" \
		--poll 1 "$@" 3>&-
}
