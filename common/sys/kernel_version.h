/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The running kernel's version, for behaviour that nothing else reveals. */
#ifndef PTEBENCH_KERNEL_VERSION_H
#define PTEBENCH_KERNEL_VERSION_H

#include <stdbool.h>

/** kernel_version_is_at_least() - by uname(2); false when that cannot be parsed. Backports are not
 * seen. */
bool kernel_version_is_at_least(unsigned int major, unsigned int minor);

#endif
