#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Makes a run of what was fetched: whole and proved, or not at all.
# Usage: collect.sh OUT FOLDER STEP SET RUN SHA256 RELEASE
# FOLDER/incoming.tar becomes OUT/SET/RUN by a rename; before, it lies in OUT/SET/.partial-RUN, which nothing
# reads. RELEASE: the kernel that it must be of; empty: any. Exit: 0 done, 1 not.
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

# The transfer failed: the run is still on the machine, and the next start fetches it again.
lost()
{
	echo "$1 (the next start fetches it again)" >&2
	exit 1
}

# The run itself is no good: the step needs another one.
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

# KEY VALUE: does host.csv say so?
says()
{
	grep -Fxq "$1,\"$2\"" "$partial/host.csv"
}

# All rows are this run's, and each process of the plan has some.
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

# Runs of one kernel share its configuration in the set, under the hash that host.csv names. A file that
# differs from the one there stays in the run: readers check the hash of both.
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
[ -f "$tar" ] || lost "no file came"
[ "$(sha256sum <"$tar" | cut -d ' ' -f 1)" = "$sum" ] || lost "the file that came is not the one that was sent"
rm -rf "$partial"
mkdir -p "$partial"
# Each file by its name, as a stream: whatever else the archive holds, links and paths, has no effect.
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
