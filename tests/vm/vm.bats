#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Do whole kernels boot in QEMU, bring their rows out, and leave nothing behind, whatever becomes of
# them? Kernel images are named by PTEBENCH_TEST_KERNEL_x86_64, _aarch64 and _ppc64le.

load ../support/guests

small=(--timeout 300 --only control.empty --only 'mprotect.ro/anon/folio=4K/size=4M'
	--only 'mprotect.ro/anon/folio=64K/size=4M' --rounds 2 --boots 1)

guests()
{
	pgrep -f "qemu-system-.* -m $1 " || true
}

# One boot: all rows are there, whole, and say what counted.
expect_rows()
{
	need_kernel "$1"
	vm --kernel "one=$image" "${small[@]}"
	run=$(echo "$work"/out/one/2*)
	[ "$(cat "$run/status")" = complete ]
	[ -s "$run/console.txt" ]
	[ -e "$run/log.txt" ]
	hash=$(sed -n 's/^kernel_config_fnv1a64,"\(.*\)"$/\1/p' "$run/host.csv")
	[ "$hash" = unknown ] || [ -s "$work/out/one/kernel-config-$hash" ]
	[ ! -e "$run/kernel-config" ]
	grep -q '^clock_domain,"icount"$' "$run/host.csv"
	grep -q '^vm_accel,"tcg"$' "$run/host.csv"
	grep -q '^vm_status,"complete"$' "$run/host.csv"
	grep -q '^khugepaged_scan_sleep_ms,"4294967295"$' "$run/host.csv"
	grep -q '^host,"qemu"$' "$run/host.csv"
	grep -q '^argv,"./run.sh vm --accel tcg .* --kernel one=' "$run/host.csv"
	grep -q "^architecture,\"$1\"\$" "$run/host.csv"
	[ "$(grep -c ptebench1 "$run/console.txt")" -eq 0 ]
	points=$(tail -n +2 "$run/plan.csv" | cut -d, -f5 | sort -u | wc -l)
	[ "$points" -ge 2 ]
	[ "$(tail -n +2 "$run/plan.csv" | wc -l)" -eq $((2 * points)) ]
	[ "$(tail -n +2 "$run/samples.csv" | cut -d, -f4 | sort -u | wc -l)" -eq $((2 * points)) ]
	[ "$(tail -n +2 "$run/samples.csv" | cut -d, -f2 | sort -u)" = "$(basename "$run")" ]
	grep -q 'mprotect.ro.*,ok,' "$run/samples.csv"
}

@test "vm: an x86-64 kernel boots, and its rows come out" {
	expect_rows x86_64
}

@test "vm: an arm64 kernel boots, and its rows come out" {
	expect_rows aarch64
}

@test "vm: a ppc64le kernel boots, and its rows come out" {
	expect_rows ppc64le
}

@test "vm: one kernel twice is compared, and instructions repeat" {
	need_kernel
	vm --kernel "a=$image" --kernel "b=$image" "${small[@]}" --boots 2 >"$work/text" || true
	grep -q ': instructions, lower is better' "$work/text"
	grep -q '^controls: control.empty [-+]0\.' "$work/text"
	[ "$(ls "$work/out/a" | wc -l)" -eq 2 ]
	[ "$(ls "$work/out/b" | wc -l)" -eq 2 ]
	[ "$(grep -c ' not comparable' "$work/text")" -eq 0 ]
}

@test "vm: one that panics keeps its whole processes, one that hangs too, and others go on" {
	need_kernel
	run vm --kernel "dies=$image" --append dies:ptebench.crash=2 --kernel "hangs=$image" \
		--append hangs:ptebench.hang=1 --kernel "well=$image" "${small[@]}" --timeout 60
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

@test "vm: a frame that breaks is sent again, and nothing is lost" {
	need_kernel
	vm --kernel "noise=$image" --append ptebench.garble=3 "${small[@]}"
	run=$(echo "$work"/out/noise/2*)
	[ "$(cat "$run/status")" = complete ]
	[ "$(grep -c ptebench1 "$run/console.txt")" -eq 1 ]
	[ "$(awk -F, '{ print NF }' "$run/plan.csv" | sort -u)" = 6 ]
}

@test "vm --check brings the checks out, and says what is not ok" {
	need_kernel
	run vm --check --kernel "one=$image" --only 'mprotect.ro/anon/folio=4K/size=4M/exclusive'
	[ "$status" -eq 0 ]
	[[ $output == *"one: # checks: 1 passed, 0 failed, 0 skipped"* ]]
	grep -q '^KTAP version 1$' "$work"/out/one/*/check.txt
}

@test "vm --check of a kernel that panics has the checks up to there" {
	need_kernel
	run vm --check --kernel "dies=$image" --append ptebench.crash=5 --only 'mprotect.ro/*'
	[ "$status" -eq 1 ]
	[[ $output == *"dies: panic: "* ]]
	[[ $output == *"dies: the checks did not come to their end"* ]]
	grep -q '^  ok 1 mprotect.ro/' "$work"/out/dies/*/check.txt
	[ "$(grep -c '^# checks: ' "$work"/out/dies/*/check.txt)" -eq 0 ]
}

# Waits until QEMU is there, sends the signal, and waits for its end.
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

@test "vm: SIGTERM, and even SIGKILL, leaves no QEMU behind" {
	need_kernel
	vm --dry-run --kernel "one=$image" >/dev/null # builds
	interrupt TERM
	[ "$ended" -eq 143 ]
	grep -q '^interrupted' "$work"/out/one/*/status
	grep -q interrupted "$work/text"
	interrupt KILL
}

# The head of a bzImage, and SALT behind it: it is known, and never booted.
make_image()
{
	head -c 8192 /dev/zero >"$1"
	printf 'HdrS\017\002' | dd of="$1" bs=1 seek=514 conv=notrunc status=none
	printf '\001' | dd of="$1" bs=1 seek=566 conv=notrunc status=none
	echo "$2" >>"$1"
}

@test "vm: runs of another image in a set are no company for these" {
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

@test "vm: runs of the same image may be added to a set" {
	need_kernel
	make_image "$work/a" one
	vm --kernel "set=$image" --only control.empty --rounds 1 --boots 1
	grep -q '^vm_kernel_fnv1a64,"[0-9a-f]\{16\}"$' "$work"/out/set/*/host.csv
	cp "$image" "$work/same" # an image is its bytes, wherever they lie
	vm --dry-run --kernel "set=$work/same"
	run vm --dry-run --kernel "set=$work/a"
	[ "$status" -eq 2 ]
	[[ $output == *" is of another kernel image: "* ]]
}

@test "vm: what is no kernel, and two architectures, are refused in one line" {
	echo text >"$work/text"
	run "$build/bin/vm" --kernel "a=$work/text"
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 1 ]
	[[ $output == *"too short for a kernel"* ]]
	run "$build/bin/vm" --name-arch
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 1 ]
}
