/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The run on disk that a guest's chunks become. */
#ifndef PTEBENCH_GUEST_RUN_H
#define PTEBENCH_GUEST_RUN_H

#include <stdio.h>

#include "protocol.h"

/**
 * struct guest_run - an open run: its folder, and files as far as they came.
 * @path: of the folder. @console: console.txt.
 * @sizes: bytes of each file that were written; @kept: those that belong to whole processes.
 * @processes: lines of plan.csv that are kept, without the header.
 * @error: of the first write that failed, or 0.
 */
struct guest_run {
	char path[4096];
	FILE *files[PROTOCOL_FILES], *console;
	uint64_t sizes[PROTOCOL_FILES], kept[PROTOCOL_FILES];
	unsigned long lines, processes;
	int error;
};

/** guest_run_open() - make OUT/SET/RUN; dies when it cannot. */
void guest_run_open(const char *out, const char *set, const char *run,
		    struct guest_run *ret_record);

/** guest_run_write() - continue a file. @name: below PROTOCOL_FILES. */
void guest_run_write(struct guest_run *record, enum protocol_name name, const char *bytes,
		     size_t size);

/** guest_run_keep() - the guest says that all processes so far are whole: what was written stays.
 */
void guest_run_keep(struct guest_run *record);

/**
 * guest_run_close() - drop what is not kept, note how it ended, and close.
 * @status: a word. @detail: in the file "status" it stands behind the word.
 * @facts: added to host.csv, pairs of key and value, ending with NULL; and vm_status.
 *
 * Return: 0 or -errno.
 */
int guest_run_close(struct guest_run *record, const char *status, const char *detail,
		    const char *const (*facts)[2]);

#endif
