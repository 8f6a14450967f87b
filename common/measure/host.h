/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes host.csv: facts of the machine and the kernel of a run. */
#ifndef PTEBENCH_HOST_H
#define PTEBENCH_HOST_H

#include <stddef.h>
#include <stdio.h>

/* The value of a fact that could not be read. */
#define HOST_UNKNOWN "unknown"

/*
 * The environment variable that says what the clock counts: "wall" (the default), or "icount": one
 * ns of the guest is one instruction that an emulator executed.
 */
#define HOST_CLOCK_VARIABLE "PTEBENCH_CLOCK_DOMAIN"

/**
 * host_write() - write the facts of the machine as CSV lines key,value, after host_begin().
 * @cpu: the CPU that measures: cpu_core and facts of frequency are its own.
 *
 * Writes every key on all architectures, but of thp_enabled.* those of this kernel's sizes.
 */
void host_write(FILE *out, int cpu);

/**
 * host_kernel_config() - the configuration of the running kernel.
 * @ret_bytes: receives /proc/config.gz (gzip), else /boot/config-RELEASE (text); to be freed.
 *
 * Return: 0 or -errno.
 */
int host_kernel_config(char **ret_bytes, size_t *ret_size);

/** host_value() - value of a key in the text of host.csv, up to a quotation mark; to be freed. */
char *host_value(const char *host, const char *key);

/** host_begin() - write the header line. */
void host_begin(FILE *out);

/**
 * host_fact() - write a line.
 * @key: [a-z0-9_.]+
 * @value: any text; control characters become blanks, NULL and "" become HOST_UNKNOWN.
 */
void host_fact(FILE *out, const char *key, const char *value);

#endif
