// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes a comparison in the format that was asked for. */
#include "output_formats.h"

void output_formats_write(enum formats_id format, const struct comparison *comparison,
			  unsigned int metrics, FILE *out)
{
	switch (format) {
	case FORMATS_COMPARE_MD: output_formats_md(comparison, metrics, out); break;
	case FORMATS_COMPARE_CSV: output_formats_csv(comparison, metrics, out); break;
	case FORMATS_COMPARE_JSON: output_formats_json(comparison, metrics, out); break;
	case FORMATS_COMPARE_LKP: output_formats_lkp(comparison, metrics, out); break;
	default: output_formats_text(comparison, metrics, out);
	}
}
