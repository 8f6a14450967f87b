#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Checks that includes point down only. Folders are the layers; no module is listed here.
# Usage: layers.sh [TREE]
set -euo pipefail
tree=$(cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../..}" && pwd)
violations=0

complain()
{
	echo "layers: $*"
	violations=$((violations + 1))
}

# The layer of a file of common/ or bench/, from below. case.h declares types alone, so that hooks
# (measure/ops) and checks can take a case: it counts as a part of measure/.
layer_of()
{
	case $1 in
	common/base/*) echo 0 ;;
	common/sys/*) echo 1 ;;
	common/state/*) echo 2 ;;
	common/verify/*) echo 3 ;;
	common/measure/* | common/case.h) echo 4 ;;
	common/check/*) echo 5 ;;
	common/*/*) echo none ;;
	common/*) echo 6 ;;
	bench/*) echo 7 ;;
	esac
}

# The programs that judge results know nothing of the machine: of common/ they see these.
results_see='^common/(base/.*|measure/(csv_row|csv_reader|drift)\.h)$'

# What FILE includes, each as a path in the tree; nothing for headers that the build makes (_css, _js, _jq).
includes()
{
	local file=$1 name
	while read -r name; do
		if [ -e "$tree/$(dirname "$file")/$name" ]; then
			realpath --relative-to="$tree" "$tree/$(dirname "$file")/$name"
		elif [ -e "$tree/common/$name" ]; then
			echo "common/$name"
		elif [ -e "$tree/$name" ]; then
			echo "$name"
		elif [[ $name != *_@(css|js|jq).h ]]; then
			echo "missing/$name"
		fi
	done < <(sed -n 's/^#include "\(.*\)"$/\1/p' "$tree/$file")
}

check()
{
	local file=$1 other=$2 mine its
	case $other in
	missing/*) complain "$file includes ${other#missing/}, which is not in the tree" ;;
	tests/*) complain "$file includes $other: the product needs no test" ;;
	esac
	case $file in
	common/* | bench/*)
		mine=$(layer_of "$file")
		its=$(layer_of "$other")
		if [ "$mine" = none ]; then
			complain "$file lies in no layer"
		elif [ -z "$its" ] || [ "$its" = none ] || [ "$its" -gt "$mine" ]; then
			complain "$file includes $other, which is not below it"
		fi
		;;
	compare/* | plot/* | report/* | history/* | export/*)
		if [[ $other = bench/* ]] || { [[ $other = common/* ]] && ! [[ $other =~ $results_see ]]; }; then
			complain "$file includes $other: it works on results and knows no more"
		fi
		;;
	esac
	case $file:$other in
	common/state/*:common/verify/*) complain "$file includes $other: the builder proves its own work" ;;
	common/verify/*:common/state/page_state.h | common/verify/*:common/state/thp.h) ;;
	common/verify/*:common/state/*) complain "$file includes $other: the proof believes the builder" ;;
	bench/*:common/bench.h | bench/*:bench/*) ;;
	bench/*:*) complain "$file includes $other: of common/, bench.h alone" ;;
	compare/*:plot/* | compare/*:report/* | compare/*:history/* | compare/*:export/* | \
		common/*:bench/* | compare/*:runner/* | runner/*:vm/*)
		complain "$file includes $other, which is above it"
		;;
	esac
}

while read -r file; do
	while read -r other; do
		check "$file" "$other"
	done < <(includes "$file")
done < <(cd "$tree" && find common bench runner vm fleet compare plot report history export -name '*.[ch]' 2>/dev/null)
[ "$violations" -eq 0 ]
