/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests whether an address can be read or written, without dying of the signal. */
#ifndef PTEBENCH_ACCESS_PROBE_H
#define PTEBENCH_ACCESS_PROBE_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

/** struct access_probe - the handlers of SIGSEGV and SIGBUS before the probes. */
struct access_probe {
	struct sigaction segv, bus;
};

/* From begin to end the two signals end a probe, not the process. */
void access_probe_begin(struct access_probe *ret_probe);
void access_probe_end(const struct access_probe *probe);

/* Load or store a word. Return: false if that raised a signal. */
bool access_probe_load(const char *address, uint64_t *ret_word);
bool access_probe_store(char *address, uint64_t word);

/** access_probe_signal() - the signal that the last load or store raised, or 0. */
int access_probe_signal(void);

#endif
