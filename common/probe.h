/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Touches memory that may not be there, and lives on. */
#ifndef PTEBENCH_PROBE_H
#define PTEBENCH_PROBE_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

/** struct probe - the handlers of SIGSEGV and SIGBUS that others had. */
struct probe {
	struct sigaction segv, bus;
};

/** probe_begin() - from now on the two signals end a probe, not the process. */
void probe_begin(struct probe *ret_probe);

/** probe_end() - give the signals back. Between the two: */
void probe_end(const struct probe *probe);

/** probe_load() - load a word. Return: false when that raised a signal. */
bool probe_load(const char *address, uint64_t *ret_word);

/** probe_store() - store a word. Return: false when that raised a signal. */
bool probe_store(char *address, uint64_t word);

#endif
