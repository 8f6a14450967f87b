/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What does a run's host.csv say of machine, kernel and settings? */
#ifndef PTEBENCH_HOST_FACTS_H
#define PTEBENCH_HOST_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/die.h"
#include "measure/csv_row.h"

/* Limits of a host.csv; a cell holds less than CSV_ROW_LINE_BYTES. */
enum { HOST_FACTS_FILE_BYTES_MAX = 1 << 20, HOST_FACTS_MAX = 1000 };

/* What a fact says that could not be read, or that is not there. */
#define HOST_FACTS_UNKNOWN "unknown"

/** struct host_facts_fact - a key of host.csv and its value. */
struct host_facts_fact {
	char *key, *value;
};

/** struct host_facts - @count of them, as they stand in the file; each key once. */
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
 * Return: 0; -EBADMSG: a line is no "key,value", a key stands twice, or there are more than
 * HOST_FACTS_MAX; -EINVAL: no regular file; -EFBIG: too long; or -errno.
 */
int host_facts_read(const char *path, struct host_facts *ret_facts, struct reason *ret_reason);

/** host_facts_free() - free the texts. */
void host_facts_free(struct host_facts *facts);

/** host_facts_get() - the value of a key; "unknown" when there is none. */
const char *host_facts_get(const struct host_facts *facts, const char *key);

/**
 * host_facts_machine() - a text that is the same for all boots of a machine, and no other.
 *
 * Host name, architecture, CPU (as told by x86's family, model, stepping, by arm64's MIDR or by
 * ppc64le's name and PVR) and product. The caller frees it.
 */
char *host_facts_machine(const struct host_facts *facts);

/**
 * host_facts_cpu() - the CPU as people call it: "ARM Neoverse-N1", or x86's model name.
 *
 * Files without cpu_core show what they have. The caller frees it. NULL: nothing is known.
 */
char *host_facts_cpu(const struct host_facts *facts);

/** host_facts_kind() - "VM", "bare metal", or "metal or VM unknown". */
const char *host_facts_kind(const struct host_facts *facts);

/** host_facts_counts_instructions() - does the clock count them in place of ns (emulation,
 * -icount)? */
bool host_facts_counts_instructions(const struct host_facts *facts);

/**
 * host_facts_is_environment() - would a difference in this fact explain one in the metrics?
 *
 * Not so the kernel, which is what is compared, nor what differs from run to run or is the machine.
 */
bool host_facts_is_environment(const char *key);

/** host_facts_differ() - do two values of a key differ by more than is usual from boot to boot? */
bool host_facts_differ(const char *key, const char *a, const char *b);

/**
 * host_facts_cmdline() - a kernel command line without what names the kernel's own files.
 *
 * BOOT_IMAGE= and initrd= are dropped. The caller frees it.
 */
char *host_facts_cmdline(const char *cmdline);

#endif
