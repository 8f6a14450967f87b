# SPDX-License-Identifier: GPL-2.0-or-later
# Reads the axes of the panels from block 2 of DATA into arrays, one entry per panel.

array BASE[PANELS]
array LOW[PANELS]
array HIGH[PANELS]
array SCALE[PANELS]
array TITLE[PANELS]
array LABEL[PANELS]
stats DATA index 2 using (BASE[int($1)] = $2, LOW[int($1)] = $3, HIGH[int($1)] = $4, \
	SCALE[int($1)] = $5, TITLE[int($1)] = stringcolumn(6), LABEL[int($1)] = stringcolumn(7), \
	$1) nooutput
