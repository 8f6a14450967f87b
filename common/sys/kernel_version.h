/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The version of the running kernel, for behaviour that nothing else reveals. */
#ifndef PTEBENCH_KERNEL_VERSION_H
#define PTEBENCH_KERNEL_VERSION_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/utsname.h>

/* By uname(2); false if that cannot be parsed. Does not see backports. */
static inline bool kernel_version_is_at_least(unsigned int major, unsigned int minor)
{
	struct utsname name;
	unsigned int own_major, own_minor;

	if (uname(&name) || sscanf(name.release, "%u.%u", &own_major, &own_minor) != 2)
		return false;
	return own_major > major || (own_major == major && own_minor >= minor);
}

#endif
