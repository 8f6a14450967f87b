/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An optional number: unknown is not 0. */
#ifndef PTEBENCH_OPT_U64_H
#define PTEBENCH_OPT_U64_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct opt_u64 - a count, or none.
 * @known: false: @value means nothing, and rows have an empty cell.
 */
struct opt_u64 {
	bool known;
	uint64_t value;
};

static inline struct opt_u64 opt_u64_of(uint64_t value)
{
	return (struct opt_u64) { .known = true, .value = value };
}

/* The growth from @before to @after: unknown if one of them is, or if the counter ran backwards. */
static inline struct opt_u64 opt_u64_since(struct opt_u64 before, struct opt_u64 after)
{
	if (!before.known || !after.known || after.value < before.value)
		return (struct opt_u64) { 0 };
	return opt_u64_of(after.value - before.value);
}

#endif
