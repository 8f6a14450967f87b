/* SPDX-License-Identifier: GPL-2.0-or-later */
/* KEY=VALUE on the command lines of the tests' own programs. */
#ifndef PTEBENCH_KEYS_H
#define PTEBENCH_KEYS_H

#include <stdbool.h>
#include <stddef.h>

/** struct key - where a value goes: one of these is set. */
struct key {
	const char *name;
	unsigned int *number;
	double *real;
	unsigned long *large;
	bool *flag;
	const char **text;
};

/** keys_parse() - set what each of @argument_count texts says; dies where one is no such key. */
void keys_parse(const struct key *keys, size_t key_count, char *const *arguments,
		size_t argument_count);

#endif
