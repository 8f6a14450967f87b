/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facts of a run's host.csv: machine, kernel and settings. */
#ifndef PTEBENCH_HOST_FACTS_H
#define PTEBENCH_HOST_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/die.h"
#include "measure/csv_row.h"

/* Limits of a host.csv; a cell holds less than CSV_ROW_LINE_BYTES. */
enum { HOST_FACTS_FILE_BYTES_MAX = 1 << 20, HOST_FACTS_MAX = 1000 };

/* Value of a fact that is missing or could not be read. */
#define HOST_FACTS_UNKNOWN "unknown"

/** struct host_facts_fact - a key of host.csv and its value. */
struct host_facts_fact {
	char *key, *value;
};

/** struct host_facts - @count facts in the order of the file; each key once. */
struct host_facts {
	size_t count;
	struct host_facts_fact *facts;
};

/**
 * host_facts_read() - read a host.csv.
 * @path: a regular file of at most HOST_FACTS_FILE_BYTES_MAX.
 * @ret_facts: host_facts_free() it, on error too.
 * @ret_reason: what failed, with the path and the line.
 *
 * Return: 0; -EBADMSG: a line is no "key,value", a key occurs twice, or there are more than
 * HOST_FACTS_MAX; -EINVAL: no regular file; -EFBIG: too long; or -errno.
 */
int host_facts_read(const char *path, struct host_facts *ret_facts, struct reason *ret_reason);
void host_facts_free(struct host_facts *facts);

/** host_facts_get() - value of a key; "unknown" without one. host_facts_known(): NULL for that. */
const char *host_facts_get(const struct host_facts *facts, const char *key);
const char *host_facts_known(const struct host_facts *facts, const char *key);

/** host_facts_agree() - true if both have the same value of a key, or neither has one. */
bool host_facts_agree(const struct host_facts *a, const struct host_facts *b, const char *key);

/**
 * host_facts_machine() - key of a machine: the same for all its boots, and unique.
 *
 * Host name, architecture, CPU (x86: family, model, stepping; arm64: MIDR; ppc64le: name and PVR)
 * and product. The caller frees it.
 */
char *host_facts_machine(const struct host_facts *facts);

/**
 * host_facts_cpu() - common name of the CPU: "ARM Neoverse-N1", or x86's model name.
 *
 * Without cpu_core, what else the file has. The caller frees it. NULL: unknown.
 */
char *host_facts_cpu(const struct host_facts *facts);

/** host_facts_kind() - "VM", "bare metal", or "metal or VM unknown". */
const char *host_facts_kind(const struct host_facts *facts);

/** host_facts_counts_instructions() - true if the clock counts them, not ns (QEMU -icount). */
bool host_facts_counts_instructions(const struct host_facts *facts);

/**
 * host_facts_is_environment() - true if a difference in this fact could explain one in a metric.
 *
 * False for the kernel, which is compared, for the machine, and for what differs between runs.
 */
bool host_facts_is_environment(const char *key);

/** host_facts_differ() - true if two values differ by more than is usual between boots. */
bool host_facts_differ(const char *key, const char *a, const char *b);

/**
 * host_facts_cmdline() - kernel command line without BOOT_IMAGE= and initrd=; the caller frees it.
 */
char *host_facts_cmdline(const char *cmdline);

#endif
