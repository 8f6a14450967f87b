# SPDX-License-Identifier: GPL-2.0-or-later
# Plots time, instructions and cycles of each point side by side, one bar per kernel.
# Usage: gnuplot -d -c costs.gp DATA OUT (absolute paths; OUT ends with .svg or .png)

DATA = ARG1
OUT = ARG2
load "style.gp"
stats DATA index 2 using (ROWS = $1, METRICS = int($2), SLOTS = int($3), $1) nooutput
array NAME[METRICS]
stats DATA index 3 using (NAME[int($1)] = stringcolumn(2), $1) nooutput

P = 1
COLUMNS = 1
RIGHT = 10
ABOVE = 30
BELOW = 12
LABELS = 300
# The columns of bars share the width beside the labels; each has room for a number at its end.
part = (WIDTH - 12.0 - LABELS - RIGHT) / METRICS
NUMBER = 62
# Each kernel measured on this machine has a slot.
top(slot) = 0.43 - 0.86 * (slot - 1) / SLOTS
bottom(slot) = 0.43 - 0.86 * slot / SLOTS

do for [m = 1:METRICS] {
	LEFT = LABELS + part * (m - 1)
	load "panel.gp"
	set rmargin at screen across(CELL_LEFT + LEFT + part - NUMBER)
	set title NAME[m] noenhanced font SMALL offset 0, -0.4
	set xrange [0:1]
	set yrange [0.4:ROWS + 0.6]
	unset tics
	unset grid
	set border 2
	plot for [k = 1:SETS] DATA index 5 \
			using ($2 == m && $3 == k ? $4 / 2 : NaN):($1 + (top($7) + bottom($7)) / 2):(0):4:($1 + bottom($7)):($1 + top($7)) \
			with boxxyerror linetype k fillstyle solid 0.75 noborder, \
		for [k = 1:SETS] DATA index 5 \
			using ($2 == m && $3 == k && $4 == $4 ? $4 : AWAY):($1 + (top($7) + bottom($7)) / 2):(stringcolumn(6)) \
			with labels left noenhanced font TINY offset 0.5, 0, \
		DATA index 4 using (0):(m == 1 && $2 == 0 ? $1 : AWAY):(stringcolumn(3)) \
			with labels right noenhanced font SMALL offset -1, 0, \
		DATA index 4 using (0):(m == 1 && $2 == 1 ? $1 : AWAY):(stringcolumn(3)) \
			with labels left noenhanced font SMALL offset screen across(12 - LABELS), 0
}
unset multiplot
