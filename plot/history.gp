# SPDX-License-Identifier: GPL-2.0-or-later
# Plots the value of each run by time. Lines: the levels of the kernels.
# Usage: gnuplot -d -c history.gp DATA OUT (absolute paths; OUT ends with .svg or .png)

DATA = ARG1
OUT = ARG2
load "style.gp"
load "axes.gp"
stats DATA index 5 using (RUNS = $1, $1) nooutput

LEFT = 74
RIGHT = 12
ABOVE = 26
BELOW = 48

do for [P = 1:PANELS] {
	load "panel.gp"
	set title TITLE[P] noenhanced font SMALL offset 0, -0.6
	set label 1 LABEL[P] at screen LABEL_X, screen LABEL_Y center rotate by 90 noenhanced font TINY
	set label 2 "run" at screen UNDER_X, screen UNDER_Y center font TINY
	set xrange [0.4:RUNS + 0.6]
	set yrange [LOW[P]:HIGH[P]]
	step = RUNS > 12 ? int(RUNS / 10) + 1 : 1
	set xtics step
	if (BASE[P] > 0) { set logscale y BASE[P] }
	plot for [k = 1:SETS] DATA index 4 \
			using ($1 == P && $2 == k && $6 == $6 ? 0.5 * ($3 + $4) : NaN):($5 / SCALE[P]):3:4:($6 / SCALE[P]):($7 / SCALE[P]) \
			with boxxyerror linetype k fillstyle transparent solid 0.15 noborder, \
		for [k = 1:SETS] DATA index 4 \
			using ($1 == P && $2 == k ? $3 : NaN):($5 / SCALE[P]):($4 - $3):(0) \
			with vectors nohead linetype k, \
		for [k = 1:SETS] DATA index 3 \
			using ($1 == P && $2 == k ? $3 : NaN):($4 / SCALE[P]) with points linetype k, \
		DATA index 3 using ($1 == P && $5 == 1 ? $3 - 0.5 : NaN):(LOW[P]):(0):(HIGH[P] - LOW[P]) \
			with vectors nohead dashtype 2 linecolor rgb GREY
}
unset multiplot
