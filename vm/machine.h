/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The QEMU machine and options that boot a kernel of each architecture. */
#ifndef PTEBENCH_MACHINE_H
#define PTEBENCH_MACHINE_H

#include <stdbool.h>

#include "image.h"

enum machine_accel { MACHINE_ACCEL_AUTO, MACHINE_ACCEL_KVM, MACHINE_ACCEL_TCG };

/**
 * struct machine - a row of the table.
 * @qemu: the program. @package: which Debian package has it.
 * @type: -M, emulated; @type_kvm: with KVM.
 * @cpu: -cpu, emulated; with KVM it is "host".
 * @append: kernel parameters: its console, and to reboot, which ends QEMU, when it panics.
 * @port_option, @port_value: make the data port, a serial port besides the console of which kernels
 * have the driver built in; its chardev is "rows". @port: its name in the guest's /dev.
 * @host: what uname(2) says of a host whose KVM runs it.
 */
struct machine {
	const char *qemu, *package, *type, *type_kvm, *cpu, *append, *port_option, *port_value,
		*port, *host;
};

/** machine_of() - the row of an architecture. */
const struct machine *machine_of(enum image_arch arch);

/** machine_accel_name() - "auto", "kvm" or "tcg". */
const char *machine_accel_name(enum machine_accel accel);

/** machine_may_have_kvm() - is the host of this architecture, and does /dev/kvm open? */
bool machine_may_have_kvm(const struct machine *machine);

#endif
