/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests whether an address can be read or written, and survives if not. */
#ifndef PTEBENCH_ACCESS_PROBE_H
#define PTEBENCH_ACCESS_PROBE_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

/** struct access_probe - the handlers of SIGSEGV and SIGBUS that others had. */
struct access_probe {
	struct sigaction segv, bus;
};

/** access_probe_begin() - from now on the two signals end a probe, not the process. */
void access_probe_begin(struct access_probe *ret_probe);

/** access_probe_end() - give the signals back. Between the two: */
void access_probe_end(const struct access_probe *probe);

/** access_probe_load() - load a word. Return: false when that raised a signal. */
bool access_probe_load(const char *address, uint64_t *ret_word);

/** access_probe_store() - store a word. Return: false when that raised a signal. */
bool access_probe_store(char *address, uint64_t word);

#endif
