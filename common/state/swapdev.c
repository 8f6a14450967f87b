// SPDX-License-Identifier: GPL-2.0-or-later
/* Where can pages be swapped out to, and how is that undone whatever happens? */
#include "swapdev.h"

#include <errno.h>
#include <inttypes.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "sys/kfile.h"
#include "base/size.h"
#include "zram.h"

#define FORMAT "ptebench-swap-journal 1"

enum { NOTE_BYTES = 4096 };

/**
 * struct note - what the journal tells.
 * @existing: devices that were there before ours.
 * @has_device: ours has been made; until then the journal tells only that it will be.
 * @sequence: zram_sequence() of ours.
 */
struct note {
	struct zram_mark mark;
	struct zram_list existing;
	bool has_device;
	unsigned int device;
	uint64_t sequence;
};

/* Finds "KEY:   NUMBER" at the start of a line. */
static int read_keyed_number(const char *path, const char *key, int base, uint64_t *ret_value)
{
	char *text = NULL, *at, *end;
	int error = kfile_read_all(path, &text, NULL);

	if (error)
		return error;
	at = text;
	while (at && strncmp(at, key, strlen(key))) {
		at = strchr(at, '\n');
		at = at ? at + 1 : NULL;
	}
	error = -EINVAL;
	if (at) {
		at += strlen(key);
		*ret_value = strtoull(at, &end, base);
		error = end == at ? -EINVAL : 0;
	}
	free(text);
	return error;
}

static bool is_free_already(uint64_t bytes)
{
	uint64_t free_kib;

	return !read_keyed_number("/proc/meminfo", "SwapFree:", 10, &free_kib) &&
	       free_kib >= bytes / KIB + (bytes % KIB != 0);
}

/* What swapon(2) and the files of zram ask for. */
static int check_means(uint64_t bytes, struct reason *ret_reason)
{
	uint64_t capabilities = 0;
	int error = read_keyed_number("/proc/self/status", "CapEff:", 16, &capabilities);

	if (error || !(capabilities >> CAP_SYS_ADMIN & 1)) {
		reason_set(ret_reason, "make swap space: no CAP_SYS_ADMIN (run as root)");
		return -EPERM;
	}
	if (!kfile_exists("/proc/swaps")) {
		reason_set(ret_reason,
			   "make swap space: no /proc/swaps: kernel without CONFIG_SWAP");
		return -ENOSYS;
	}
	error = kfile_is_writable(ZRAM_CONTROL "/hot_remove");
	if (error) {
		reason_set(ret_reason,
			   "make swap space: write " ZRAM_CONTROL "/hot_remove: %s (%s)",
			   strerror(-error),
			   error == -ENOENT ? "modprobe zram, or a kernel with CONFIG_ZRAM"
					    : "run as root, outside of a container");
		return error;
	}
	/* last_page of the swap header has 32 bits. */
	if (bytes / size_page() >= UINT32_MAX) {
		reason_set(ret_reason, "make swap space: %" PRIu64 " bytes are too many", bytes);
		return -E2BIG;
	}
	return 0;
}

bool swapdev_is_possible(uint64_t bytes, struct reason *ret_reason)
{
	return is_free_already(bytes) || !check_means(bytes, ret_reason);
}

static int write_note(const struct note *note, struct reason *ret_reason)
{
	char lines[NOTE_BYTES];
	int used = snprintf(lines, sizeof(lines), "bytes\t%" PRIu64 "\nuuid\t", note->mark.bytes);
	int error;

	for (unsigned int i = 0; i < ZRAM_UUID_BYTES; i++)
		used += snprintf(lines + used, sizeof(lines) - (size_t)used, "%02x",
				 note->mark.uuid[i]);
	used += snprintf(lines + used, sizeof(lines) - (size_t)used, "\n");
	for (unsigned int i = 0; i < note->existing.count; i++)
		used += snprintf(lines + used, sizeof(lines) - (size_t)used, "existing\t%u\n",
				 note->existing.numbers[i]);
	if (note->has_device)
		snprintf(lines + used, sizeof(lines) - (size_t)used,
			 "device\t%u\nsequence\t%" PRIu64 "\n", note->device, note->sequence);
	error = knobs_journal_write(SWAPDEV_NAME, FORMAT, lines);
	if (error)
		reason_set(ret_reason, "write the journal %s" SWAPDEV_PATH ": %s", kfile_root(),
			   strerror(-error));
	return error;
}

static bool parse_number(const char *text, uint64_t most, uint64_t *ret_value)
{
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	*ret_value = strtoull(text, &end, 10);
	return !errno && !*end && *ret_value <= most;
}

static bool parse_uuid(const char *text, unsigned char *ret_uuid)
{
	if (strlen(text) != 2 * (size_t)ZRAM_UUID_BYTES ||
	    strspn(text, "0123456789abcdef") != strlen(text))
		return false;
	for (size_t i = 0; i < ZRAM_UUID_BYTES; i++) {
		const char digits[] = { text[2 * i], text[2 * i + 1], '\0' };

		ret_uuid[i] = (unsigned char)strtoul(digits, NULL, 16);
	}
	return true;
}

/* Lines come in the order of write_note(), so that none comes twice: @step says what may
 * follow. */
static bool parse_line(const char *key, const char *value, unsigned int *step, struct note *note)
{
	static const char *const keys[] = { "bytes", "uuid", "existing", "device", "sequence" };
	uint64_t number = 0;

	if (*step == 2 && strcmp(key, "existing"))
		(*step)++;
	if (*step >= sizeof(keys) / sizeof(keys[0]) || strcmp(key, keys[*step]))
		return false;
	switch (*step) {
	case 0:
		(*step)++;
		return parse_number(value, UINT64_MAX, &note->mark.bytes) &&
		       note->mark.bytes / size_page() >= 2 && !(note->mark.bytes % size_page());
	case 1: (*step)++; return parse_uuid(value, note->mark.uuid);
	case 2:
		if (!parse_number(value, ZRAM_NUMBER_MAX, &number) ||
		    note->existing.count == ZRAM_DEVICES_MAX)
			return false;
		note->existing.numbers[note->existing.count++] = (unsigned int)number;
		return true;
	case 3:
		(*step)++;
		if (!parse_number(value, ZRAM_NUMBER_MAX, &number))
			return false;
		note->device = (unsigned int)number;
		return !zram_list_has(&note->existing, note->device);
	default:
		(*step)++;
		note->has_device = parse_number(value, UINT64_MAX, &note->sequence);
		return note->has_device;
	}
}

static int parse(char *lines, struct note *ret_note, struct reason *ret_reason)
{
	struct note note = { 0 };
	unsigned int number = 2, step = 0;
	char *rest = lines, *line;

	while ((line = strsep(&rest, "\n")) && rest) {
		char *value = strchr(line, '\t');

		number++;
		if (value)
			*value++ = '\0';
		if (value && parse_line(line, value, &step, &note))
			continue;
		reason_set(ret_reason, "line %u tells nothing of a swap area of ours", number);
		return -EBADMSG;
	}
	if (step < 2 || step == 4) {
		reason_set(ret_reason, "it does not tell all of a swap area");
		return -EBADMSG;
	}
	*ret_note = note;
	return 0;
}

static int read_note(struct note *ret_note, bool *ret_is_of_this_boot, struct reason *ret_reason)
{
	char *lines;
	struct reason detail = { "" };
	int error = knobs_journal_read(SWAPDEV_NAME, FORMAT, &lines, ret_is_of_this_boot);

	if (!error)
		error = parse(lines, ret_note, &detail);
	free(lines);
	if (error && error != -ENOENT)
		reason_set(ret_reason,
			   "read the journal %s" SWAPDEV_PATH ": %s%s%s (look at it, then remove "
			   "it)",
			   kfile_root(), strerror(-error), detail.text[0] ? ": " : "", detail.text);
	return error;
}

/* After a kill between the two journals: ours is the one blank device made since the first. */
static int find_device(struct note *note, struct reason *ret_reason)
{
	struct zram_list now;
	int error = zram_list(&now);

	if (error)
		reason_set(ret_reason, "list the zram devices of /sys/block: %s", strerror(-error));
	for (unsigned int i = 0; !error && i < now.count; i++) {
		enum zram_owner owner;

		if (zram_list_has(&note->existing, now.numbers[i]))
			continue;
		error = zram_whose(now.numbers[i], &note->mark, &owner, ret_reason);
		if (error || (owner != ZRAM_IS_BLANK && owner != ZRAM_IS_OURS))
			continue;
		if (note->has_device) {
			reason_set(ret_reason,
				   "zram%u or zram%u: which did a killed run leave? (remove it, "
				   "then the journal %s" SWAPDEV_PATH ")",
				   note->device, now.numbers[i], kfile_root());
			return -EPERM;
		}
		note->has_device = true;
		note->device = now.numbers[i];
		note->sequence = zram_sequence(note->device);
	}
	return error;
}

static int remove_device(struct note *note, bool *ret_removed, struct reason *ret_reason)
{
	enum zram_owner owner = ZRAM_IS_GONE;
	int error = note->has_device ? 0 : find_device(note, ret_reason);

	if (!error && note->has_device)
		error = zram_whose(note->device, &note->mark, &owner, ret_reason);
	if (error || owner == ZRAM_IS_GONE)
		return error;
	if (owner == ZRAM_IS_FOREIGN || zram_sequence(note->device) != note->sequence) {
		reason_set(ret_reason,
			   "zram%u is not the swap area that the journal %s" SWAPDEV_PATH
			   " tells of, and is left alone (look at both, then remove the journal)",
			   note->device, kfile_root());
		return -EPERM;
	}
	error = zram_remove(note->device, ret_reason);
	if (!error)
		*ret_removed = true;
	return error;
}

int swapdev_restore(bool *ret_restored, struct reason *ret_reason)
{
	struct note note;
	bool is_of_this_boot = false, is_removed = false;
	int error = read_note(&note, &is_of_this_boot, ret_reason);

	if (ret_restored)
		*ret_restored = false;
	if (error == -ENOENT || error == -EACCES) /* EACCES: root's folder; we made no device */
		return 0;
	if (!error && is_of_this_boot)
		error = remove_device(&note, &is_removed, ret_reason);
	if (error)
		return error;
	if (ret_restored)
		*ret_restored = is_removed;
	error = knobs_journal_remove(SWAPDEV_NAME);
	if (error)
		reason_set(ret_reason, "remove the journal %s" SWAPDEV_PATH ": %s", kfile_root(),
			   strerror(-error));
	return error;
}

/* The journal first tells of the intent, since only hot_add tells the number. */
static int make(struct note *note, struct reason *ret_reason)
{
	int error = write_note(note, ret_reason);

	if (error)
		return error;
	error = zram_add(&note->device);
	if (error) {
		reason_set(ret_reason, "read " ZRAM_CONTROL "/hot_add: %s", strerror(-error));
		return error;
	}
	note->has_device = true;
	note->sequence = zram_sequence(note->device);
	/* Others may have removed it since it was listed, and the kernel gives the number again. */
	zram_list_drop(&note->existing, note->device);
	error = write_note(note, ret_reason);
	return error ? error : zram_swap_on(note->device, &note->mark, ret_reason);
}

int swapdev_begin(uint64_t bytes, struct reason *ret_reason)
{
	struct note note = { 0 };
	struct reason ignored;
	int error;

	if (is_free_already(bytes))
		return 0;
	error = check_means(bytes, ret_reason);
	if (!error)
		error = swapdev_restore(NULL, ret_reason);
	if (error)
		return error;
	error = zram_list(&note.existing);
	if (!error && getrandom(note.mark.uuid, sizeof(note.mark.uuid), 0) < 0)
		error = -errno;
	if (error) {
		reason_set(ret_reason, "make swap space: list the zram devices: %s",
			   strerror(-error));
		return error;
	}
	note.mark.bytes = ((bytes + size_page() - 1) / size_page() + 1) * size_page();
	error = make(&note, ret_reason);
	if (error)
		swapdev_restore(NULL, &ignored); /* what fails here stays in the journal */
	return error;
}
