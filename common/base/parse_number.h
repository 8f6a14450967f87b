/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parses whole numbers of options. */
#ifndef PTEBENCH_PARSE_NUMBER_H
#define PTEBENCH_PARSE_NUMBER_H

#include <stdint.h>

/**
 * parse_number() - the decimal number that an option was given; dies with EXIT_USAGE when the
 * text is another, or not from @least to @most.
 * @option: its name without the dashes, for the message.
 */
uint64_t parse_number(const char *option, const char *text, uint64_t least, uint64_t most);

#endif
