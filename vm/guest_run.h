/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the chunks of a guest as a run on disk. */
#ifndef PTEBENCH_GUEST_RUN_H
#define PTEBENCH_GUEST_RUN_H

#include <stdio.h>

#include "base/die.h"
#include "protocol.h"

/**
 * struct guest_run - an open run.
 * @path: its folder. @files: those that came so far. @console: console.txt.
 * @sizes: bytes of each file that were written; @kept: those that belong to whole processes.
 * @lines: of plan.csv. @processes: those that are kept, without the header.
 * @error: of the first write that failed, or 0.
 */
struct guest_run {
	char path[4096];
	FILE *files[PROTOCOL_FILES], *console;
	uint64_t sizes[PROTOCOL_FILES], kept[PROTOCOL_FILES];
	unsigned long lines, processes;
	int error;
};

/** guest_run_open() - make the folder OUT/SET/RUN, or die. */
void guest_run_open(const char *out, const char *set, const char *run,
		    struct guest_run *ret_record);

/** guest_run_write() - append to a file. @name: below PROTOCOL_FILES. */
void guest_run_write(struct guest_run *record, enum protocol_name name, const char *bytes,
		     size_t size);

/** guest_run_keep() - keep what was written so far: the guest says its processes are whole. */
void guest_run_keep(struct guest_run *record);

/**
 * guest_run_close() - drop what is not kept, write the file "status", and close.
 * @status: a word. @detail: "", or text to put behind it.
 * @facts: pairs of key and value for host.csv, ended by NULL; vm_status is added.
 *
 * Return: 0 or -errno of the first write that failed.
 */
int guest_run_close(struct guest_run *record, const char *status, const char *detail,
		    const char *const (*facts)[2]);

/* The key in host.csv of the image's digest; see image_digest(). */
#define GUEST_RUN_IMAGE "vm_kernel_fnv1a64"

/**
 * guest_run_check_set() - are all runs in OUT/SET of this image?
 * @digest: of the image.
 * @ret_reason: names a run that is of another image, or does not say of which.
 *
 * Ignores boots without rows. The set need not exist.
 *
 * Return: 0; -EEXIST: they are not; or -errno.
 */
int guest_run_check_set(const char *out, const char *set, const char *digest,
			struct reason *ret_reason);

#endif
