// SPDX-License-Identifier: GPL-2.0-or-later
/* In which ways can a comparison be written? */
#include "formats.h"

#include <string.h>

static const struct format formats[] = {
	{ "text", format_text }, { "md", format_md },	{ "csv", format_csv },
	{ "json", format_json }, { "lkp", format_lkp },
};

const struct format *formats_find(const char *name)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (!strcmp(formats[i].name, name))
			return &formats[i];
	return NULL;
}
