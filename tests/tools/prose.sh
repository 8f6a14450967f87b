#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Checks that prose in Markdown has at most 80 columns. Tables and code, which is fenced or indented
# by four, may be wider.
# Usage: prose.sh [TREE]
set -euo pipefail
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../..}"
awk '
FNR == 1 { is_fenced = 0 }
/^ *```/ { is_fenced = !is_fenced }
is_fenced || /^    / || /^[|]/ { next }
length($0) > 80 {
	print FILENAME ":" FNR ": " length($0) " columns, of 80"
	violations++
}
END { exit violations > 0 }' ./*.md docs/*.md results/README.md results/reference/README.md
