# SPDX-License-Identifier: GPL-2.0-or-later
# Plots the distribution of samples, one curve per boot in the colour of its kernel.
# Usage: gnuplot -d -c ecdf.gp DATA OUT (absolute paths; OUT ends with .svg or .png)

DATA = ARG1
OUT = ARG2
load "style.gp"
load "axes.gp"

LEFT = 48
RIGHT = 14
ABOVE = 26
BELOW = 50

do for [P = 1:PANELS] {
	load "panel.gp"
	set title TITLE[P] noenhanced font SMALL offset 0, -0.6
	set label 1 LABEL[P] at screen UNDER_X, screen UNDER_Y center noenhanced font TINY
	set xrange [LOW[P]:HIGH[P]]
	set yrange [0:1.02]
	set ytics 0.25
	set xtics autofreq
	if (BASE[P] > 0) { set logscale x BASE[P] }
	plot for [k = 1:SETS] DATA index 3 \
		using ($1 == P && $2 == k ? $3 / SCALE[P] : NaN):4 \
		with steps linetype k linewidth 1.3
}
unset multiplot
