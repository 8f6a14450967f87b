#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Kernels boot in QEMU, send their rows, and leave nothing behind, however they end.
# PTEBENCH_TEST_KERNEL_x86_64, _aarch64 and _ppc64le name the images.

load ../support/guests

small=(--timeout 300 --only control.empty --only 'mprotect.ro/anon/folio=4K/size=4M'
	--only 'mprotect.ro/anon/folio=64K/size=4M' --rounds 2 --boots 1)

guests()
{
	pgrep -f "qemu-system-.* -m $1 " || true
}

# PATH SALT: makes the header of a bzImage, and SALT behind it: recognised, and never booted.
make_image()
{
	head -c 8192 /dev/zero >"$1"
	printf 'HdrS\017\002' | dd of="$1" bs=1 seek=514 conv=notrunc status=none
	printf '\001' | dd of="$1" bs=1 seek=566 conv=notrunc status=none
	echo "$2" >>"$1"
}

@test "vm: one kernel twice is compared, instructions repeat, and only its runs may be added" {
	need_kernel
	vm --kernel "a=$image" --kernel "b=$image" "${small[@]}" --boots 2 >"$work/text" || true
	grep -q ': instructions, lower is better' "$work/text"
	grep -q '^controls: control.empty [-+]0\.' "$work/text"
	[ "$(ls -d "$work"/out/a/2* | wc -l)" -eq 2 ]
	[ "$(ls -d "$work"/out/b/2* | wc -l)" -eq 2 ]
	[ "$(grep -c ' not comparable' "$work/text")" -eq 0 ]
	# The n-th boots of both have one order of points, and the next another.
	seeds() { sed -n 's/^seed,"\(.*\)"$/\1/p' "$work/out/$1"/2*/host.csv | tr '\n' ' '; }
	[ "$(seeds a)" = "1 2 " ]
	[ "$(seeds b)" = "1 2 " ]
	# All rows of both rounds are there.
	run=$(printf '%s\n' "$work"/out/a/* | head -n 1)
	points=$(tail -n +2 "$run/plan.csv" | cut -d, -f5 | sort -u | wc -l)
	[ "$points" -ge 2 ]
	[ "$(tail -n +2 "$run/plan.csv" | wc -l)" -eq $((2 * points)) ]
	[ "$(tail -n +2 "$run/samples.csv" | cut -d, -f4 | sort -u | wc -l)" -eq $((2 * points)) ]
	[ "$(tail -n +2 "$run/samples.csv" | cut -d, -f2 | sort -u)" = "$(basename "$run")" ]
	grep -q 'mprotect.ro.*,ok,' "$run/samples.csv"
	# A set takes runs of the same bytes, whatever the path of the image.
	grep -q '^vm_kernel_fnv1a64,"[0-9a-f]\{16\}"$' "$run/host.csv"
	make_image "$work/other" one
	cp "$image" "$work/same"
	vm --dry-run --kernel "a=$work/same"
	run vm --dry-run --kernel "a=$work/other"
	[ "$status" -eq 2 ]
	[[ $output == *" is of another kernel image: "* ]]
}

@test "vm: a kernel that panics or hangs keeps its whole processes, and others go on" {
	need_kernel
	run vm --kernel "dies=$image" --append dies:ptebench.crash=2 --kernel "hangs=$image" \
		--append hangs:ptebench.hang=1 --kernel "well=$image" "${small[@]}" --timeout 40
	[ "$status" -eq 1 ]
	[[ $output == *"dies: panic: Kernel panic - not syncing: sysrq triggered crash, 2 processes"* ]]
	[[ $output == *"hangs: hang: "*", 1 processes"* ]]
	[[ $output == *"well: complete"* ]]
	[[ $output == *"the last lines of the console"* ]]
	grep -q '^panic: ' "$work"/out/dies/*/status
	grep -q '^vm_status,"panic"$' "$work"/out/dies/*/host.csv
	[ "$(tail -n +2 "$work"/out/dies/*/plan.csv | wc -l)" -eq 2 ]
	[ "$(tail -n +2 "$work"/out/dies/*/samples.csv | cut -d, -f4 | sort -u | wc -l)" -eq 2 ]
	[ "$(tail -n +2 "$work"/out/hangs/*/plan.csv | wc -l)" -eq 1 ]
}

@test "vm: a kernel that does not reach init gives a run with its console, and no rows" {
	need_kernel
	run vm --kernel "lost=$image" --append rdinit=/not/there "${small[@]}"
	[ "$status" -eq 1 ]
	run=$(echo "$work"/out/lost/2*)
	grep -q '^panic: ' "$run/status"
	[ -s "$run/console.txt" ]
	[ ! -e "$run/samples.csv" ]
	[ ! -e "$run/host.csv" ]
}

@test "vm: garbage on the data port ends the boot, and whole processes stay" {
	need_kernel
	run vm --kernel "noise=$image" --append ptebench.garble=2 "${small[@]}"
	[ "$status" -eq 1 ]
	[[ $output == *"noise: garbled: the guest sent something that is no chunk after "*" bytes, 2 processes"* ]]
	run=$(echo "$work"/out/noise/2*)
	grep -q '^garbled: ' "$run/status"
	grep -q '^vm_status,"garbled"$' "$run/host.csv"
	[ "$(tail -n +2 "$run/plan.csv" | wc -l)" -eq 2 ]
	[ "$(tail -n +2 "$run/samples.csv" | cut -d, -f4 | sort -u | wc -l)" -eq 2 ]
	[ "$(awk -F, '{ print NF }' "$run/plan.csv" | sort -u)" = 6 ]
}

@test "vm: a kernel without a driver of the data port says so on its console" {
	need_kernel aarch64
	run vm --kernel "mute=$image" --append initcall_blacklist=serial_pci_driver_init "${small[@]}"
	[ "$status" -eq 1 ]
	[[ $output == *"init: use the data port /dev/ttyS0: "* ]]
	[[ $output == *"mute: no-rows: "* ]]
}

# Boots a guest of ARCH in which tests/support/fake_runner.c plays the runner. Kernel messages while rows are sent
# do not change them; and if the kernel dies then, nothing of that process stays.
expect_whole_rows()
{
	local arch=$1 compiler=${1/ppc64le/powerpc64le}-linux-gnu-gcc
	need_kernel "$arch"
	[ "$arch" != "$(uname -m)" ] || compiler=cc
	mkdir -p "$work/programs/vm-$arch/bin" "$work/programs/vm-$arch/bench" "$work/expected"
	vm --dry-run --kernel "fake=$image" >/dev/null # builds
	cp "$build/vm-$arch/bin/init" "$work/programs/vm-$arch/bin"
	echo none >"$work/programs/vm-$arch/bench/none"
	"$compiler" -O2 -static -D_GNU_SOURCE -o "$work/programs/vm-$arch/bin/runner" "$here/tests/support/fake_runner.c"
	cc -O2 -D_GNU_SOURCE -o "$work/runner" "$here/tests/support/fake_runner.c"
	"$work/runner" run --out "$work/expected" --set fake
	run "$build/bin/vm" --programs "$work/programs" --compare true --accel tcg --out "$work/out" --boots 1 \
		--timeout 120 --kernel "fake=$image"
	[ "$status" -eq 1 ]
	[[ $output == *"fake: panic: "*", 1 processes"* ]]
	[ "$(grep -c 'storm' "$work"/out/fake/*/console.txt)" -gt 50 ]
	head -c 1048576 "$work/expected/fake/run/samples.csv" | cmp - "$work"/out/fake/*/samples.csv
	head -n 2 "$work/expected/fake/run/plan.csv" | cmp - "$work"/out/fake/*/plan.csv
}

@test "vm: messages and a panic of an x86-64 kernel change no row" {
	expect_whole_rows x86_64
}

@test "vm: messages and a panic of an arm64 kernel change no row" {
	expect_whole_rows aarch64
}

@test "vm: messages and a panic of a ppc64le kernel change no row" {
	expect_whole_rows ppc64le
}

@test "vm --check keeps the checks, and prints what is not ok" {
	need_kernel
	run vm --check --kernel "one=$image" --only 'mprotect.ro/anon/folio=4K/size=4M/exclusive'
	[ "$status" -eq 0 ]
	[[ $output == *"one: # checks: 1 passed, 0 failed, 0 skipped"* ]]
	grep -q '^KTAP version 1$' "$work"/out/one/*/check.txt
}

@test "vm --check of a kernel that panics keeps the checks up to there" {
	need_kernel
	run vm --check --kernel "dies=$image" --append ptebench.crash=5 --only 'm*'
	[ "$status" -eq 1 ]
	[[ $output == *"dies: panic: "* ]]
	[[ $output == *"dies: the checks did not come to their end"* ]]
	grep -q '^  ok 1 mprot' "$work"/out/dies/*/check.txt
	[ "$(grep -c '^# checks: ' "$work"/out/dies/*/check.txt)" -eq 0 ]
}

# Waits for QEMU, sends the signal, and waits for its end.
interrupt()
{
	"$here/run.sh" vm --accel tcg --out "$work/out" --kernel "one=$image" "${small[@]}" \
		--memory 377M >"$work/text" 2>&1 3>&- &
	tool=$!
	for ((i = 0; i < 600 && $(guests 377M | wc -l) == 0; i++)); do
		sleep 0.1
	done
	[ "$(guests 377M | wc -l)" -gt 0 ]
	kill "-$1" "$tool"
	wait "$tool" || ended=$?
	for ((i = 0; i < 100 && $(guests 377M | wc -l) > 0; i++)); do
		sleep 0.1
	done
	[ "$(guests 377M | wc -l)" -eq 0 ]
}

@test "vm: SIGTERM and SIGKILL leave no QEMU behind" {
	need_kernel
	vm --dry-run --kernel "one=$image" >/dev/null # builds
	interrupt TERM
	[ "$ended" -eq 143 ]
	grep -q '^interrupted' "$work"/out/one/*/status
	grep -q interrupted "$work/text"
	interrupt KILL
}

@test "vm: a set with runs of another image is refused" {
	make_image "$work/a" one
	make_image "$work/b" two
	vm=("$build/bin/vm" --dry-run --out "$work/out" --kernel "set=$work/a")
	"${vm[@]}" --kernel "other=$work/b"
	mkdir -p "$work/out/set/run-1"
	printf 'key,value\nvm_kernel_fnv1a64,"0123456789abcdef"\n' >"$work/out/set/run-1/host.csv"
	run "${vm[@]}"
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 1 ]
	[[ $output == *"set/run-1 is of another kernel image: choose another NAME or --out, or move"* ]]
}

@test "vm: a glob that no machine has a point for is refused before a boot" {
	make_image "$work/a" one
	vm=("$build/bin/vm" --programs "$build" --dry-run --out "$work/out" --kernel "a=$work/a" --only 'control.*')
	for more in '' --check; do
		run "${vm[@]}" $more --only 'mprotect.ro/*/size=65M'
		[ "$status" -eq 2 ]
		[[ $output == "vm: --only mprotect.ro/*/size=65M: no point "*"matches (see ./run.sh list)" ]]
		"${vm[@]}" $more --only 'mprotect.ro/anon/folio=32M/size=64M' # another machine may have it
	done
	run "${vm[@]}" --only 'mprotect.ro/*/half'
	[ "$status" -eq 2 ]
	"${vm[@]}" --check --only 'mprotect.ro/*/half'
}

@test "vm: a file that is no kernel, and two architectures, are refused in one line" {
	echo text >"$work/text"
	run "$build/bin/vm" --kernel "a=$work/text"
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 1 ]
	[[ $output == *"too short for a kernel"* ]]
	run "$build/bin/vm" --name-arch
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 1 ]
}
