// SPDX-License-Identifier: GPL-2.0-or-later
/* The linker puts this in the place of unlinkat(). */
#include "fixture.h"

#include "link_race.h"

#include <unistd.h>

int __real_unlinkat(int folder, const char *name, int flags);
int __wrap_unlinkat(int folder, const char *name, int flags);

const char *link_race_target;

int __wrap_unlinkat(int folder, const char *name, int flags)
{
	int result = __real_unlinkat(folder, name, flags);

	if (link_race_target)
		assert_int_equal(symlinkat(link_race_target, folder, name), 0);
	return result;
}
