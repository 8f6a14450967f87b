/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole numbers on a command line. */
#ifndef PTEBENCH_NUMBER_H
#define PTEBENCH_NUMBER_H

#include <stdint.h>

/**
 * number_of_option() - the decimal number that an option was given; dies with EXIT_USAGE when the
 * text is another, or not from @least to @most.
 * @option: its name without the dashes, for the message.
 */
uint64_t number_of_option(const char *option, const char *text, uint64_t least, uint64_t most);

#endif
