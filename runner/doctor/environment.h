/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks of the machine and of our privileges. */
#ifndef PTEBENCH_ENVIRONMENT_H
#define PTEBENCH_ENVIRONMENT_H

#include "finding.h"

/** environment_checks - of what no knob changes. @environment_check_count of them. */
extern const struct finding_check environment_checks[];
extern const size_t environment_check_count;

#endif
