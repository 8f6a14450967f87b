#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Checks what this machine lacks to run, compare, test or check ptebench, and installs it.
# Usage: setup.sh [--check] run|compare|plot|test|ci|vm|fleet
set -euo pipefail

check=no
if [ "${1:-}" = --check ]; then
	check=yes
	shift
fi
level=${1:-run}

# How a thing is looked for, and its package: apt, dnf, zypper. A header is looked for by the
# compiler, a tool by its name, a module by the distribution's Python; "option", "try", "module"
# and "fuzzer" are a note where they cannot be had. Emulators and cross compilers are such: each is for one
# architecture, and distributions lack some of them.
things()
{
	cat <<-'EOF'
	run  tool   cc               gcc           gcc            gcc
	run  tool   make             make          make           make
	run  tool   cmake            cmake         cmake          cmake
	run  header stdio.h          libc6-dev     glibc-devel    glibc-devel
	run  option numa.h           libnuma-dev   numactl-devel  libnuma-devel
	run  cpuid  libcpuid/libcpuid.h libcpuid-dev libcpuid-devel libcpuid-devel
	run  option gsl/gsl_cdf.h    libgsl-dev    gsl-devel      gsl-devel
	run  option jansson.h        libjansson-dev jansson-devel libjansson-devel
	run  option zlib.h           zlib1g-dev    zlib-devel     zlib-devel
	run  option sqlite3.h        libsqlite3-dev sqlite-devel  sqlite3-devel
	run  try    gnuplot          gnuplot-nox   gnuplot        gnuplot
	compare header gsl/gsl_cdf.h libgsl-dev    gsl-devel      gsl-devel
	compare header jansson.h     libjansson-dev jansson-devel libjansson-devel
	compare header zlib.h        zlib1g-dev    zlib-devel     zlib-devel
	compare header sqlite3.h     libsqlite3-dev sqlite-devel  sqlite3-devel
	compare try  jq            jq            jq             jq
	plot tool   gnuplot          gnuplot-nox   gnuplot        gnuplot
	test header cmocka.h         libcmocka-dev libcmocka-devel libcmocka-devel
	test tool   bats             bats          bats           bats
	test tool   jq             jq            jq             jq
	test try    chromium         chromium      chromium       chromium
	test tool   setpriv          util-linux    util-linux     util-linux
	test tool   pgrep            procps        procps-ng      procps
	test try    mkfs.ext4        e2fsprogs     e2fsprogs      e2fsprogs
	test module json             python3       python3        python3
	test module jsonschema       python3-jsonschema python3-jsonschema python3-jsonschema
	test module prometheus_client python3-prometheus-client python3-prometheus_client python3-prometheus_client
	test try    sshd             openssh-server openssh-server openssh-server
	ci   tool   clang            clang         clang          clang
	ci   fuzzer clang            libclang-rt-dev compiler-rt   -
	ci   tool   clang-format     clang-format  clang-tools-extra clang-tools
	ci   tool   clang-tidy       clang-tidy    clang-tools-extra clang-tools
	ci   tool   cppcheck         cppcheck      cppcheck       cppcheck
	ci   try    gcovr            gcovr         gcovr          gcovr
	ci   tool   shellcheck       shellcheck    ShellCheck     ShellCheck
	vm   header archive.h        libarchive-dev libarchive-devel libarchive-devel
	vm   try    qemu-system-x86_64 qemu-system-x86 qemu-system-x86-core qemu-x86
	vm   try    qemu-system-aarch64 qemu-system-arm qemu-system-aarch64-core qemu-arm
	vm   try    qemu-system-ppc64 qemu-system-ppc qemu-system-ppc-core qemu-ppc
	vm   try    aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu gcc-aarch64-linux-gnu -
	vm   cross  aarch64-linux-gnu-gcc libc6-dev-arm64-cross - -
	vm   try    powerpc64le-linux-gnu-gcc gcc-powerpc64le-linux-gnu gcc-powerpc64le-linux-gnu -
	vm   cross  powerpc64le-linux-gnu-gcc libc6-dev-ppc64el-cross - -
	fleet try   ansible-playbook ansible-core  ansible-core   ansible-core
	fleet try   ssh              openssh-client openssh-clients openssh-clients
	EOF
}

case $level in
run) levels=" run " ;;
compare) levels=" run compare " ;;
plot) levels=" run compare plot " ;;
test) levels=" run compare plot test vm fleet " ;;
ci) levels=" run compare plot test ci vm fleet " ;;
vm) levels=" run compare vm " ;;
fleet) levels=" run compare vm fleet " ;;
*)
	echo "setup.sh: $level: give run, compare, plot, test, ci, vm or fleet" >&2
	exit 2
	;;
esac

manager=none
for candidate in apt-get dnf zypper; do
	if command -v "$candidate" >/dev/null 2>&1; then
		manager=$candidate
		break
	fi
done

has()
{
	case $1 in
	tool | try) command -v "$2" >/dev/null 2>&1 ;;
	module) /usr/bin/python3 -c "import $2" >/dev/null 2>&1 ;;
	cross) echo '#include <stdio.h>' | "$2" -E -x c - >/dev/null 2>&1 ;;
	fuzzer) echo 'int LLVMFuzzerTestOneInput(const char *d, long n) { return d && n < 0; }' |
		"$2" -fsanitize=fuzzer,address,undefined -x c -o /dev/null - >/dev/null 2>&1 ;;
	cpuid) case $(uname -m) in x86_64 | i?86) has header "$2" ;; *) true ;; esac ;;
	*) command -v cc >/dev/null 2>&1 &&
		printf '#include <stddef.h>\n#include <stdarg.h>\n#include <stdint.h>\n#include <setjmp.h>\n#include <%s>\n' "$2" |
		cc -E -x c - >/dev/null 2>&1 ;;
	esac
}

# Fills the packages that are missing; those that ptebench can do without are kept apart.
look()
{
	needed=()
	optional=()
	local of kind what apt dnf zypper package
	while read -r of kind what apt dnf zypper; do
		[[ $levels == *" $of "* ]] || continue
		has "$kind" "$what" && continue
		case $manager in
		dnf) package=$dnf ;;
		zypper) package=$zypper ;;
		*) package=$apt ;;
		esac
		[ "$package" != - ] || continue
		case $kind in
		option | cpuid | try | module | cross | fuzzer) optional+=("$package") ;;
		*) needed+=("$package") ;;
		esac
	done < <(things)
}

install_command()
{
	case $manager in
	apt-get) echo "apt-get install -y --no-install-recommends" ;;
	dnf) echo "dnf install -y" ;;
	zypper) echo "zypper --non-interactive install" ;;
	*) echo "install by hand:" ;;
	esac
}

look
if [ $((${#needed[@]} + ${#optional[@]})) -eq 0 ]; then
	exit 0
fi
if [ "$check" = yes ]; then
	[ ${#needed[@]} -eq 0 ] && exit 0
	echo "setup.sh: missing: ${needed[*]}" >&2
	echo "setup.sh: run ./run.sh with --setup, or as root: $(install_command) ${needed[*]}" >&2
	exit 77
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
	if [ "$manager" = none ] || ! command -v sudo >/dev/null 2>&1; then
		echo "setup.sh: run as root: $(install_command) ${needed[*]} ${optional[*]}" >&2
		[ ${#needed[@]} -eq 0 ] && exit 0
		exit 77
	fi
	as_root=(sudo)
fi
if [ "$manager" = none ]; then
	echo "setup.sh: no apt-get, dnf or zypper here; install: ${needed[*]} ${optional[*]}" >&2
	[ ${#needed[@]} -eq 0 ] && exit 0
	exit 77
fi
export DEBIAN_FRONTEND=noninteractive
read -r -a install <<<"$(install_command)"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
packages=("${needed[@]}" "${optional[@]}")
echo "setup.sh: installing ${packages[*]}" >&2
if [ "$manager" = apt-get ]; then
	"${as_root[@]}" apt-get update >"$log" 2>&1 || cat "$log" >&2
fi
if [ ${#needed[@]} -gt 0 ] && ! "${as_root[@]}" "${install[@]}" "${needed[@]}" >"$log" 2>&1; then
	cat "$log" >&2
	echo "setup.sh: could not install ${needed[*]}" >&2
	exit 1
fi
# A fresh machine has no compiler before this point, so the headers are looked for once more.
look
for package in "${needed[@]}" "${optional[@]}"; do
	"${as_root[@]}" "${install[@]}" "$package" >"$log" 2>&1 ||
		echo "setup.sh: note: $package cannot be installed here" >&2
done
look
if [ ${#needed[@]} -gt 0 ]; then
	echo "setup.sh: still missing: ${needed[*]}" >&2
	exit 1
fi
