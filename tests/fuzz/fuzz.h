/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What all fuzz targets share. A target is one file with LLVMFuzzerTestOneInput(), which asserts
 * what must hold of any input. libFuzzer drives it; or replay.c, which gives it the kept corpus.
 */
#ifndef PTEBENCH_FUZZ_H
#define PTEBENCH_FUZZ_H

#include <stddef.h>
#include <stdint.h>

enum { FUZZ_RETURNED = -1 };

/** LLVMFuzzerTestOneInput() - libFuzzer's name for a target. Return: 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/**
 * fuzz_file() - a regular file that holds these bytes, until this is called again for @which.
 * @which: 0 to 3, several at a time.
 *
 * Return: its path; the same for each call.
 */
const char *fuzz_file(unsigned int which, const void *bytes, size_t size);

/**
 * fuzz_call() - run something that may die().
 *
 * exit(3) comes back here, and what was allocated in between is freed. stdout and stderr go to
 * fuzz_said().
 *
 * Return: the exit code; FUZZ_RETURNED when @what returned, and then nothing is freed.
 */
int fuzz_call(void (*what)(void *argument), void *argument);

/** fuzz_said() - what the last fuzz_call() printed, NUL-terminated; its beginning if it is long. */
const char *fuzz_said(void);

/** fuzz_folder() - an empty folder, which is removed when the process ends. Return: its path. */
const char *fuzz_folder(void);

/** fuzz_text() - a copy of the bytes with a NUL behind it; the caller frees it. */
char *fuzz_text(const uint8_t *data, size_t size);

#endif
