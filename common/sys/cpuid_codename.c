// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the points that libcpuid gives an entry of its table. */
#include "cpuid_codename.h"

#ifdef PTEBENCH_HAVE_CPUID
#include <string.h>

/* The level at which match_cpu_codename() of libcpuid_util.c tells each match. */
enum { TELL_MATCHES = 4 };

/* What matched of the last entry that was scored, and of the best one so far. */
static struct match {
	bool family, ext_family, model, is_whole;
} last, best;

/*
 * The log tells each entry's matching fields, "Score: ext_model    matches, ...", then
 * "Entry 7, `NAME', score 8", then, if that is the most so far, "Entry `NAME' selected - ...".
 */
static void take_line(const char *line)
{
	if (!strncmp(line, "Entry `", 7))
		best = last;
	else if (!strncmp(line, "Entry ", 6))
		last.is_whole = true;
	else if (!strncmp(line, "Score: ", 7) && last.is_whole)
		last = (struct match) { 0 };
	last.family |= !strncmp(line, "Score: family ", 14);
	last.ext_family |= !strncmp(line, "Score: ext_family ", 18);
	last.model |= !strncmp(line, "Score: ext_model ", 17);
}

bool cpuid_codename_is_exact(struct cpu_raw_data_t *raw)
{
	struct cpu_id_t id;
	libcpuid_warn_fn_t before;
	bool is_identified;

	best = last = (struct match) { 0 };
	before = cpuid_set_warn_function(take_line);
	cpuid_set_verbosiness_level(TELL_MATCHES);
	is_identified = !cpu_identify(raw, &id);
	cpuid_set_verbosiness_level(0);
	cpuid_set_warn_function(before);
	/* Families from 15 on differ in the extended one alone. */
	return is_identified && best.model && (best.ext_family || (best.family && id.family < 15));
}
#endif
