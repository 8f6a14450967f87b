/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One boot: from QEMU's start to its end, whatever becomes of the guest. */
#ifndef PTEBENCH_BOOT_H
#define PTEBENCH_BOOT_H

#include <signal.h>

#include "qemu.h"
#include "guest_run.h"

enum boot_status {
	BOOT_COMPLETE,	  /* the runner ended well and all its files came */
	BOOT_FAILED,	  /* the runner did not end well */
	BOOT_PANIC,	  /* the kernel said that it cannot go on */
	BOOT_HANG,	  /* the time limit passed */
	BOOT_GARBLED,	  /* the guest sent what is no chunk, or too much */
	BOOT_NO_ROWS,	  /* QEMU ended before anything came */
	BOOT_CUT_OFF,	  /* QEMU ended in the middle */
	BOOT_INTERRUPTED, /* a signal for us */
	BOOT_STATUSES,
};

/**
 * struct boot_end - how a boot ended.
 * @detail: why, in printable ASCII; or "".
 * @exit_code: of the runner, when it is complete or failed; -1: it was killed.
 * @said_hello: init came up.
 * @seconds: it took.
 */
struct boot_end {
	enum boot_status status;
	char detail[256];
	int exit_code;
	bool said_hello;
	double seconds;
};

/** boot_status_name() - "complete", "panic", ... */
const char *boot_status_name(enum boot_status status);

/**
 * boot_run() - boot a guest, take what it sends, and end QEMU.
 * @record: where they go; NULL: only wait for init's hello.
 * @timeout_s: limit of the whole.
 * @is_check: exit code 1 of the runner is an answer too.
 * @stop: becomes non-zero when a signal comes.
 *
 * The end of the console is printed on stderr when the boot does not end well and has a record.
 */
void boot_run(const struct qemu_guest *guest, struct guest_run *record, unsigned int timeout_s,
	      bool is_check, const volatile sig_atomic_t *stop, struct boot_end *ret_end);

#endif
