/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Touches memory that may not be there, and lives on. */
#ifndef PTEBENCH_PROBE_H
#define PTEBENCH_PROBE_H

#include <signal.h>
#include <stdbool.h>

/** struct probe - the handlers of SIGSEGV and SIGBUS that others had. */
struct probe {
	struct sigaction segv, bus;
};

/** probe_begin() - from now on the two signals end a probe, not the process. */
void probe_begin(struct probe *ret_probe);

/** probe_end() - give the signals back. */
void probe_end(const struct probe *probe);

/** probe_read() - can a byte be loaded? Between probe_begin() and probe_end() only. */
bool probe_read(const char *address);

/** probe_write() - can a byte be stored? Stores @value. */
bool probe_write(char *address, char value);

#endif
