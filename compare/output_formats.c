// SPDX-License-Identifier: GPL-2.0-or-later
/* In which ways can a comparison be written? */
#include "output_formats.h"

#include <string.h>

static const struct output_formats_entry formats[] = {
	{ "text", output_formats_text }, { "md", output_formats_md },
	{ "csv", output_formats_csv },	 { "json", output_formats_json },
	{ "lkp", output_formats_lkp },
};

const struct output_formats_entry *output_formats_find(const char *name)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (!strcmp(formats[i].name, name))
			return &formats[i];
	return NULL;
}
