// SPDX-License-Identifier: GPL-2.0-or-later
/* The table of QEMU machines. */
#include "machine.h"

#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

static const struct machine machines[IMAGE_ARCHES] = {
	[IMAGE_X86_64] = {
		.qemu = "qemu-system-x86_64",
		.package = "qemu-system-x86",
		.type = "pc",
		.type_kvm = "pc",
		.cpu = "max",
		.append = "console=ttyS0 panic=-1 tsc=reliable",
		.port_option = "-serial",
		.port_value = "chardev:rows",
		.port = "ttyS1",
		.host = "x86_64",
	},
	/*
	 * pauth-impdef: the architected pointer authentication is slow to emulate, and the guest's
	 * instructions are the same. The virt machine has one serial port for the normal world.
	 */
	[IMAGE_AARCH64] = {
		.qemu = "qemu-system-aarch64",
		.package = "qemu-system-arm",
		.type = "virt,gic-version=3",
		.type_kvm = "virt,gic-version=host",
		.cpu = "max,pauth-impdef=on",
		.append = "console=ttyAMA0 panic=-1",
		.port_option = "-device",
		.port_value = "pci-serial,chardev=rows",
		.port = "ttyS0",
		.host = "aarch64",
	},
	[IMAGE_PPC64LE] = {
		.qemu = "qemu-system-ppc64",
		.package = "qemu-system-ppc",
		.type = "pseries",
		.type_kvm = "pseries",
		.cpu = "power10",
		.append = "console=hvc0 panic=-1",
		.port_option = "-serial",
		.port_value = "chardev:rows",
		.port = "hvc1",
		.host = "ppc64le",
	},
};

const struct machine *machine_of(enum image_arch arch)
{
	return &machines[arch];
}

const char *const machine_accels[] = { "auto", "kvm", "tcg", NULL };

bool machine_may_have_kvm(const struct machine *machine)
{
	struct utsname name;

	return !uname(&name) && !strcmp(name.machine, machine->host) &&
	       !access("/dev/kvm", R_OK | W_OK);
}
