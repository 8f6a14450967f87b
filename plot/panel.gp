# SPDX-License-Identifier: GPL-2.0-or-later
# Places panel P, and resets what the previous panel set.
# LEFT, RIGHT, ABOVE, BELOW: pixels around its plot, for tics and titles.

reset
set datafile separator "\t"
CELL_WIDTH = (WIDTH - 12.0) / COLUMNS
CELL_HEIGHT = (HEIGHT - TOP - BOTTOM) / ((PANELS + COLUMNS - 1) / COLUMNS)
CELL_LEFT = 6 + CELL_WIDTH * ((P - 1) % COLUMNS)
CELL_TOP = HEIGHT - TOP - CELL_HEIGHT * ((P - 1) / COLUMNS)
set lmargin at screen across(CELL_LEFT + LEFT)
set rmargin at screen across(CELL_LEFT + CELL_WIDTH - RIGHT)
set tmargin at screen up(CELL_TOP - ABOVE)
set bmargin at screen up(CELL_TOP - CELL_HEIGHT + BELOW)
unset key
set border 3 linecolor rgb "#444444"
set tics nomirror out scale 0.5 font TINY
set grid ytics linecolor rgb "#dddddd" linetype 1 dashtype 1 linewidth 0.6
# Axis labels at fixed places, independent of numbers and font.
LABEL_X = across(CELL_LEFT + 8)
LABEL_Y = up(CELL_TOP - (CELL_HEIGHT + ABOVE - BELOW) / 2)
UNDER_X = across(CELL_LEFT + (CELL_WIDTH + LEFT - RIGHT) / 2)
UNDER_Y = up(CELL_TOP - CELL_HEIGHT + 9)
