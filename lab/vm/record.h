/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The run on disk that a guest's frames become. */
#ifndef PTEBENCH_RECORD_H
#define PTEBENCH_RECORD_H

#include <stdio.h>

#include "wire.h"

/**
 * struct record - an open run: its folder, and files as far as they came.
 * @path: of the folder. @console: console.txt.
 * @sizes: bytes of each file that were written; @kept: those that belong to whole processes.
 * @processes: lines of plan.csv that are kept, without the header.
 * @error: of the first write that failed, or 0.
 */
struct record {
	char path[4096];
	FILE *files[WIRE_FILES], *console;
	uint64_t sizes[WIRE_FILES], kept[WIRE_FILES];
	unsigned long lines, processes;
	int error;
};

/** record_open() - make OUT/SET/RUN; dies when it cannot. */
void record_open(const char *out, const char *set, const char *run, struct record *ret_record);

/** record_write() - the payload of a frame that wire_take() took, of a file. */
void record_write(struct record *record, const struct wire_frame *frame);

/** record_keep() - the guest says that a process is whole: what was written stays. */
void record_keep(struct record *record);

/**
 * record_close() - drop what is not kept, note how it ended, and close.
 * @status: a word. @detail: in the file "status" it stands behind the word.
 * @facts: added to host.csv, pairs of key and value, ending with NULL; and vm_status.
 *
 * Return: 0 or -errno.
 */
int record_close(struct record *record, const char *status, const char *detail,
		 const char *const (*facts)[2]);

#endif
