#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Fetches distribution kernels for VM runs, and unpacks their boot images.
# Usage: kernels.sh fetch ARCH SERIES DIR, as: fetch aarch64 6.12-16k kernels
set -euo pipefail

usage()
{
	cat <<-'EOF'
	Usage: vm/kernels.sh fetch ARCH SERIES DIR
	  ARCH    x86_64, aarch64, or ppc64le
	  SERIES  a release as 6.1 or 6.12; 6.12-16k is the kernel with pages of 16K (aarch64)
	  DIR     where images, their configs, and apt's lists are kept
	Prints the path of the newest image of the series that apt's sources of this machine have.
	Nothing is installed, and apt's own lists and settings stay as they are. Exit: 0 done,
	1 failed, 2 usage, 77 the archive has no such kernel. Also: --help, --version.
	EOF
}

wrong()
{
	echo "kernels: $1" >&2
	usage >&2
	exit 2
}

cannot()
{
	echo "kernels: $1" >&2
	exit 77
}

case "${1:-}" in
fetch) ;;
-h | --help)
	usage
	exit 0
	;;
--version) exec "${PTEBENCH_BUILD:-$(dirname "$0")/../build}/bin/runner" --version ;;
*) wrong "${1:-no verb}: give fetch" ;;
esac
[ $# -eq 4 ] || wrong "fetch: give ARCH, SERIES, and DIR"
arch=$2
series=$3
dir=$4
[[ $series =~ ^([0-9]+\.[0-9]+)(-16k)?$ ]] || wrong "$series: not a series, as 6.12 or 6.12-16k"
release=${BASH_REMATCH[1]}
pages=${BASH_REMATCH[2]}

# Flavours by preference: those for the cloud are smaller, and boot in QEMU as well.
case $arch$pages in
x86_64) debian=amd64 flavours="cloud-amd64 amd64" ;;
aarch64) debian=arm64 flavours="cloud-arm64 arm64" ;;
aarch64-16k) debian=arm64 flavours=arm64-16k ;;
ppc64le) debian=ppc64el flavours=powerpc64le ;;
*-16k) wrong "$series: only aarch64 has kernels with pages of 16K" ;;
*) wrong "$arch: give x86_64, aarch64, or ppc64le" ;;
esac
for tool in apt-get apt-cache dpkg-deb flock; do
	command -v "$tool" >/dev/null 2>&1 ||
		cannot "no $tool here: unpack a kernel package by hand and name its image"
done
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
exec 9>"$dir/.lock"
flock 9
# Removes the files of a killed fetch.
part=$dir/.part
rm -rf "$part"
mkdir "$part"
trap 'rm -rf "$part"' EXIT

# Runs apt with lists of its own and one architecture. It uses the machine's sources, keys and proxies, and skips
# its hooks.
state=$dir/.apt-$debian
mkdir -p "$state/lists/partial" "$state/archives/partial"
: >"$state/status"
cat >"$state/apt.conf" <<EOF
APT::Architecture "$debian";
#clear APT::Architectures;
APT::Architectures:: "$debian";
#clear APT::Update;
#clear DPkg::Pre-Invoke;
#clear DPkg::Post-Invoke;
Dir::State "$state";
Dir::State::lists "$state/lists";
Dir::State::status "$state/status";
Dir::Cache "$state";
Dir::Cache::archives "$state/archives";
Dir::Log "$state";
#clear Acquire::Languages;
Acquire::Languages:: "none";
EOF
own_apt()
{
	local tool=$1
	shift
	"$tool" -c "$state/apt.conf" "$@" 9>&-
}

# Goes on without a broken index: others may have the kernel.
doubt=
if ! own_apt apt-get -qq --error-on=any update >"$part/log" 2>&1; then
	doubt=$(sed -n '/^[EW]: */{s///p;q}' "$part/log")
fi

# Prints the packages of the series, as "version-flavour package", best first.
candidates()
{
	local flavour rank=0
	own_apt apt-cache pkgnames "linux-image-$release." >"$part/names" 2>/dev/null || true
	for flavour in $flavours; do
		rank=$((rank + 1))
		sed -nE "s/^linux-image-([0-9][^ -]*(-[0-9][^ -]*)?)-$flavour(-unsigned)?$/\1 $rank & $flavour/p" \
			"$part/names"
	done | sort -k1,1Vr -k2,2n -k3,3 | awk '{ print $1 "-" $4, $3 }'
}

# NAME PACKAGE: prints the packages with image and config: from Linux 6.19 on, dependencies of PACKAGE.
holders()
{
	local name=$1 package=$2 kind
	for kind in binary base; do
		own_apt apt-cache pkgnames "linux-$kind-$name" 2>/dev/null |
			grep -xF -e "linux-$kind-$name" -e "linux-$kind-$name-unsigned" | sort | head -n 1
	done >"$part/holders"
	grep -q '^linux-binary-' "$part/holders" || echo "$package" >"$part/holders"
}

# Extracts image and config of a package, which may have one of them. Other complaints of tar are errors.
extract()
{
	dpkg-deb --fsys-tarfile "$1" 2>"$part/log" | LC_ALL=C tar -x -C "$part" --wildcards './boot/vmlinu*' \
		'./boot/config-*' './usr/lib/modules/*/vmlinu*' './usr/lib/modules/*/config' 2>"$part/complaints" || true
	grep -vE ': Not found in archive|: Exiting with failure status' "$part/complaints" >>"$part/log" || true
	[ ! -s "$part/log" ]
}

# NAME PACKAGE: unpacks the config, then the image by a rename, so that an image is whole.
unpack()
{
	local name=$1 package=$2 kind file deb holder
	holders "$name" "$package"
	while read -r holder; do
		(cd "$part" && own_apt apt-get -qq download "$holder") >"$part/log" 2>&1 </dev/null || return 1
	done <"$part/holders"
	for deb in "$part"/*.deb; do
		extract "$deb" || break
		deb=
	done
	for kind in config vmlinuz vmlinux; do
		for file in "$part/boot/$kind-$name" "$part/usr/lib/modules/$name/$kind"; do
			[ -n "$deb" ] || [ ! -f "$file" ] || mv "$file" "$dir/$kind-$name"
		done
	done
	[ -f "$dir/vmlinuz-$name" ] || [ -f "$dir/vmlinux-$name" ] && return
	echo "kernels: cannot unpack $package: $(tail -n 1 "$part/log")" >&2
	exit 1
}

found()
{
	local image
	for image in "$dir/vmlinuz-$1" "$dir/vmlinux-$1"; do
		if [ -f "$image" ]; then
			[ -z "$doubt" ] || echo "kernels: note: there may be newer ones: $doubt" >&2
			echo "$image"
			return 0
		fi
	done
	return 1
}

lacking=
while read -r name package; do
	found "$name" && exit 0
	unpack "$name" "$package" && found "$name" && exit 0
	lacking="$package cannot be had: $(sed -n '/^[EW]: */{s///p;q}' "$part/log")"
	rm -rf "$part"
	mkdir "$part"
done < <(candidates)
if [ -z "$lacking" ]; then
	lacking="apt's sources have no linux-image-$release.*-${flavours// / or -} for $debian"
fi
cannot "$lacking${doubt:+; and of what they have: $doubt}"
