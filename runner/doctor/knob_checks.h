/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks of knobs in /sys and /proc. */
#ifndef PTEBENCH_KNOB_CHECKS_H
#define PTEBENCH_KNOB_CHECKS_H

#include "finding.h"

/** knob_checks - of /sys and /proc files that can be written. @knob_checks_count of them. */
extern const struct finding_check knob_checks[];
extern const size_t knob_checks_count;

#endif
