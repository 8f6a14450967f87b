// SPDX-License-Identifier: GPL-2.0-or-later
/* Fuzzes the reader of acknowledged.txt. */
#include <assert.h>
#include <string.h>

#include "history/acknowledged.h"
#include "fuzz.h"

static const char *const names[][3] = {
	{ "altra", "mprotect.ro/anon/folio=64K/size=64M", "6.16.0-rc1-00012-gabcdef012345" },
	{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaab" },
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct acknowledged acknowledged;
	struct reason reason = { "" };
	int error = acknowledged_read(fuzz_file(0, data, size), &acknowledged, &reason);

	assert(!error || *reason.text);
	for (const char *at = reason.text; *at; at++)
		assert(*at >= ' ' && *at <= '~');
	for (size_t i = 0; i < acknowledged.count; i++) {
		const struct acknowledged_line *line = &acknowledged.lines[i];

		assert(*line->host && *line->point && *line->release && line->number);
		assert(!strpbrk(line->host, " \t\n") && !strpbrk(line->note, "\n\x1b"));
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		acknowledged_find(&acknowledged, names[i][0], names[i][1], names[i][2]);
	acknowledged_free(&acknowledged);
	return 0;
}
