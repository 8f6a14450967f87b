/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes host.csv: the machine and the kernel that a run was made on. */
#ifndef PTEBENCH_HOST_H
#define PTEBENCH_HOST_H

#include <stddef.h>
#include <stdio.h>

/* What a fact says that could not be read. */
#define HOST_UNKNOWN "unknown"

/*
 * The environment variable that names what the clock counts: "wall" (the default) or "icount",
 * where one ns of the guest's time is one instruction that an emulator executed.
 */
#define HOST_CLOCK_VARIABLE "PTEBENCH_CLOCK_DOMAIN"

/**
 * host_write() - the facts that are read from the machine, as CSV lines key,value.
 * @out: an open file; its header "key,value" was written by host_begin().
 *
 * Every key is there on all architectures, but that thp_enabled.* are the sizes this kernel has;
 * what cannot be read is "unknown". Changes nothing.
 */
void host_write(FILE *out);

/**
 * host_kernel_config() - the configuration of the running kernel.
 * @ret_bytes: receives /proc/config.gz (gzip) or else /boot/config-RELEASE (text); to be freed.
 *
 * Return: 0 or -errno.
 */
int host_kernel_config(char **ret_bytes, size_t *ret_size);

/** host_value() - the value of a key in the text of host.csv, up to a quotation mark; to be freed.
 */
char *host_value(const char *host, const char *key);

/** host_begin() - the header line. */
void host_begin(FILE *out);

/**
 * host_fact() - one line more.
 * @key: [a-z0-9_.]+
 * @value: any text; quoted as CSV, control characters become blanks. NULL or "": "unknown".
 */
void host_fact(FILE *out, const char *key, const char *value);

#endif
