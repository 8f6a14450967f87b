/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One boot, from QEMU's start to its end. */
#ifndef PTEBENCH_BOOT_H
#define PTEBENCH_BOOT_H

#include <signal.h>

#include "qemu.h"
#include "guest_run.h"

enum boot_status {
	BOOT_COMPLETE,	  /* the runner ended well and all its files came */
	BOOT_FAILED,	  /* the runner failed */
	BOOT_PANIC,	  /* the kernel panicked */
	BOOT_HANG,	  /* the time limit passed */
	BOOT_GARBLED,	  /* the guest sent something that is no chunk, or too much */
	BOOT_NO_ROWS,	  /* QEMU ended before any rows came */
	BOOT_CUT_OFF,	  /* QEMU ended after that */
	BOOT_INTERRUPTED, /* we got a signal */
	BOOT_STATUSES,
};

/**
 * struct boot_end - how a boot ended.
 * @detail: why, in printable ASCII; or "".
 * @exit_code: of the runner, when the boot is complete or failed; -1: it was killed.
 * @said_hello: init came up.
 * @seconds: how long it took.
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
 * boot_run() - boot a guest, write what it sends, and end QEMU.
 * @record: where to write; NULL: only wait for init's hello.
 * @timeout_s: limit of the whole boot.
 * @is_check: the runner may also exit with 1: a check failed.
 * @stop: becomes non-zero when a signal comes.
 *
 * If a boot with a record does not end well, the last lines of the console go to stderr.
 */
void boot_run(const struct qemu_guest *guest, struct guest_run *record, unsigned int timeout_s,
	      bool is_check, const volatile sig_atomic_t *stop, struct boot_end *ret_end);

#endif
