// SPDX-License-Identifier: GPL-2.0-or-later
/* Parses the running kernel's version. */
#include "kernel_version.h"

#include <stdio.h>
#include <sys/utsname.h>

bool kernel_version_is_at_least(unsigned int major, unsigned int minor)
{
	struct utsname name;
	unsigned int own_major, own_minor;

	if (uname(&name) || sscanf(name.release, "%u.%u", &own_major, &own_minor) != 2)
		return false;
	return own_major > major || (own_major == major && own_minor >= minor);
}
