/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parses the arguments that describe a laboratory. */
#ifndef PTEBENCH_LABORATORY_KEYS_H
#define PTEBENCH_LABORATORY_KEYS_H

#include "laboratory.h"

/** laboratory_parse() - KEY=VALUE by the names in struct laboratory, and changes=0; or die. */
void laboratory_parse(struct laboratory *lab, char *const *arguments, size_t count);

#endif
