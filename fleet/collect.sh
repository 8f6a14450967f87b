#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Checks a fetched run, and keeps it if it is whole.
# Usage: collect.sh OUT FOLDER STEP SET RUN SHA256 RELEASE
# FOLDER/incoming.tar is unpacked in OUT/SET/.partial-RUN, which nothing reads, and renamed to OUT/SET/RUN.
# RELEASE: the kernel that it must be of; empty: any. Exit: 0 done, 1 failed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=$1
folder=$2
step=$3
set=$4
run=$5
sum=$6
release=$7
tar=$folder/incoming.tar
final=$out/$set/$run
partial=$out/$set/.partial-$run

# The transfer failed. The run is still on the machine.
lost()
{
	echo "$1 (the next start fetches it again)" >&2
	exit 1
}

# The run is unusable: the step needs another one.
spoilt()
{
	rm -rf "$partial" "$tar"
	"$here/progress.sh" "$folder" quietly note "$step" "$set" spoilt "$run" "$1"
	echo "$1" >&2
	exit 1
}

done_with_it()
{
	rm -f "$tar"
	"$here/progress.sh" "$folder" note "$step" "$set" "done" "$run" \
		"$(($(wc -l <"$final/plan.csv") - 1)) processes"
	exit 0
}

ends_whole()
{
	[ -s "$partial/$1" ] && [ -z "$(tail -c 1 "$partial/$1")" ]
}

# KEY VALUE: has host.csv this line?
says()
{
	grep -Fxq "$1,\"$2\"" "$partial/host.csv"
}

# Checks that all rows are of this run, and that each process of the plan has some.
same_processes()
{
	awk -F, -v run="$run" '
		FNR == 1 { next }
		NR == FNR { planned[$3] = 1; next }
		$2 != run || !($4 in planned) { wrong = 1; exit }
		!seen[$4]++ { count++ }
		END {
			for (process in planned)
				count--
			exit wrong || count != 0
		}' "$partial/plan.csv" "$partial/samples.csv"
}

# Moves the kernel's config to the set, where runs share it by the hash in host.csv. A config that differs
# from the one there stays in the run: readers check the hash of both.
share_config()
{
	local own=$partial/kernel-config hash shared
	hash=$(sed -n 's/^kernel_config_fnv1a64,"\([0-9a-f]\{16\}\)"$/\1/p' "$partial/host.csv")
	shared=$out/$set/kernel-config-$hash
	[ -f "$own" ] && [ -n "$hash" ] || return 0
	if [ ! -e "$shared" ]; then
		mv "$own" "$shared"
	elif cmp -s "$own" "$shared"; then
		rm "$own"
	fi
}

[ ! -d "$final" ] || done_with_it
[ -f "$tar" ] || lost "no file arrived"
[ "$(sha256sum <"$tar" | cut -d ' ' -f 1)" = "$sum" ] || lost "the file that arrived is not the one that was sent"
rm -rf "$partial"
mkdir -p "$partial"
# Extracts each file by name, as a stream: links, paths and other files in the archive have no effect.
names=$(tar -tf "$tar" 2>/dev/null) || spoilt "the archive is broken"
for leaf in host.csv plan.csv samples.csv log.txt fit.csv kernel-config; do
	if grep -Fxq -- "$leaf" <<<"$names"; then
		tar -xOf "$tar" "$leaf" >"$partial/$leaf" 2>/dev/null || spoilt "the archive is broken at $leaf"
	fi
done
for leaf in host.csv plan.csv samples.csv; do
	ends_whole "$leaf" || spoilt "the run is not whole: $leaf is missing, or cut off"
done
[ -e "$partial/log.txt" ] || spoilt "the run is not whole: log.txt is missing"
same_processes || spoilt "the run is not whole: plan.csv and samples.csv are not of the same processes"
says run "$run" || spoilt "host.csv is another run's"
boot=$("$here/progress.sh" "$folder" boot "$run")
says boot_id "$boot" || spoilt "host.csv is not of the boot that was measured, $boot"
[ -z "$release" ] || says kernel_release "$release" || spoilt "host.csv is not of kernel $release"
echo complete >"$partial/status"
sync "$partial"/* "$partial"
share_config
mv -T "$partial" "$final"
sync "$out/$set"
done_with_it
