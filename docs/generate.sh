#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Makes docs/CSV.md and docs/CASES.md from the tables in the programs.
# Usage: generate.sh BUILD_DIR [OUT_DIR]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${1:?usage: generate.sh BUILD_DIR [OUT_DIR]}
out=${2:-$here/docs}

# Wraps Markdown at 80 columns. A row of a table becomes a list item: its first cell is the term, a
# column "holds" its type, the next cell its meaning; the others follow under their headings.
wrap()
{
	awk '
	function flow(text, indent, count, words, line, i) {
		count = split(text, words, " ")
		line = words[1]
		for (i = 2; i <= count; i++) {
			if (length(line) + 1 + length(words[i]) > 80) {
				print line
				line = indent words[i]
			} else {
				line = line " " words[i]
			}
		}
		print line
	}
	function item(  text, rest, i) {
		i = heading[3] == "holds" ? 4 : 3
		text = "* `" $2 "`" (i == 4 ? " (" $3 ")" : "") ": " $i
		for (i++; i < NF; i++)
			if ($i != "-" && $i ~ /[^ ]/)
				rest = rest (rest ? "; " : " (") heading[i] ": " $i
		flow(text rest (rest ? ")" : ""), "  ")
	}
	BEGIN { FS = " [|] |^[|] | [|]$" }
	/^[|]---/ { next }
	/^[|]/ && in_table { item(); next }
	/^[|]/ { in_table = split($0, heading, FS); next }
	{ in_table = 0; flow($0, "") }'
}

{
	cat <<-'EOF'
	# The cases

	Made by `./run.sh docs` from the tables in bench/*.c; do not edit. After the
	name is what the clock encloses. A point is a case with its parameters, as
	`mprotect.ro/anon/folio=64K/size=64M`. `./run.sh list` shows the points of this
	machine: `base page` is 4K, 16K or 64K, and `2M` is what one PMD entry maps.
	`2M-pte` is that folio mapped by PTEs. A name such as `64K-emul` is a part of
	such a folio in place of an mTHP folio, for kernels before 6.8; those points
	have regions of 4M.

	EOF
	for program in mprot_tw4m mprotect mremap fork zap fault control; do
		"$build/bench/$program" --describe
	done | wrap
} >"$out/CASES.md"
{
	cat <<-'EOF'
	# The files of a run

	Made by `./run.sh docs` from the column tables in common/measure/csv_row.c and
	compare/csv.c; do not edit. CSV as in RFC 4180; no cell holds a line break. An
	empty cell means unknown or absent; it never means 0.

	## samples.csv

	One line a sample; a point without samples has one line that says why. `text,
	63` is text of at most 63 bytes.

	EOF
	"$build/bin/runner" describe-csv | wrap
	cat <<-'EOF'

	`gzip samples.csv` makes it a thirtieth: all commands read `samples.csv.gz`
	where there is no `samples.csv`, except `--resume`. A run whose gzip file is
	damaged or cut off is left out.

	## plan.csv

	The points in the order they ran: `round`, `seq`, `process` and `point` as
	above, `program` as `family` above, and `status` of the last sample.

	## host.csv

	`key,value`: the machine, the kernel and the options of the run. `unknown` is
	what could not be read. `--resume` goes by `seed`, `rounds`, `tier`, `only` and
	`cpu`.

	`cpu_vendor` and `cpu_core` name CPU 0 (`ARM`, `Neoverse-N1`); `cpu_part` has
	the numbers of which the names are made (`0x41:0xd0c r3p1`). What no table names
	is given as numbers (`part 0xd99`). On x86 `cpu_model` is the name;
	`cpuid_codename` is what libcpuid makes of it, right or wrong.

	Runs of `./run.sh vm` have `vm_*` too: how the guest was started, and in
	`vm_kernel_fnv1a64` a 64-bit FNV-1a hash of the kernel image, as
	`kernel_config_fnv1a64` is one of the configuration.

	## fit.csv

	One line for each group of points that differ in their size alone, cost by the
	page and were measured at 3 sizes or more; without such a group there is no
	file. The values are those of a line, time of a call = a + b x pages of a call,
	with their standard errors ([METHOD.md](METHOD.md)).

	* `family`, `case` (text): as above
	* `point_without_size` (text): `point` as above, less its `/size=`
	* `sizes` (whole number): sizes with `ok` samples
	* `processes` (whole number): processes with `ok` samples, of all sizes: the
	  data of the line
	* `per_call_ns` (number): a: the cost of a call apart from its pages, in ns; it
	  may come out below 0
	* `per_call_se_ns` (number): standard error of a, in ns
	* `per_page_ns` (number): b: what each base page adds, in ns
	* `per_page_se_ns` (number): standard error of b, in ns
	* `off_percent` (number): of the sizes, the farthest from the line: its distance
	  in percent of its median

	## kernel-config

	The configuration of the kernel, as text or as gzip. It lies once in the folder
	of the set, as `kernel-config-HASH`, for all runs whose host.csv has this HASH
	as `kernel_config_fnv1a64`: the FNV-1a hash of the bytes that the kernel gave,
	which may be gzip, or of the text in them. A run may have its own
	`kernel-config` in its place. A file of another hash is not read. There is none
	where the kernel does not give its configuration. `compare` names the options
	that differ.

	## Limits

	What exceeds a limit is refused or left out, with a message. A file that is no
	regular file is refused.

	* a whole number: 9223372036854775807
	* columns of samples.csv, with those that are not known here: 48
	* a cell of a column that is not known here: 4095 bytes
	* a line of samples.csv, with its newline: 262144 bytes; what follows a longer
	  one is left out as well
	* text in samples.csv.gz: 1 GiB
	* rows of samples.csv: what fits into memory, at 8 bytes a value
	* host.csv: 1 MiB; 1000 keys; 4095 bytes of a key, and of a value
	* kernel-config: 16 MiB of text; 8191 bytes of a line, with its newline; a
	  larger one counts as absent
	* the name of a set, and of a run: 63 bytes
	* globs of a command: 32

	# What compare writes

	`./run.sh compare --format csv` has a line for each machine, point and metric,
	also for those that cannot be compared. `--format json` has the same facts under
	the same names, as `{"a": ..., "b": ...}` where there is one of each side;
	`null` is unknown. [STATISTICS.md](STATISTICS.md) has the method.

	EOF
	"$build/bin/compare" --describe-csv | wrap
} >"$out/CSV.md"
