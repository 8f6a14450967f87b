/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One QEMU process: its command line, start and end. */
#ifndef PTEBENCH_QEMU_H
#define PTEBENCH_QEMU_H

#include <stdbool.h>
#include <sys/types.h>

#include "machine.h"

enum {
	QEMU_ARGUMENTS_MAX = 48,
	QEMU_PORT_FD = 3, /* QEMU's descriptor for the data port */
};

/**
 * struct qemu_guest - what is booted.
 * @accel: MACHINE_ACCEL_KVM or MACHINE_ACCEL_TCG; the latter counts instructions.
 * @append: kernel parameters besides the machine's.
 * @title: what a terminal shows meanwhile; NULL: nothing.
 */
struct qemu_guest {
	const struct machine *machine;
	enum machine_accel accel;
	const char *title, *kernel, *initrd, *append, *memory, *cpu;
	unsigned int smp;
};

/** qemu_cpu() - the model: that of the guest, or the machine's. */
const char *qemu_cpu(const struct qemu_guest *guest);

/** qemu_type() - the machine's type, with this accelerator. */
const char *qemu_type(const struct qemu_guest *guest);

/**
 * qemu_arguments() - QEMU's command line.
 * @ret_argv: QEMU_ARGUMENTS_MAX, NULL-terminated; qemu_free_arguments() it.
 */
void qemu_arguments(const struct qemu_guest *guest, char **ret_argv);

/** qemu_free_arguments() - free the texts. */
void qemu_free_arguments(char **argv);

/**
 * struct qemu - one that runs.
 * @console: the guest's console; @port: its data port. Both are pipes from it, non-blocking.
 * @errors: what QEMU says of itself, a file.
 */
struct qemu {
	pid_t pid;
	int console, port, errors;
};

/**
 * qemu_start() - it dies when this process does. The caller dies on an error: descriptors stay
 * open.
 *
 * Return: 0 or -errno.
 */
int qemu_start(const struct qemu_guest *guest, struct qemu *ret_qemu);

/**
 * qemu_pin() - with KVM: each CPU of the guest on a CPU of the host of its own.
 *
 * Does nothing where there are fewer. Call it when the guest runs: its threads are there by then.
 */
void qemu_pin(const struct qemu *qemu, const struct qemu_guest *guest);

/** qemu_end() - kill it if it still runs, and wait. Return: its status as of waitpid(2). */
int qemu_end(struct qemu *qemu);

/** qemu_words() - what QEMU said of itself, in one line. @ret_text: @size bytes. */
void qemu_words(const struct qemu *qemu, char *ret_text, size_t size);

/** qemu_version() - "7.2.22 (...)", or "unknown". The caller frees it. NULL: it does not start. */
char *qemu_version(const struct machine *machine);

#endif
