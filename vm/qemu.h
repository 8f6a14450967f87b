/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU: the machine of each architecture; the command line, start and end of a process. */
#ifndef PTEBENCH_QEMU_H
#define PTEBENCH_QEMU_H

#include <stdbool.h>
#include <sys/types.h>

#include "image.h"

enum {
	QEMU_ARGUMENTS_MAX = 48,
	QEMU_PORT_FD = 3, /* QEMU's descriptor for the data port */
};

enum machine_accel { MACHINE_ACCEL_AUTO, MACHINE_ACCEL_KVM, MACHINE_ACCEL_TCG };

/**
 * struct machine - a QEMU machine.
 * @qemu: the program. @package: the Debian package that has it.
 * @type: -M, emulated; @type_kvm: with KVM.
 * @cpu: -cpu, emulated; with KVM it is "host".
 * @append: kernel parameters: the console, and a reboot on panic, which ends QEMU.
 * @port_option, @port_value: add the data port, a second serial port whose driver kernels have
 * built in; its chardev is "rows". @port: its name in the guest's /dev.
 * @host: uname(2)'s machine of a host whose KVM runs it.
 */
struct machine {
	const char *qemu, *package, *type, *type_kvm, *cpu, *append, *port_option, *port_value,
		*port, *host;
};

/** machine_of() - the row of an architecture. */
const struct machine *machine_of(enum image_arch arch);

/** machine_accels - "auto", "kvm", "tcg", NULL. */
extern const char *const machine_accels[];

/** machine_may_have_kvm() - is the host of this architecture, and /dev/kvm accessible? */
bool machine_may_have_kvm(const struct machine *machine);

/**
 * struct qemu_guest - a guest to boot.
 * @accel: MACHINE_ACCEL_KVM or MACHINE_ACCEL_TCG; the latter counts instructions.
 * @title: opens the progress line on a terminal; NULL: no such line.
 * @append: kernel parameters besides the machine's.
 */
struct qemu_guest {
	const struct machine *machine;
	enum machine_accel accel;
	const char *title, *kernel, *initrd, *append, *memory, *cpu;
	unsigned int smp;
};

/** qemu_cpu() - the CPU model: the guest's, or the machine's default. */
const char *qemu_cpu(const struct qemu_guest *guest);

/** qemu_type() - the machine type for the guest's accelerator. */
const char *qemu_type(const struct qemu_guest *guest);

/**
 * qemu_arguments() - make QEMU's command line.
 * @ret_argv: QEMU_ARGUMENTS_MAX entries, ended by NULL; pass it to qemu_free_arguments().
 */
void qemu_arguments(const struct qemu_guest *guest, char **ret_argv);

/** qemu_free_arguments() - free the texts. */
void qemu_free_arguments(char **argv);

/**
 * struct qemu - a QEMU process.
 * @console, @port: non-blocking pipes from the guest's console and data port.
 * @errors: a file with QEMU's stderr.
 */
struct qemu {
	pid_t pid;
	int console, port, errors;
};

/**
 * qemu_start() - start QEMU; it is killed when this process dies.
 *
 * Return: 0; or -errno, with descriptors left open: the caller should die.
 */
int qemu_start(const struct qemu_guest *guest, struct qemu *ret_qemu);

/**
 * qemu_pin() - with KVM, give each CPU of the guest a CPU of the host of its own.
 *
 * Does nothing if the host has too few CPUs. The guest must run, so that its threads exist.
 */
void qemu_pin(const struct qemu *qemu, const struct qemu_guest *guest);

/** qemu_end() - kill it if it still runs, and wait. Return: its status as of waitpid(2). */
int qemu_end(struct qemu *qemu);

/** qemu_words() - QEMU's stderr in one line. @ret_text: @size bytes. */
void qemu_words(const struct qemu *qemu, char *ret_text, size_t size);

/** qemu_version() - "7.2.22 (...)" or "unknown", to be freed; NULL: QEMU does not start. */
char *qemu_version(const struct machine *machine);

#endif
