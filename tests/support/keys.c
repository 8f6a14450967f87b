// SPDX-License-Identifier: GPL-2.0-or-later
/* Parses KEY=VALUE arguments. */
#include "keys.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/options.h"

static void set_key(const struct key *key, const char *value)
{
	if (key->number)
		*key->number = (unsigned int)options_number(key->name, value, 0, UINT32_MAX);
	else if (key->large)
		*key->large = options_number(key->name, value, 0, UINT32_MAX);
	else if (key->flag)
		*key->flag = options_number(key->name, value, 0, 1) == 1;
	else if (key->real)
		*key->real = strtod(value, NULL);
	else
		*key->text = value;
}

void keys_parse(const struct key *keys, size_t key_count, char *const *arguments,
		size_t argument_count)
{
	for (size_t i = 0; i < argument_count; i++) {
		const char *value = strchr(arguments[i], '=');
		size_t length = value ? (size_t)(value - arguments[i]) : 0, k = 0;

		while (k < key_count && (strlen(keys[k].name) != length ||
					 strncmp(keys[k].name, arguments[i], length) != 0))
			k++;
		if (!value || k == key_count)
			die(EXIT_USAGE, "%s: no such key", arguments[i]);
		set_key(&keys[k], value + 1);
	}
}
