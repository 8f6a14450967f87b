#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# vm/kernels.sh finds the newest kernel of a series, and leaves apt as it was.

# Makes an archive in a folder, with sources of both formats; no test needs a network.
setup()
{
	kernels=$BATS_TEST_DIRNAME/../../vm/kernels.sh
	for tool in apt-get apt-cache dpkg-deb flock; do
		command -v "$tool" >/dev/null || skip "no $tool here"
	done
	work=$(mktemp -d)
	chmod 755 "$work"
	mkdir "$work/parts" "$work/old" "$work/new"
	: >"$work/old/Packages"
	: >"$work/new/Packages"
	echo "deb [trusted=yes] file:$work/old ./" >"$work/sources.list"
	printf 'Types: deb\nURIs: file:%s\nSuites: ./\nTrusted: yes\n' "$work/new" \
		>"$work/parts/new.sources"
	cat >"$work/apt.conf" <<-EOF
	Dir::Etc::sourcelist "$work/sources.list";
	Dir::Etc::sourceparts "$work/parts";
	APT::Update::Post-Invoke:: "touch $work/hooked";
	Acquire::Retries "0";
	EOF
	export APT_CONFIG=$work/apt.conf
}

teardown()
{
	[ ! -e "${work:-/nowhere}" ] || rm -rf "$work"
}

# Lists the tree as a package of the archive.
publish()
{
	local archive=$1 name=$2 arch=$3
	mkdir -p "$work/tree/DEBIAN"
	printf '%s\n' "Package: $name" "Version: 1" "Architecture: $arch" \
		"Maintainer: none" "Description: a kernel" >"$work/tree/DEBIAN/control"
	dpkg-deb --build --root-owner-group "$work/tree" "$work/$archive/$name.deb" >/dev/null
	{
		cat "$work/tree/DEBIAN/control"
		echo "Filename: ./$name.deb"
		echo "Size: $(stat -c %s "$work/$archive/$name.deb")"
		echo "SHA256: $(sha256sum <"$work/$archive/$name.deb" | cut -d ' ' -f 1)"
		echo
	} >>"$work/$archive/Packages"
	rm -rf "$work/tree"
}

# Adds linux-image-VERSION of ARCH to the archive, with an image that says so.
package()
{
	local archive=$1 version=$2 arch=$3 image=${4:-vmlinuz} tree=$work/tree
	mkdir -p "$tree/boot" "$tree/lib/modules"
	echo "image $version" >"$tree/boot/$image-$version"
	echo "config $version" >"$tree/boot/config-$version"
	echo map >"$tree/boot/System.map-$version"
	publish "$archive" "linux-image-$version" "$arch"
}

# Adds it in parts: the image in FOLDER of linux-binary-VERSION, the config in linux-base-VERSION.
package_in_parts()
{
	local archive=$1 version=$2 arch=$3 image=$4 config=$5
	mkdir -p "$work/tree/usr/share/doc"
	publish "$archive" "linux-image-$version" "$arch"
	mkdir -p "$work/tree/$(dirname "$image")"
	echo "image $version" >"$work/tree/$image"
	publish "$archive" "linux-binary-$version" "$arch"
	mkdir -p "$work/tree/$(dirname "$config")"
	echo "config $version" >"$work/tree/$config"
	publish "$archive" "linux-base-$version" "$arch"
}

fetch()
{
	run --separate-stderr "$kernels" fetch "$1" "$2" "$work/kernels"
}

# Lists all files of apt and dpkg on this machine that a fetch might touch.
system_apt()
{
	find /etc/apt /var/lib/apt /var/cache/apt /var/lib/dpkg/arch -printf '%p %s %T@\n' 2>/dev/null | sort
}

bats_require_minimum_version 1.5.0

@test "kernels.sh: wrong arguments: one line and the usage" {
	run "$kernels"
	[ "$status" -eq 2 ]
	run "$kernels" list
	[ "$status" -eq 2 ]
	[[ $output == *"list: give fetch"* ]]
	run "$kernels" fetch x86_64 6.1
	[ "$status" -eq 2 ]
	fetch riscv64 6.1
	[ "$status" -eq 2 ]
	[[ $stderr == *"riscv64: give x86_64, aarch64, or ppc64le"* ]]
	fetch x86_64 6.12-16k
	[ "$status" -eq 2 ]
	for series in 6 6.1.2 latest '6.1*' ''; do
		fetch x86_64 "$series"
		[ "$status" -eq 2 ]
	done
	[ ! -e "$work/kernels" ]
	run "$kernels" --help
	[ "$status" -eq 0 ]
}

@test "kernels.sh: the newest of the series, of the sources in both formats" {
	package old 6.1.0-9-cloud-amd64 amd64
	package old 6.1.0-10-amd64 amd64
	package new 6.1.0-10-cloud-amd64 amd64
	package new 6.1.0-11-rt-amd64 amd64
	package new 6.1.0-12-cloud-arm64 arm64
	package new 6.12.9+deb12-cloud-amd64 amd64
	fetch x86_64 6.1
	[ "$status" -eq 0 ]
	[ "$output" = "$work/kernels/vmlinuz-6.1.0-10-cloud-amd64" ]
	[ "$(cat "$output")" = "image 6.1.0-10-cloud-amd64" ]
	[ "$(ls "$work/kernels")" = "$(printf '%s-6.1.0-10-cloud-amd64\n' config vmlinuz)" ]
	package old 6.12.10+deb12-amd64-unsigned amd64
	mv "$work/old/Packages" "$work/rest"
	package old 6.12.10+deb12-amd64 amd64
	cat "$work/rest" >>"$work/old/Packages"
	fetch x86_64 6.12
	[ "$status" -eq 0 ]
	[ "$output" = "$work/kernels/vmlinuz-6.12.10+deb12-amd64" ]
}

@test "kernels.sh: kernels whose image and config are packages of their own" {
	local name=7.0.13+deb13-cloud-amd64 later=7.2.12+deb13-cloud-amd64
	package_in_parts old $name amd64 boot/vmlinuz-$name boot/config-$name
	package_in_parts old $later amd64 usr/lib/modules/$later/vmlinuz usr/lib/modules/$later/config
	for version in $name $later; do
		fetch x86_64 "${version:0:3}"
		[ "$status" -eq 0 ]
		[ "$output" = "$work/kernels/vmlinuz-$version" ]
		[ "$(cat "$output")" = "image $version" ]
		[ "$(cat "$work/kernels/config-$version")" = "config $version" ]
	done
	rm -r "$work/kernels" "$work"/old/linux-base-7*
	fetch x86_64 7.2
	[ "$status" -eq 77 ]
	[[ $stderr == *"linux-image-$later cannot be had"* ]]
}

@test "kernels.sh: each architecture and page size has its own" {
	package old 6.12.9+deb12-cloud-amd64 amd64
	package old 6.12.9+deb12-cloud-arm64 arm64
	package old 6.12.10+deb12-arm64-16k arm64
	package new 6.1.0-5-powerpc64le ppc64el vmlinux
	fetch aarch64 6.12
	[ "$output" = "$work/kernels/vmlinuz-6.12.9+deb12-cloud-arm64" ]
	fetch aarch64 6.12-16k
	[ "$output" = "$work/kernels/vmlinuz-6.12.10+deb12-arm64-16k" ]
	fetch ppc64le 6.1
	[ "$output" = "$work/kernels/vmlinux-6.1.0-5-powerpc64le" ]
	fetch ppc64le 6.12
	[ "$status" -eq 77 ]
}

@test "kernels.sh: an unknown series: exit 77, with one line" {
	package old 6.1.0-9-cloud-amd64 amd64
	fetch x86_64 6.99
	[ "$status" -eq 77 ]
	[ -z "$output" ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	[[ $stderr == *"no linux-image-6.99.*-cloud-amd64 or -amd64 for amd64" ]]
}

@test "kernels.sh: an image is fetched once" {
	package old 6.1.0-9-cloud-amd64 amd64
	fetch x86_64 6.1
	[ "$status" -eq 0 ]
	rm "$work"/old/*.deb
	fetch x86_64 6.1
	[ "$status" -eq 0 ]
	[ "$output" = "$work/kernels/vmlinuz-6.1.0-9-cloud-amd64" ]
}

@test "kernels.sh: if a package cannot be fetched, an older one is" {
	package old 6.1.0-9-cloud-amd64 amd64
	package new 6.1.0-10-cloud-amd64 amd64
	rm "$work"/new/*.deb
	fetch x86_64 6.1
	[ "$status" -eq 0 ]
	[ "$output" = "$work/kernels/vmlinuz-6.1.0-9-cloud-amd64" ]
	rm "$work"/old/*.deb "$output"
	fetch x86_64 6.1
	[ "$status" -eq 77 ]
	[[ $stderr == *"linux-image-6.1.0-9-cloud-amd64 cannot be had: "* ]]
	[ "${#stderr_lines[@]}" -eq 1 ]
}

@test "kernels.sh: a broken index harms no other, and is named where it may matter" {
	package old 6.1.0-9-cloud-amd64 amd64
	package new 6.1.0-10-cloud-amd64 amd64
	printf 'Date: Thu, 01 Jan 2026 00:00:00 UTC\nSHA256:\n %064d 7 Packages\n' 1 >"$work/new/Release"
	fetch x86_64 6.1
	[ "$status" -eq 0 ]
	[ "$output" = "$work/kernels/vmlinuz-6.1.0-9-cloud-amd64" ]
	[[ $stderr == *"there may be newer ones: "*"$work/new"* ]]
	fetch x86_64 6.12
	[ "$status" -eq 77 ]
	[[ $stderr == *"no linux-image-6.12.*"*"$work/new"* ]]
	[ "${#stderr_lines[@]}" -eq 1 ]
}

@test "kernels.sh: a mirror that does not answer is named too" {
	package old 6.1.0-9-cloud-amd64 amd64
	echo "deb [trusted=yes] http://127.0.0.1:1/none ./" >>"$work/sources.list"
	fetch x86_64 6.1
	[ "$status" -eq 0 ]
	[[ $stderr == *"there may be newer ones: "*"127.0.0.1:1"* ]]
}

@test "kernels.sh: half an image is not used" {
	package old 6.1.0-9-cloud-amd64 amd64
	mkdir -p "$work/kernels/.part/boot" "$work/bin"
	echo half >"$work/kernels/.part/boot/vmlinuz-6.1.0-9-cloud-amd64"
	printf '#!/bin/bash\n"%s" "$@" | head -c 1000\nexit 1\n' "$(command -v dpkg-deb)" \
		>"$work/bin/dpkg-deb"
	chmod +x "$work/bin/dpkg-deb"
	PATH=$work/bin:$PATH fetch x86_64 6.1
	[ "$status" -eq 1 ]
	[[ $stderr == *"cannot unpack linux-image-6.1.0-9-cloud-amd64"* ]]
	[ -z "$(ls "$work/kernels")" ]
	fetch x86_64 6.1
	[ "$(cat "$output")" = "image 6.1.0-9-cloud-amd64" ]
}

@test "kernels.sh: apt of this machine is as it was, and its hooks did not run" {
	package old 6.1.0-9-cloud-arm64 arm64
	system_apt >"$work/before"
	foreign=$(dpkg --print-foreign-architectures)
	fetch aarch64 6.1
	[ "$status" -eq 0 ]
	system_apt | diff "$work/before" -
	[ "$(dpkg --print-foreign-architectures)" = "$foreign" ]
	[ ! -e "$work/hooked" ]
}
