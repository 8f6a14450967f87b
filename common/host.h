/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine and kernel that a run was made on: host.csv. */
#ifndef PTEBENCH_HOST_H
#define PTEBENCH_HOST_H

#include <stdio.h>

/* What a fact says that could not be read. */
#define HOST_UNKNOWN "unknown"

/**
 * host_write() - the facts that are read from the machine, as CSV lines key,value.
 * @out: an open file; its header "key,value" was written by host_begin().
 *
 * Every key is always there; what cannot be read is "unknown". Changes nothing.
 */
void host_write(FILE *out);

/** host_begin() - the header line. */
void host_begin(FILE *out);

/**
 * host_fact() - one line more.
 * @key: [a-z0-9_.]+
 * @value: any text; quoted as CSV, control characters become blanks. NULL or "": "unknown".
 */
void host_fact(FILE *out, const char *key, const char *value);

#endif
