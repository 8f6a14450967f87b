// SPDX-License-Identifier: GPL-2.0-or-later
/* Turns hostile bytes into files, and catches a program that dies. */
#include "fuzz.h"

#include <assert.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { FILES = 4, SAID_BYTES = 4096, SLOTS = 1 << 16, OPEN_FOLDERS = 8 };

/* The linker puts these in place of exit(): --wrap=exit. */
_Noreturn void __real_exit(int status); /* NOLINT(bugprone-reserved-identifier) */
_Noreturn void __wrap_exit(int status); /* NOLINT(bugprone-reserved-identifier) */

/* Of the sanitizers' runtime, where there is one. */
__attribute__((weak)) int
__sanitizer_install_malloc_and_free_hooks(/* NOLINT */
					  void (*on_malloc)(const volatile void *, size_t),
					  void (*on_free)(const volatile void *));

static jmp_buf back;
/* Of the thread that calls: libFuzzer has another, which allocates as well. */
static _Thread_local volatile bool is_within;
static volatile int exit_code;
static char said[SAID_BYTES];
static size_t said_bytes;
/* What was allocated and not freed: a hash table, and its slots in use. */
static const volatile void *kept[SLOTS];
static unsigned int used_slots[SLOTS];
static size_t used_count;
static const char freed;
static char folder[64];

void __wrap_exit(int status)
{
	if (!is_within)
		__real_exit(status);
	exit_code = status;
	longjmp(back, 1); /* NOLINT(cert-err52-cpp) */
}

static size_t slot_of(const volatile void *memory)
{
	return (uintptr_t)memory >> 4 & (SLOTS - 1);
}

static void on_malloc(const volatile void *memory, size_t size)
{
	size_t slot = slot_of(memory);

	(void)size;
	if (!is_within || used_count == SLOTS / 2)
		return;
	while (kept[slot] && kept[slot] != &freed)
		slot = (slot + 1) & (SLOTS - 1);
	if (!kept[slot])
		used_slots[used_count++] = (unsigned int)slot;
	kept[slot] = memory;
}

static void on_free(const volatile void *memory)
{
	size_t slot = slot_of(memory);

	while (is_within && kept[slot] && kept[slot] != memory)
		slot = (slot + 1) & (SLOTS - 1);
	if (is_within && kept[slot])
		kept[slot] = &freed;
}

static void forget_kept(bool must_free)
{
	for (size_t i = 0; i < used_count; i++) {
		const volatile void **place = &kept[used_slots[i]];
		void *memory;

		memcpy(&memory, (const void *)place, sizeof(memory));
		if (must_free && memory != &freed)
			free(memory);
		*place = NULL;
	}
	used_count = 0;
}

static ssize_t hear(void *cookie, const char *bytes, size_t size)
{
	size_t room = SAID_BYTES - 1 - said_bytes, used = size < room ? size : room;

	(void)cookie;
	memcpy(said + said_bytes, bytes, used);
	said_bytes += used;
	said[said_bytes] = '\0';
	return (ssize_t)size;
}

/* Unbuffered, so that stdio allocates nothing behind our back. */
static FILE *listen(void)
{
	FILE *stream = fopencookie(NULL, "w", (cookie_io_functions_t) { .write = hear });

	assert(stream);
	setvbuf(stream, NULL, _IONBF, 0);
	return stream;
}

int fuzz_call(void (*what)(void *argument), void *argument)
{
	FILE *out = stdout, *err = stderr;
	static FILE *ear;

	if (!ear) {
		ear = listen();
		if (__sanitizer_install_malloc_and_free_hooks)
			__sanitizer_install_malloc_and_free_hooks(on_malloc, on_free);
	}
	stdout = stderr = ear;
	said[0] = '\0';
	said_bytes = 0;
	exit_code = FUZZ_RETURNED;
	if (!setjmp(back)) { /* NOLINT(cert-err52-cpp) */
		is_within = true;
		what(argument);
	}
	is_within = false;
	stdout = out;
	stderr = err;
	forget_kept(exit_code != FUZZ_RETURNED);
	return exit_code;
}

const char *fuzz_said(void)
{
	return said;
}

const char *fuzz_file(unsigned int which, const void *bytes, size_t size)
{
	static char paths[FILES][32];
	static int files[FILES];
	int *file = &files[which];

	assert(which < FILES);
	if (!*file) {
		*file = memfd_create("fuzz", MFD_CLOEXEC);
		assert(*file > 0);
		snprintf(paths[which], sizeof(paths[which]), "/proc/self/fd/%d", *file);
	}
	assert(!ftruncate(*file, 0) && pwrite(*file, bytes, size, 0) == (ssize_t)size);
	return paths[which];
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)status;
	(void)type;
	return where->level ? remove(path) : 0;
}

static void empty_folder(void)
{
	nftw(folder, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
}

static void remove_folder(void)
{
	empty_folder();
	rmdir(folder);
}

const char *fuzz_folder(void)
{
	const char *base = getenv("TMPDIR");

	if (*folder) {
		empty_folder();
		return folder;
	}
	snprintf(folder, sizeof(folder), "%.40s/fuzz-XXXXXX", base ? base : "/tmp");
	assert(mkdtemp(folder));
	atexit(remove_folder);
	return folder;
}

char *fuzz_text(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	assert(text);
	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	return text;
}
