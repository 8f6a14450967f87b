#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Sets the next boot by kexec. It skips the firmware: it takes seconds, and does not reset devices.
# Usage: nextboot-kexec.sh set RELEASE ENTRY WORDS | reboot
# ENTRY: path of an image; empty: that of RELEASE in /boot. WORDS are added to the parameters that the
# machine had at the first call.
set -euo pipefail
boot=${PTEBENCH_BOOT:-/boot}
proc=${PTEBENCH_PROC:-/proc}
base=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

stop()
{
	echo "nextboot-kexec: $1" >&2
	exit 1
}

first()
{
	local file
	for file; do
		if [ -f "$file" ]; then
			echo "$file"
			return
		fi
	done
}

set_next()
{
	local release=$1 image=$2 words=$3 initrd load
	command -v kexec >/dev/null || stop "there is no kexec here (as root: apt-get install kexec-tools)"
	[ "$(cat "$proc/sys/kernel/kexec_load_disabled" 2>/dev/null || echo 0)" = 0 ] ||
		stop "kernel.kexec_load_disabled is 1 until the next boot (ptebench_way: grub?)"
	[ -n "$image" ] || image=$(first "$boot/vmlinuz-$release" "$boot/vmlinux-$release" "$boot/Image-$release")
	[ -n "$image" ] || stop "there is no $boot/vmlinuz-$release, vmlinux-$release or Image-$release (install the kernel)"
	[ -f "$image" ] || stop "$image: no such image"
	initrd=$(first "$boot/initrd.img-$release" "$boot/initramfs-$release.img" "$boot/initrd-$release")
	[ -e "$base/cmdline" ] || sed 's/BOOT_IMAGE=[^ ]* *//' "$proc/cmdline" >"$base/cmdline"
	load=("$image" "--command-line=$(cat "$base/cmdline")${words:+ $words}")
	[ -z "$initrd" ] || load+=("--initrd=$initrd")
	# kexec_file_load(2) where possible, which signed kernels need; else kexec_load(2).
	kexec -s -l "${load[@]}" 2>/dev/null || kexec -l "${load[@]}" || stop "kexec -l $image failed"
	echo "nextboot-kexec: next boot: $image ${initrd:-without initrd}"
}

case ${1:-} in
set) set_next "$2" "$3" "$4" ;;
reboot)
	if [ -d /run/systemd/system ]; then
		exec systemctl kexec
	fi
	sync
	exec kexec -e
	;;
*) stop "give set or reboot" ;;
esac
