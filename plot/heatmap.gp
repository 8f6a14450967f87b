# SPDX-License-Identifier: GPL-2.0-or-later
# Plots B/A as colours, one column per machine and one row per point; blue is faster.
# Usage: gnuplot -d -c heatmap.gp DATA OUT (absolute paths; OUT ends with .svg or .png)

DATA = ARG1
OUT = ARG2
load "style.gp"
stats DATA index 2 using (REACH = $1, MACHINES = $2, ROWS = $3, $1) nooutput

P = 1
COLUMNS = 1
LEFT = 300
RIGHT = 110
ABOVE = 60
BELOW = 12
load "panel.gp"

set xrange [0.5:MACHINES + 0.5]
set yrange [0.5:ROWS + 0.5]
unset tics
unset grid
set border 0

# Scale, symmetric in log2; values beyond it have the colour of its end.
set palette defined (-1 FASTER, 0 "white", 1 SLOWER)
set cbrange [-REACH:REACH]
percent(x) = sprintf("%+.3g%%%%", 100 * (2 ** x - 1))
set colorbox user origin across(WIDTH - 96), up(HEIGHT - TOP - ABOVE - 180) size across(16), up(180)
set cbtics (percent(-REACH) -REACH, percent(-REACH / 2) -REACH / 2, "0" 0, \
	percent(REACH / 2) REACH / 2, percent(REACH) REACH) font TINY scale 0.3
clip(x) = x < -REACH ? -REACH : x > REACH ? REACH : x
is_dark(x) = abs(x) > 0.62 * REACH

plot DATA index 5 using ($3 == $3 ? NaN : $1):2:($1 - 0.5):($1 + 0.5):($2 - 0.5):($2 + 0.5) \
		with boxxyerror fillstyle solid 1 border rgb "white" linecolor rgb "#cccccc", \
	DATA index 5 using 1:($3 == $3 ? $2 : NaN):($1 - 0.5):($1 + 0.5):($2 - 0.5):($2 + 0.5):(clip($3)) \
		with boxxyerror fillstyle solid 1 noborder linecolor palette, \
	DATA index 5 using (is_dark($3) ? AWAY : $1):2:(stringcolumn(4)) \
		with labels center noenhanced font SMALL, \
	DATA index 5 using (is_dark($3) ? $1 : AWAY):2:(stringcolumn(4)) \
		with labels center noenhanced font SMALL textcolor rgb "white", \
	DATA index 4 using (0.501):($2 == 0 ? $1 : AWAY):(stringcolumn(3)) \
		with labels right noenhanced font SMALL offset -1, 0, \
	DATA index 4 using (0.501):($2 == 1 ? $1 : AWAY):(stringcolumn(3)) \
		with labels left noenhanced font SMALL offset screen across(12 - LEFT), 0, \
	DATA index 3 using 1:(ROWS + 0.499):(stringcolumn(2)) \
		with labels center noenhanced font SMALL offset 0, 2.6, \
	DATA index 3 using 1:(ROWS + 0.499):(stringcolumn(3)) \
		with labels center noenhanced font TINY offset 0, 1.6, \
	DATA index 3 using 1:(ROWS + 0.499):(stringcolumn(4)) \
		with labels center noenhanced font TINY offset 0, 0.7
unset multiplot
