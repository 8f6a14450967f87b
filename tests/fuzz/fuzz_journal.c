// SPDX-License-Identifier: GPL-2.0-or-later
/* Fuzzes the journals: `restore`, which runs as root, never writes what is no knob of ours. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/die.h"
#include "fuzz.h"
#include "sys/knobs.h"
#include "sys/kfile.h"
#include "state/swap.h"

#define HEAD "ptebench-settings-journal 1\nboot_id\t11111111-2222\n"

enum { PATH_BYTES = 256 };

/* A machine: what may be written, and what lies beside it. Known without asking knobs.c. */
static const struct {
	const char *path, *text;
	bool is_knob;
} files[] = {
	{ "/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n", true },
	{ "/sys/kernel/mm/transparent_hugepage/defrag", "always [defer] never\n", true },
	{ "/sys/kernel/mm/transparent_hugepage/hugepages-64kB/enabled", "always [never]\n", true },
	{ "/sys/kernel/mm/ksm/run", "0\n", true },
	{ "/proc/sys/kernel/numa_balancing", "1\n", true },
	{ "/proc/sys/kernel/sched_rt_runtime_us", "950000\n", true },
	{ "/proc/irq/1/smp_affinity_list", "0-1\n", true },
	{ "/sys/devices/system/cpu/cpufreq/boost", "1\n", true },
	{ "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n", true },
	{ "/sys/devices/system/cpu/cpu1/online", "1\n", true },
	{ "/sys/kernel/mm/transparent_hugepage/use_zero_page", "1\n", false },
	{ "/sys/kernel/mm/transparent_hugepage/hugepages-64kB/stats/split", "0\n", false },
	{ "/sys/devices/system/cpu/online", "0-1\n", false },
	{ "/proc/sys/kernel/modprobe", "/sbin/modprobe\n", false },
	{ "/proc/sys/kernel/random/boot_id", "11111111-2222\n", false },
	{ "/etc/passwd", "root:x:0:0::/:/bin/sh\n", false },
};

enum { FILES = sizeof(files) / sizeof(files[0]) };

static char root[PATH_BYTES];
static bool is_watched, is_written[FILES];
static unsigned int writes, removals;

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __real_unlink(const char *path);
int __wrap_unlink(const char *path);
int __real_unlinkat(int folder, const char *name, int flags);
int __wrap_unlinkat(int folder, const char *name, int flags);

/* The text of the path decides: with ".." in it, it is none of these; or there is no such file. */
static void note_write(const char *path)
{
	size_t length = strlen(root);

	if (access(path, F_OK) && !strstr(path, ".."))
		return;
	writes++;
	assert(!strncmp(path, root, length));
	for (size_t i = 0; i < FILES; i++) {
		if (!files[i].is_knob || strcmp(path + length, files[i].path) != 0)
			continue;
		is_written[i] = true;
		return;
	}
	abort(); /* what is written is no knob */
}

int __wrap_open(const char *path, int flags, ...)
{
	bool creates = flags & (O_CREAT | O_TMPFILE);
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = creates ? va_arg(args, mode_t) : 0;
	va_end(args);
	if (is_watched)
		assert(!(flags & O_CREAT));
	if (is_watched && (flags & O_ACCMODE) != O_RDONLY)
		note_write(path);
	return __real_open(path, flags, mode);
}

static bool is_journal(const char *name)
{
	return !strcmp(name, "settings.journal") || !strcmp(name, SWAP_NAME);
}

/* Half a journal, of a writer that was killed. */
static bool is_half(const char *name)
{
	return !strcmp(name, "settings.journal.new") || !strcmp(name, SWAP_NAME ".new");
}

int __wrap_unlink(const char *path)
{
	size_t length = strlen(root);

	if (is_watched) {
		removals++;
		assert(!strncmp(path, root, length) &&
		       !strncmp(path + length, KNOBS_JOURNAL_DIR "/", sizeof(KNOBS_JOURNAL_DIR)) &&
		       is_journal(path + length + sizeof(KNOBS_JOURNAL_DIR)));
	}
	return __real_unlink(path);
}

int __wrap_unlinkat(int folder, const char *name, int flags)
{
	if (is_watched) {
		removals += is_journal(name);
		assert(!flags && (is_journal(name) || is_half(name)));
	}
	return __real_unlinkat(folder, name, flags);
}

static void write_file(const char *path, const void *bytes, size_t size)
{
	char real[2 * PATH_BYTES];
	int fd;

	snprintf(real, sizeof(real), "%s%s", root, path);
	for (char *at = real + strlen(root) + 1; (at = strchr(at, '/')); *at++ = '/') {
		*at = '\0';
		mkdir(real, 0700);
	}
	fd = open(real, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	assert(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
	close(fd);
}

static void make_machine(void)
{
	snprintf(root, sizeof(root), "%s", fuzz_folder());
	setenv(KFILE_ROOT_VARIABLE, root, 1);
	for (size_t i = 0; i < FILES; i++)
		write_file(files[i].path, files[i].text, strlen(files[i].text));
}

/* What was written is a word; and the knob is as it was for the next input. */
static void check_words(void)
{
	for (size_t i = 0; i < FILES; i++) {
		char word[KNOBS_VALUE_BYTES];

		if (!is_written[i])
			continue;
		assert(!kfile_read(files[i].path, word, sizeof(word)));
		assert(*word && !word[strspn(word, "abcdefghijklmnopqrstuvwxyz_+0123456789,-")]);
		write_file(files[i].path, files[i].text, strlen(files[i].text));
		is_written[i] = false;
	}
}

static void check_reason(const struct reason *reason)
{
	assert(*reason->text);
	for (const char *at = reason->text; *at; at++)
		assert(*at >= ' ' && *at <= '~');
}

/* What begins with '+' are lines of a good journal. */
static void write_journal(const char *path, const uint8_t *data, size_t size)
{
	bool is_lines = size && *data == '+';
	const char *head = is_lines ? HEAD : "", *tail = is_lines ? "\nend\n" : "";
	char *text = xcalloc(sizeof(HEAD) + size + 8, 1), *at = stpcpy(text, head);

	memcpy(at, data + is_lines, size - is_lines);
	at = stpcpy(at + size - is_lines, tail);
	write_file(path, text, (size_t)(at - text));
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool is_swap = size > 13 && !memcmp(data, "ptebench-swap", 13);
	const char *path = is_swap ? SWAP_PATH : KNOBS_JOURNAL_DIR "/settings.journal";
	struct reason reason = { "" };
	int error;

	if (!*root)
		make_machine();
	if (!size)
		return 0;
	write_journal(path, data, size);
	writes = removals = 0;
	is_watched = true;
	error = is_swap ? swap_restore(&reason) : knobs_restore(KNOBS_OF_POINT, NULL, &reason);
	is_watched = false;
	if (error)
		check_reason(&reason);
	assert(removals == !error && kfile_exists(path) == !!error);
	assert(!writes || (!is_swap && error != -EBADMSG && error != -EPERM));
	check_words();
	return 0;
}
