/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is this machine, what may we do on it, and who else is there? */
#ifndef PTEBENCH_SURROUNDINGS_H
#define PTEBENCH_SURROUNDINGS_H

#include "finding.h"

/** surroundings_checks - of what no knob changes. @surroundings_check_count of them. */
extern const struct finding_check surroundings_checks[];
extern const size_t surroundings_check_count;

#endif
