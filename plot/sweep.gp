# SPDX-License-Identifier: GPL-2.0-or-later
# Plots cost by folio size or by size of the region, one panel per case.
# Usage: gnuplot -d -c sweep.gp DATA OUT (absolute paths; OUT ends with .svg or .png)

DATA = ARG1
OUT = ARG2
load "style.gp"
load "axes.gp"
array CATEGORIES[PANELS]
stats DATA index 3 using (CATEGORIES[int($1)] = $2, $1) nooutput

LEFT = 72
RIGHT = 12
ABOVE = 26
BELOW = 50
# Shift kernels side by side, so that bars do not hide each other.
beside(k) = (k - (SETS + 1) / 2.0) * (SETS > 1 ? 0.16 / (SETS - 1) : 0)

do for [P = 1:PANELS] {
	load "panel.gp"
	set title TITLE[P] noenhanced font SMALL offset 0, -0.6
	set label 1 LABEL[P] at screen LABEL_X, screen LABEL_Y center rotate by 90 noenhanced font TINY
	set xrange [0.5:CATEGORIES[P] + 0.5]
	set yrange [LOW[P]:HIGH[P]]
	if (BASE[P] > 0) { set logscale y BASE[P] }
	if (BASE[P] == 10 && HIGH[P] < 1001 * LOW[P]) {
		do for [e = floor(log10(LOW[P])):ceil(log10(HIGH[P]))] {
			set ytics add (2 * 10.0 ** e, 5 * 10.0 ** e)
		}
	}
	unset xtics
	slanted = CATEGORIES[P] > 6
	# Just above the axis: on it, a label may be taken to lie outside.
	FLOOR = BASE[P] > 0 ? LOW[P] * (HIGH[P] / LOW[P]) ** 0.001 : LOW[P] + 0.001 * (HIGH[P] - LOW[P])
	plot for [k = 1:SETS] DATA index 4 \
			using ($1 == P && $2 == k && $5 == $5 ? $3 + beside(k) : NaN):($4 / SCALE[P]):($5 / SCALE[P]):($6 / SCALE[P]) \
			with yerrorbars linetype k dashtype 1 linewidth 1 pointsize 0, \
		for [k = 1:SETS] DATA index 4 \
			using ($1 == P && $2 == k ? $3 + beside(k) : NaN):($4 / SCALE[P]) \
			with linespoints linetype k, \
		DATA index 3 using ($1 == P && !slanted ? $2 : AWAY):(FLOOR):(stringcolumn(3)) \
			with labels center noenhanced font TINY offset 0, -0.9, \
		DATA index 3 using ($1 == P && slanted ? $2 : AWAY):(FLOOR):(stringcolumn(3)) \
			with labels right rotate by 40 noenhanced font TINY offset 0.4, -0.6
}
unset multiplot
