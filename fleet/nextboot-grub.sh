#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Sets the next boot by GRUB, for one boot.
# Usage: nextboot-grub.sh set RELEASE ENTRY WORDS | reboot
# ENTRY: an entry's id or title for grub-reboot; empty: the first that boots this release. The entry must
# have the parameters WORDS; they are checked after the boot.
set -euo pipefail
boot=${PTEBENCH_BOOT:-/boot}

stop()
{
	echo "nextboot-grub: $1" >&2
	exit 1
}

# Prints the path of menu entries, by id or title, to the first one that boots the release.
find_entry()
{
	awk -v release="$1" '
		function name(line,   id, title) {
			if (match(line, /(--id[= ]|menuentry_id_option )[ ]*(\047[^\047]*\047|"[^"]*"|[^ \047"{]+)/)) {
				id = substr(line, RSTART, RLENGTH)
				sub(/^(--id[= ]|menuentry_id_option )[ ]*/, "", id)
				gsub(/[\047"]/, "", id)
				return id
			}
			if (!match(line, /\047[^\047]*\047|"[^"]*"/))
				return ""
			title = substr(line, RSTART + 1, RLENGTH - 2)
			gsub(/>/, ">>", title)
			return title
		}
		/^[ \t]*(submenu|menuentry)[ \t]/ { depth++; names[depth] = name($0); next }
		/^[ \t]*function[ \t].*\{[ \t]*$/ { depth++; names[depth] = ""; next }
		/^[ \t]*\}[ \t]*$/ { if (depth) depth--; next }
		depth && /^[ \t]*(linux|linux16|linuxefi|linux64)[ \t]/ {
			file = $2
			sub(/.*\//, "", file)
			sub(/^(vmlinuz|vmlinux|kernel|Image|linux)-/, "", file)
			if (file != release || / (single|recovery|rescue|systemd\.unit=rescue\.target)( |$)/)
				next
			path = ""
			for (i = 1; i <= depth; i++)
				if (names[i] != "")
					path = path (path == "" ? "" : ">") names[i]
			print path
			exit
		}' "$2"
}

# Prints the entry that boots the release, of those in files (Boot Loader Specification, as in Fedora).
find_file()
{
	local file image
	for file in "$boot"/loader/entries/*.conf; do
		[ -f "$file" ] || continue
		image=$(awk '$1 == "linux" { print $2; exit }' "$file")
		image=${image##*/}
		if [ "${image#*-}" = "$1" ] && ! grep -Eq '^options .*( |=)(single|rescue)' "$file"; then
			basename "$file" .conf
			return
		fi
	done
}

# Prints the path of a tool of GRUB 2, under the name that it has here.
tool() { command -v "grub-$1" || command -v "grub2-$1"; }

set_next()
{
	local release=$1 entry=$2 config
	tool reboot >/dev/null || stop "there is no grub-reboot and no grub2-reboot here (ptebench_way: kexec?)"
	for config in "$boot/grub/grub.cfg" "$boot/grub2/grub.cfg" none; do
		[ ! -r "$config" ] || break
	done
	[ "$config" != none ] || stop "there is no grub.cfg in $boot/grub or $boot/grub2 that can be read"
	grep -q next_entry "$config" ||
		stop "$config knows no next_entry, so grub-reboot has no effect (set GRUB_DEFAULT=saved, then update-grub)"
	if [ -z "$entry" ]; then
		entry=$(find_entry "$release" "$config")
		[ -n "$entry" ] || entry=$(find_file "$release")
	fi
	[ -n "$entry" ] ||
		stop "no entry of $config boots $release (install the kernel, then update-grub; or name it in ptebench_entries)"
	"$(tool reboot)" "$entry" || stop "grub-reboot '$entry' failed"
	echo "nextboot-grub: next boot: $entry"
}

case ${1:-} in
set) set_next "$2" "$3" ;;
reboot) exec reboot ;;
*) stop "give set or reboot" ;;
esac
