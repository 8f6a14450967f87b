#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Do dependencies point down only? Usage: layers.sh [TREE]
set -euo pipefail
tests=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tree=${1:-$tests/..}
violations=0

declare -A layer
while read -r number module; do
	[[ $number =~ ^[0-9]+$ ]] && layer[$module]=$number
done <"$tests/layers.txt"

complain()
{
	echo "layers: $*"
	violations=$((violations + 1))
}

includes()
{
	sed -n 's/^#include "\([a-z0-9_/]*\)\.h"$/\1/p' "$1"
}

for file in "$tree"/common/*.[ch]; do
	module=$(basename "${file%.*}")
	if [ -z "${layer[$module]:-}" ]; then
		complain "common/$module is not in tests/layers.txt"
		continue
	fi
	for other in $(includes "$file"); do
		[ "$other" = "$module" ] && continue
		if [ -z "${layer[$other]:-}" ] || [ "${layer[$other]}" -ge "${layer[$module]}" ]; then
			complain "common/$(basename "$file") includes $other.h, which is not below it"
		fi
	done
done
builder=" state emulate content sharing cachefile "
prover=" evidence frames witness behaviour pagemap "
for file in "$tree"/common/*.[ch]; do
	module=$(basename "${file%.*}")
	for other in $(includes "$file"); do
		if { [[ $builder = *" $module "* ]] && [[ $prover = *" $other "* ]]; } ||
			{ [[ $prover = *" $module "* ]] && [[ $builder = *" $other "* ]]; }; then
			complain "$(basename "$file") includes $other.h: the builder is its own witness"
		fi
	done
done
for file in "$tree"/bench/*.c "$tree"/bench/*/*.[ch]; do
	for other in $(includes "$file"); do
		if [ "$other" != bench ] && [ ! -e "$(dirname "$file")/$other.h" ]; then
			complain "${file#"$tree"/} includes $other.h: of common/, bench.h alone"
		fi
	done
done
judged=" fail fresh digest version count size globs line row samples trend "
for file in "$tree"/compare/*.[ch] "$tree"/compare/*/*.[ch] "$tree"/compare/*/*/*.[ch]; do
	folder=$(dirname "$file")
	for other in $(includes "$file"); do
		# page_css.h is made of page.css.
		if [ ! -e "$tree/compare/$other.h" ] && [ ! -e "$folder/$other.h" ] &&
			[ ! -e "$folder/${other/_/.}" ] && [[ $judged != *" $other "* ]] &&
			{ [[ $folder != */history/site ]] || [ ! -e "$folder/../$other.h" ]; } &&
			[ "${file#"$tree"/}:$other" != compare/history/history.c:site ]; then
			complain "${file#"$tree"/} includes $other.h: it judges rows and knows no more"
		fi
	done
done
[ "$violations" -eq 0 ]
