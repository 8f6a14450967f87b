// SPDX-License-Identifier: GPL-2.0-or-later
/* Names units, and formats numbers for programs. */
#include "quantity.h"

#include <stdio.h>
#include <string.h>

const char *quantity_unit(const struct host_facts *facts, enum csv_reader_metric metric)
{
	static const char *const units[CSV_READER_METRICS] = { "ns", "instructions_kernel",
							       "cycles_kernel" };

	return metric == CSV_READER_NS && host_facts_counts_instructions(facts) ? "instructions"
										: units[metric];
}

bool quantity_is_time(const struct host_facts *facts, enum csv_reader_metric metric)
{
	return metric == CSV_READER_NS && !host_facts_counts_instructions(facts);
}

const char *quantity_text(double value, int digits, char *ret_text)
{
	snprintf(ret_text, QUANTITY_BYTES, "%.*g", digits, value);
	return ret_text;
}

const char *quantity_decimal(double value, char *ret_text)
{
	char *end;

	snprintf(ret_text, QUANTITY_BYTES, "%.6f", value);
	if (!strchr(ret_text, '.'))
		return ret_text;
	for (end = ret_text + strlen(ret_text); end[-1] == '0'; end--)
		end[-1] = '\0';
	if (end[-1] == '.')
		end[-1] = '\0';
	return ret_text;
}
