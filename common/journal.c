// SPDX-License-Identifier: GPL-2.0-or-later
/* Which knobs must be put back, and may they be believed? */
#include "journal.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define FORMAT "ptebench-settings-journal 1"
#define THP_PREFIX "/sys/kernel/mm/transparent_hugepage/"
#define HUGETLB_PREFIX "/sys/kernel/mm/hugepages/"

/* "hugepages-64kB/" and then one of the names. */
static bool is_size_knob(const char *leaf, const char *const *names)
{
	static const char head[] = "hugepages-", tail[] = "kB/";

	if (strncmp(leaf, head, strlen(head)))
		return false;
	leaf += strlen(head);
	if (!isdigit((unsigned char)*leaf))
		return false;
	while (isdigit((unsigned char)*leaf))
		leaf++;
	if (strncmp(leaf, tail, strlen(tail)))
		return false;
	for (; *names; names++)
		if (!strcmp(leaf + strlen(tail), *names))
			return true;
	return false;
}

static bool is_thp_word(const char *value)
{
	static const char *const words[] = { "always", "inherit",	"madvise", "never",
					     "defer",  "defer+madvise", "advise",  "within_size" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(value, words[i]))
			return true;
	return false;
}

bool journal_allows(const char *path, const char *value)
{
	static const char *const thp_names[] = { "enabled", "shmem_enabled", NULL };
	static const char *const hugetlb_names[] = { "nr_overcommit_hugepages", NULL };
	const char *leaf;

	if (!strncmp(path, HUGETLB_PREFIX, strlen(HUGETLB_PREFIX)))
		return is_size_knob(path + strlen(HUGETLB_PREFIX), hugetlb_names) && *value &&
		       strspn(value, "0123456789") == strlen(value) && strlen(value) < 10;
	if (strncmp(path, THP_PREFIX, strlen(THP_PREFIX)) || !is_thp_word(value))
		return false;
	leaf = path + strlen(THP_PREFIX);
	return !strcmp(leaf, "enabled") || !strcmp(leaf, "defrag") || is_size_knob(leaf, thp_names);
}

int journal_write(const struct settings *settings)
{
	char lines[RUNFILE_BYTES_MAX] = "";
	int used = 0;

	for (unsigned int i = 0; i < settings->count; i++)
		used += snprintf(lines + used, sizeof(lines) - (size_t)used, "%s\t%s\n",
				 settings->entries[i].path, settings->entries[i].wanted);
	return runfile_write(JOURNAL_NAME, FORMAT, lines);
}

/* A line is path, tab, word. */
static int parse(char *lines, struct settings *ret_settings, struct reason *ret_reason)
{
	struct settings found = { 0 };
	unsigned int number = RUNFILE_HEAD_LINES;
	char *rest = lines, *line;

	while ((line = strsep(&rest, "\n")) && rest) {
		char *value = strchr(line, '\t');

		number++;
		if (value)
			*value++ = '\0';
		if (!value || !journal_allows(line, value) || found.count == SETTINGS_MAX ||
		    strlen(line) >= SETTING_PATH_BYTES) {
			reason_set(ret_reason, "line %u names no knob and word that ptebench sets",
				   number);
			return -EBADMSG;
		}
		settings_add(&found, line, value, "");
	}
	*ret_settings = found;
	return 0;
}

int journal_read(struct settings *ret_settings, bool *ret_is_of_this_boot,
		 struct reason *ret_reason)
{
	char lines[RUNFILE_BYTES_MAX] = "";
	int error = runfile_read(JOURNAL_NAME, FORMAT, lines, ret_is_of_this_boot, ret_reason);

	return error ? error : parse(lines, ret_settings, ret_reason);
}

int journal_remove(void)
{
	return runfile_remove(JOURNAL_NAME);
}
