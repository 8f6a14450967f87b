# SPDX-License-Identifier: GPL-2.0-or-later
# Sets up all figures: paper, colours, points, and the lines above and below.
# A script sets DATA and OUT, its two arguments, and loads this. Untrusted text is only in DATA, and
# only goes to string variables and labels: it is never run.

set encoding utf8
set datafile separator "\t"

stats DATA index 0 using (WIDTH = $1, HEIGHT = $2, TOP = $3, BOTTOM = $4, \
	PANELS = int($5), COLUMNS = int($6), SETS = int($7), $1) nooutput

IS_SVG = OUT[strlen(OUT) - 3:] eq ".svg"
# Points in png are pixels in svg.
MARK = IS_SVG ? 0.6 : 0.9
LARGE = IS_SVG ? ",17" : ",13"
SMALL = IS_SVG ? ",13" : ",10"
TINY = IS_SVG ? ",12" : ",9"
if (IS_SVG) {
	set terminal svg noenhanced size WIDTH, HEIGHT background "white" font "sans-serif,13"
} else {
	set terminal pngcairo noenhanced size WIDTH, HEIGHT background "white" font "sans,10"
}
set output OUT

# Each kernel has a colour, a point and a dash. podo suits the colour-blind; its sixth colour replaces
# the fifth, a yellow too light for lines on white.
set colorsequence podo
array POINTS[8] = [7, 5, 9, 13, 11, 15, 6, 4]
do for [k = 1:8] {
	dash = k < 6 ? k : k - 5
	set linetype k linewidth 1.6 pointtype POINTS[k] pointsize MARK dashtype dash
}
set linetype 5 linecolor rgb "#0072b2"
set linetype 6 linecolor rgb "#8b4513"
set linetype cycle 8

GREY = "#777777"
FASTER = "#0072b2"
SLOWER = "#d55e00"

# Convert pixels from the left and from the bottom to fractions of the page.
across(x) = real(x) / WIDTH
up(y) = real(y) / HEIGHT

# Place of labels that are not drawn: gnuplot 5.4 can crash if all places are NaN.
AWAY = -1e6

set multiplot

# Lines above and below: title, kernels with their marks, machine, note, commands.
set lmargin at screen 0
set rmargin at screen 1
set bmargin at screen 0
set tmargin at screen 1
set xrange [0:WIDTH]
set yrange [0:HEIGHT]
unset border
unset tics
unset key
plot DATA index 1 using (14):($2 == 0 ? $1 : AWAY):(stringcolumn(4)) \
		with labels left noenhanced font LARGE, \
	DATA index 1 using (14):($2 == 1 ? $1 : AWAY):(stringcolumn(4)) \
		with labels left noenhanced font SMALL textcolor rgb "#333333", \
	DATA index 1 using (56):($2 == 2 ? $1 : AWAY):(stringcolumn(4)) \
		with labels left noenhanced font SMALL, \
	for [k = 1:SETS] DATA index 1 using (14):($2 == 2 && $3 == k ? $1 : NaN):(34):(0) \
		with vectors nohead linetype k, \
	for [k = 1:SETS] DATA index 1 using (31):($2 == 2 && $3 == k ? $1 : NaN) \
		with points linetype k
