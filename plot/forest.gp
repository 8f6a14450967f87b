# SPDX-License-Identifier: GPL-2.0-or-later
# Plots B/A of each point with its 95% interval on a log2 axis.
# Usage: gnuplot -d -c forest.gp DATA OUT (absolute paths; OUT ends with .svg or .png)

DATA = ARG1
OUT = ARG2
load "style.gp"
stats DATA index 2 using (REACH = $1, MARGIN = $2, ROWS = $3, $1) nooutput

P = 1
LEFT = 310
RIGHT = 220
ABOVE = 30
BELOW = 26
load "panel.gp"

# By the kind of the row: faster, slower, same, small, undecided, control.
array COLOURS[6] = [FASTER, SLOWER, "#000000", "#009e73", "#888888", "#888888"]
array SHAPES[6] = [11, 9, 5, 13, 6, 1]

set xrange [-REACH:REACH]
set yrange [0:ROWS + 1]
unset tics
unset grid
set border 0
set object 1 rectangle from first -MARGIN, graph 0 to first MARGIN, graph 1 \
	behind fillcolor rgb "#e8e8e8" fillstyle solid noborder
set arrow 1 from first 0, graph 0 to first 0, graph 1 nohead linecolor rgb "#444444" linewidth 1 back
# Clip intervals at the ends of the axis.
clip(x) = x < -REACH ? -REACH : x > REACH ? REACH : x
plot DATA index 3 using 1:(0):(0):(ROWS + 1) with vectors nohead dashtype 3 linewidth 0.6 linecolor rgb "#bbbbbb", \
	DATA index 3 using 1:(ROWS + 0.999):(stringcolumn(2)) with labels center noenhanced font TINY offset 0, 0.7, \
	DATA index 3 using 1:(0.001):(stringcolumn(2)) with labels center noenhanced font TINY offset 0, -0.7, \
	for [v = 0:5] DATA index 4 using ($2 == v ? $3 : NaN):1:(clip($4)):(clip($5)) \
		with xerrorbars pointtype SHAPES[v + 1] pointsize (1.4 * MARK) linewidth 1.3 dashtype 1 linecolor rgb COLOURS[v + 1], \
	DATA index 4 using (-0.999 * REACH):($2 < 6 ? $1 : AWAY):(stringcolumn(8)) \
		with labels right noenhanced font SMALL offset -1, 0, \
	DATA index 4 using (-0.999 * REACH):($2 == 6 ? $1 : AWAY):(stringcolumn(8)) \
		with labels left noenhanced font SMALL offset screen across(12 - LEFT), 0, \
	DATA index 4 using (0.999 * REACH):($2 < 6 ? $1 : AWAY):(stringcolumn(6)) \
		with labels right noenhanced font SMALL offset screen across(RIGHT - 52), 0, \
	DATA index 4 using (0.999 * REACH):($2 < 6 ? $1 : AWAY):(stringcolumn(7)) \
		with labels left noenhanced font SMALL offset screen across(RIGHT - 46), 0
unset multiplot
