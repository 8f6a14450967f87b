#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs on a machine of the fleet, and does what the playbook asks: target.sh BASE VERB ARGUMENT...
# BASE is the folder of ptebench there. Prints one line: the answer on stdout, or an error on stderr.
set -euo pipefail
base=$1
verb=$2
shift 2
# Tests replace /proc.
proc=${PTEBENCH_PROC:-/proc}

stop()
{
	echo "$1" >&2
	exit "${2:-1}"
}

boot_id()
{
	cat "$proc/sys/kernel/random/boot_id"
}

# TREE OWNER: locks the machine for this tree, until it unlocks it. A start that died left the lock to its tree.
lock()
{
	local tree=$1 owner=$2
	if mkdir "$base/lock" 2>/dev/null; then
		printf '%s, since %s' "$owner" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >"$base/lock/owner"
		echo "$tree" >"$base/lock/tree"
	elif [ "$(cat "$base/lock/tree" 2>/dev/null)" != "$tree" ]; then
		stop "this machine is in use: $(cat "$base/lock/owner" 2>/dev/null || echo unknown) (if nobody uses it, remove $base/lock)"
	fi
}

unlock()
{
	[ "$(cat "$base/lock/tree" 2>/dev/null)" != "$1" ] || rm -rf "$base/lock"
}

# WAY RELEASE ENTRY WORDS: sets the next boot; prints the ID of the present one.
next()
{
	local way=$1 script
	[[ $way =~ ^[a-z0-9][a-z0-9-]*$ ]] || stop "ptebench_way $way: give grub, kexec, or a name of [a-z0-9-]"
	script=$base/nextboot-$way.sh
	[ -f "$script" ] || stop "ptebench_way $way: there is no fleet/nextboot-$way.sh"
	if grep -q ' @ptebench-lock$' "$proc/net/unix" 2>/dev/null; then
		stop "somebody measures on this machine: not rebooting it"
	fi
	shift
	bash "$script" set "$@" >&2
	boot_id
}

# OLD RELEASE WANTED UNWANTED: checks that this is another boot, of that kernel, with those parameters. Empty: any.
booted()
{
	local old=$1 release=$2 wanted=$3 unwanted=$4 id word line
	id=$(boot_id)
	[ "$id" != "$old" ] || stop "it did not boot: its boot_id is the same"
	if [ -n "$release" ] && [ "$(uname -r)" != "$release" ]; then
		stop "it came back with kernel $(uname -r), not $release"
	fi
	line=" $(cat "$proc/cmdline") "
	set -f
	for word in $wanted; do
		[[ $line == *" $word "* ]] || stop "it came back without the kernel parameter $word"
	done
	for word in $unwanted; do
		[[ $line != *" $word "* ]] || stop "it came back with $word, which is another kernel's"
	done
	echo "$id"
}

# RUN: prints complete, running, or none.
state()
{
	local job=$base/jobs/$1
	if [ -e "$job/code" ]; then
		[ "$(cat "$job/code")" = 0 ] && echo complete || echo none
	elif [ -e "$job/started" ] && ! flock -n "$job/lock" true; then
		echo running
	else
		echo none
	fi
}

# RUN SET LIMIT BOOT_ID [OPTION]...: measures, or waits for the start that does. Survives the connection; removes
# earlier runs that were not fetched.
run()
{
	local run=$1 set=$2 limit=$3 boot=$4 job=$base/jobs/$1 old code=0
	shift 4
	mkdir -p "$job"
	exec 9>"$job/lock"
	flock -w $((limit + 60)) 9 || stop "an earlier start still measures, after $limit s"
	if [ ! -e "$job/code" ]; then
		[ ! -e "$job/started" ] || stop "the run was cut off"
		[ "$(boot_id)" = "$boot" ] || stop "it rebooted before the run"
		for old in "$base"/jobs/*; do
			[ "$old" = "$job" ] || rm -rf "$old"
		done
		touch "$job/started"
		PTEBENCH_RUN=$run PTEBENCH_ARGV="./run.sh${*:+ $*}" timeout -k 60 "$limit" "$base/bin/runner" \
			run --bench-dir "$base/bench" --out "$job/out" --set "$set" --no-plot "$@" \
			>"$job/output" 2>&1 </dev/null || code=$?
		echo "$code" >"$job/code.new"
		mv "$job/code.new" "$job/code"
	fi
	code=$(cat "$job/code")
	case $code in
	0) ;;
	124 | 137) stop "the run took longer than $limit s (--timeout)" ;;
	*) stop "the run failed ($code): $(tail -n 1 "$job/output")" ;;
	esac
}

# RUN SET: packs the run into one file; prints its SHA-256.
pack()
{
	local job=$base/jobs/$1 leaf leaves=()
	cd "$job/out/$2/$1"
	for leaf in host.csv plan.csv samples.csv log.txt fit.csv kernel-config; do
		[ ! -f "$leaf" ] || leaves+=("$leaf")
	done
	tar -cf "$job/run.tar" -- "${leaves[@]}"
	sha256sum "$job/run.tar" | cut -d ' ' -f 1
}

case $verb in
lock | unlock | next | booted | state | run | pack) "$verb" "$@" ;;
*) stop "target.sh: $verb: no such verb" 2 ;;
esac
