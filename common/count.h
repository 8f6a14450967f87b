/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A number that may be unknown. Unknown is not 0. */
#ifndef PTEBENCH_COUNT_H
#define PTEBENCH_COUNT_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct count - a counted value, or the fact that there is none.
 * @known: false: @value means nothing, and an empty cell is written.
 * @value: the value; its unit is in the name of the variable.
 */
struct count {
	bool known;
	uint64_t value;
};

static inline struct count count_of(uint64_t value)
{
	return (struct count) { .known = true, .value = value };
}

/* The growth from @before to @after: unknown when either is, or when the counter ran backwards. */
static inline struct count count_since(struct count before, struct count after)
{
	if (!before.known || !after.known || after.value < before.value)
		return (struct count) { 0 };
	return count_of(after.value - before.value);
}

#endif
