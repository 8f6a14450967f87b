// SPDX-License-Identifier: GPL-2.0-or-later
/* How are knobs set for a while, and put back whatever happens? */
#include "settings.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "journal.h"
#include "kfile.h"

static bool tolerates_all(const struct setting *entry)
{
	return !strcmp(entry->tolerated, SETTING_TOLERATE_ALL);
}

static bool is_tolerated(const struct setting *entry, const char *value)
{
	char words[SETTING_TOLERATED_BYTES];
	char *rest = words, *word;

	if (tolerates_all(entry))
		return true;
	strcpy(words, entry->tolerated);
	while ((word = strsep(&rest, " ")))
		if (*word && !strcmp(word, value))
			return true;
	return false;
}

/* Return: 1 when the knob must be written, 0 when it may stay, -errno when it cannot be written. */
static int must_write(const struct setting *entry, char *ret_now, size_t size,
		      struct reason *ret_reason)
{
	int error = kfile_read_choice(entry->path, ret_now, size);

	if (error && tolerates_all(entry))
		return 0;
	if (error) {
		reason_set(ret_reason, "read %s: %s", entry->path, strerror(-error));
		return error;
	}
	if (!strcmp(ret_now, entry->wanted))
		return 0;
	error = kfile_is_writable(entry->path);
	if (!error && journal_allows(entry->path, ret_now))
		return 1;
	if (is_tolerated(entry, ret_now))
		return 0;
	if (!error) {
		reason_set(ret_reason, "%s holds '%s', which could not be put back", entry->path,
			   ret_now);
		return -EINVAL;
	}
	reason_set(ret_reason, "write %s: %s (it holds %s, needs %s: run as root)", entry->path,
		   strerror(-error), ret_now, entry->wanted);
	return error;
}

static int write_and_read_back(const struct setting *entry, struct reason *ret_reason)
{
	char now[SETTING_VALUE_BYTES] = "";
	int error = kfile_write(entry->path, entry->wanted);

	if (!error)
		error = kfile_read_choice(entry->path, now, sizeof(now));
	if (error) {
		reason_set(ret_reason, "write %s to %s: %s", entry->wanted, entry->path,
			   strerror(-error));
		return error;
	}
	if (!strcmp(now, entry->wanted))
		return 0;
	reason_set(ret_reason, "wrote %s to %s, which still holds %s", entry->wanted, entry->path,
		   now);
	return -EIO;
}

static int write_all(const struct settings *settings, struct reason *ret_reason)
{
	for (size_t i = 0; i < settings->count; i++) {
		int error = write_and_read_back(&settings->entries[i], ret_reason);

		if (error && !tolerates_all(&settings->entries[i]))
			return error;
	}
	return 0;
}

/* Return: 0, with the knobs that must change, what they hold and what they should; or -errno. */
static int find_changes(const struct settings *settings, struct settings *before,
			struct settings *change, struct reason *ret_reason)
{
	for (size_t i = 0; i < settings->count; i++) {
		const struct setting *entry = &settings->entries[i];
		char now[SETTING_VALUE_BYTES];
		int answer = must_write(entry, now, sizeof(now), ret_reason);

		if (answer < 0)
			return answer;
		if (!answer)
			continue;
		settings_add(before, entry->path, now, "");
		settings_add(change, entry->path, entry->wanted, entry->tolerated);
	}
	return 0;
}

/* What cannot be put back at once stays in the journal. */
static int change_knobs(enum journal journal, const struct settings *before,
			const struct settings *change, struct reason *ret_reason)
{
	char path[JOURNAL_PATH_BYTES];
	struct reason ignored;
	int error = journal_write(journal, before);

	if (error) {
		journal_path(journal, path);
		reason_set(ret_reason, "write the journal %s%s: %s%s (nothing was changed)",
			   kfile_root(), path, strerror(-error),
			   error == -EPERM ? ": its folder is owned or may be written by others"
					   : "");
		return error;
	}
	error = write_all(change, ret_reason);
	if (error)
		settings_restore(journal, NULL, &ignored);
	return error;
}

int settings_apply(enum journal journal, const struct settings *settings, struct reason *ret_reason)
{
	struct settings before = { 0 }, change = { 0 };
	int error = find_changes(settings, &before, &change, ret_reason);

	if (!error && change.count)
		error = change_knobs(journal, &before, &change, ret_reason);
	settings_free(&change);
	settings_free(&before);
	return error;
}

/*
 * A knob that holds its old word already is not written: a write could have side effects. One that
 * fails does not keep the others from going back.
 */
static int put_back(const struct settings *before, struct settings *left,
		    unsigned int *ret_restored, struct reason *ret_reason)
{
	char now[SETTING_VALUE_BYTES];
	struct reason reason;
	int error = 0;

	for (size_t i = before->count; i--;) {
		const struct setting *entry = &before->entries[i];
		int result;

		if (!kfile_read_choice(entry->path, now, sizeof(now)) &&
		    !strcmp(now, entry->wanted))
			continue;
		result = write_and_read_back(entry, &reason);
		if (!result) {
			++*ret_restored;
			continue;
		}
		if (!error)
			*ret_reason = reason;
		error = result;
		settings_add(left, entry->path, entry->wanted, "");
	}
	return error;
}

/* The order of the journal is that of the writes. */
static void reverse(struct settings *settings)
{
	for (size_t i = 0, j = settings->count; i + 1 < j--; i++) {
		struct setting entry = settings->entries[i];

		settings->entries[i] = settings->entries[j];
		settings->entries[j] = entry;
	}
}

/*
 * What went back is taken out of the journal: by the time the rest can be put back, somebody may
 * have set those otherwise. If it cannot be written, the old one stays, which is whole.
 */
static void keep_for_later(enum journal journal, const struct settings *before,
			   struct settings *left, const struct reason *why,
			   struct reason *ret_reason)
{
	char path[JOURNAL_PATH_BYTES], others[48] = "";

	reverse(left);
	if (left->count < before->count)
		journal_write(journal, left);
	journal_path(journal, path);
	if (left->count > 1)
		snprintf(others, sizeof(others), " (and %zu more)", left->count - 1);
	reason_set(ret_reason, "%.140s%s: mend it, then ./run.sh restore; or remove %s", why->text,
		   others, path);
}

int settings_restore(enum journal journal, unsigned int *ret_restored, struct reason *ret_reason)
{
	struct settings before = { 0 }, left = { 0 };
	char path[JOURNAL_PATH_BYTES];
	struct reason detail;
	bool is_of_this_boot;
	unsigned int restored = 0;
	int error = journal_read(journal, &before, &is_of_this_boot, &detail);

	journal_path(journal, path);
	if (ret_restored)
		*ret_restored = 0;
	/* Half of a journal may be there: no knob was written after it. */
	if (error == -ENOENT)
		journal_remove(journal);
	if (error == -ENOENT || error == -EACCES) /* EACCES: root's folder; we wrote no knob */
		return 0;
	if (error) {
		reason_set(ret_reason, "read the journal %s%s: %s%s%s (look at it, then remove it)",
			   kfile_root(), path, strerror(-error), detail.text[0] ? ": " : "",
			   detail.text);
		return error;
	}
	if (is_of_this_boot)
		error = put_back(&before, &left, &restored, &detail);
	if (ret_restored)
		*ret_restored = restored;
	if (error)
		keep_for_later(journal, &before, &left, &detail, ret_reason);
	settings_free(&left);
	settings_free(&before);
	if (error)
		return error;
	error = journal_remove(journal);
	if (error)
		reason_set(ret_reason, "remove the journal %s%s: %s", kfile_root(), path,
			   strerror(-error));
	return error;
}
