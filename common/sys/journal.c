// SPDX-License-Identifier: GPL-2.0-or-later
/* Which knobs must be put back, and may they be believed? */
#include "journal.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FORMAT "ptebench-settings-journal 1"
#define THP "/sys/kernel/mm/transparent_hugepage/"
#define CPU "/sys/devices/system/cpu/"

#define THP_WORDS "always inherit madvise never defer defer+madvise advise within_size"
#define DIGITS "0123456789"
#define LOWER "abcdefghijklmnopqrstuvwxyz_"

/* The knobs that ptebench may set, '#' for a number; their words, or the letters of their word. */
static const struct {
	const char *path, *words, *letters;
} knobs[] = {
	{ THP "enabled", THP_WORDS, NULL },
	{ THP "defrag", THP_WORDS, NULL },
	{ THP "hugepages-#kB/enabled", THP_WORDS, NULL },
	{ THP "hugepages-#kB/shmem_enabled", THP_WORDS, NULL },
	{ THP "khugepaged/scan_sleep_millisecs", NULL, DIGITS },
	{ "/sys/kernel/mm/hugepages/hugepages-#kB/nr_overcommit_hugepages", NULL, DIGITS },
	{ "/sys/kernel/mm/ksm/run", NULL, DIGITS },
	{ "/proc/sys/kernel/numa_balancing", NULL, DIGITS },
	{ "/proc/sys/kernel/sched_rt_runtime_us", NULL, DIGITS "-" },
	{ "/proc/irq/#/smp_affinity_list", NULL, DIGITS ",-" },
	{ CPU "intel_pstate/no_turbo", NULL, DIGITS },
	{ CPU "cpufreq/boost", NULL, DIGITS },
	{ CPU "cpu#/cpufreq/scaling_governor", NULL, LOWER },
	{ CPU "cpu#/online", NULL, DIGITS },
};

static const char *const names[] = {
	[JOURNAL_OF_POINT] = "settings.journal",
	[JOURNAL_OF_RUN] = "tune.journal",
};

static bool path_fits(const char *path, const char *pattern)
{
	for (; *pattern; pattern++) {
		if (*pattern != '#') {
			if (*path++ != *pattern)
				return false;
			continue;
		}
		if (!isdigit((unsigned char)*path))
			return false;
		path += strspn(path, DIGITS);
	}
	return !*path;
}

static bool has_word(const char *words, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = words; *at; at += strspn(at, " ")) {
		size_t next = strcspn(at, " ");

		if (next == length && !strncmp(at, word, length))
			return true;
		at += next;
	}
	return false;
}

bool journal_allows(const char *path, const char *value)
{
	for (size_t i = 0; i < sizeof(knobs) / sizeof(knobs[0]); i++) {
		if (!path_fits(path, knobs[i].path))
			continue;
		if (knobs[i].words)
			return has_word(knobs[i].words, value);
		return *value && !value[strspn(value, knobs[i].letters)] &&
		       strlen(value) < SETTING_VALUE_BYTES;
	}
	return false;
}

void journal_path(enum journal which, char ret_path[JOURNAL_PATH_BYTES])
{
	stpcpy(stpcpy(ret_path, RUNFILE_DIR "/"), names[which]);
}

int journal_write(enum journal which, const struct settings *settings)
{
	size_t length = 0;
	char *lines = NULL;
	FILE *out = open_memstream(&lines, &length);
	int error = -ENOMEM;

	if (out) {
		for (size_t i = 0; i < settings->count; i++)
			fprintf(out, "%s\t%s\n", settings->entries[i].path,
				settings->entries[i].wanted);
		if (!fclose(out))
			error = runfile_write(names[which], FORMAT, lines);
	}
	free(lines);
	return error;
}

/* A line is path, tab, word. */
static int parse(char *lines, struct settings *ret_settings, struct reason *ret_reason)
{
	unsigned int number = RUNFILE_HEAD_LINES;
	char *rest = lines, *line;

	while ((line = strsep(&rest, "\n")) && rest) {
		char *value = strchr(line, '\t');

		number++;
		if (value)
			*value++ = '\0';
		if (!value || strlen(line) >= SETTING_PATH_BYTES || !journal_allows(line, value)) {
			reason_set(ret_reason, "line %u names no knob and word that ptebench sets",
				   number);
			return -EBADMSG;
		}
		settings_add(ret_settings, line, value, "");
	}
	return 0;
}

int journal_read(enum journal which, struct settings *ret_settings, bool *ret_is_of_this_boot,
		 struct reason *ret_reason)
{
	struct settings found = { 0 };
	char *lines;
	int error = runfile_read(names[which], FORMAT, &lines, ret_is_of_this_boot, ret_reason);

	if (!error)
		error = parse(lines, &found, ret_reason);
	free(lines);
	if (error)
		settings_free(&found);
	else
		*ret_settings = found;
	return error;
}

int journal_remove(enum journal which)
{
	return runfile_remove(names[which]);
}
