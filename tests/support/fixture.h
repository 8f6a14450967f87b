/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A root directory of our own in place of "/", and other helpers of test programs. */
#ifndef PTEBENCH_FIXTURE_H
#define PTEBENCH_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "measure/csv_row.h"

/* The sanitizers' own memory faults too, so that page faults cannot be counted. */
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define FIXTURE_SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) && !defined(FIXTURE_SANITIZED)
#define FIXTURE_SANITIZED 1
#endif

/** fixture_make() - a new empty root, from now on used by kfile.c; cmocka set-up function. */
int fixture_make(void **state);

/** fixture_remove() - remove it and go back to "/"; cmocka teardown function. */
int fixture_remove(void **state);

/** fixture_write() - make a file of the root, with its folders. */
void fixture_write(const char *path, const char *text);

/** fixture_words() - make a file of the root: @count words, after a hole of @first words. */
void fixture_words(const char *path, size_t first, const uint64_t *words, size_t count);

/** fixture_link() - make a symbolic link in the root. */
void fixture_link(const char *path, const char *target);

/** fixture_path() - where a file of the root really lies; a static buffer. */
const char *fixture_path(const char *path);

/** fixture_expect() - assert the text of a file of the root. */
void fixture_expect(const char *path, const char *text);

/** fixture_rows() - make a file of the root with a header and @count rows. */
void fixture_rows(const char *path, const struct csv_row *rows, size_t count);

/** fixture_run() - run the array @tests, each between @make and @remove. Return: main()'s status.
 */
#define fixture_run(tests, make, remove)                                                           \
	fixture_run_tests(tests, sizeof(tests) / sizeof((tests)[0]), make, remove)
int fixture_run_tests(struct CMUnitTest *tests, size_t count, CMFixtureFunction make,
		      CMFixtureFunction remove);

/** fixture_bytes() - make a file of the root of @size bytes, and fixture_gzip() a packed one. */
void fixture_bytes(const char *path, const void *bytes, size_t size);
void fixture_gzip(const char *path, const void *bytes, size_t size);

/**
 * fixture_child() - run @body in a child, which leaves with 0 unless @body exits.
 * @ret_text: receives what it writes to stdout and stderr, as far as @size allows.
 *
 * Return: its exit status, -1 for a signal.
 */
int fixture_child(void (*body)(const char *argument), const char *argument, char *ret_text,
		  size_t size);

/** fixture_thp() - knobs of an mTHP kernel: all sizes "never", 2M "inherit", globally "madvise". */
void fixture_thp(void);

#endif
