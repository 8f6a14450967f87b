/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The QEMU machine and options that boot a kernel of each architecture. */
#ifndef PTEBENCH_MACHINE_H
#define PTEBENCH_MACHINE_H

#include <stdbool.h>

#include "image.h"

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

#endif
