/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks of knobs in /sys and /proc. */
#ifndef PTEBENCH_KNOB_CHECKS_H
#define PTEBENCH_KNOB_CHECKS_H

#include "finding.h"

/** knobs_checks - of /sys and /proc files that can be written. @knobs_check_count of them. */
extern const struct finding_check knobs_checks[];
extern const size_t knobs_check_count;

#endif
