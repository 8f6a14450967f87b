// SPDX-License-Identifier: GPL-2.0-or-later
/* Builds QEMU's command line, starts QEMU, and ends it. */
#include "qemu.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/die.h"
#include "sys/kfile.h"

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

const char *qemu_cpu(const struct qemu_guest *guest)
{
	if (guest->cpu)
		return guest->cpu;
	return guest->accel == MACHINE_ACCEL_KVM ? "host" : guest->machine->cpu;
}

const char *qemu_type(const struct qemu_guest *guest)
{
	return guest->accel == MACHINE_ACCEL_KVM ? guest->machine->type_kvm : guest->machine->type;
}

/*
 * -icount shift=0: the guest's clock advances by 1 ns an instruction; sleep=off: an idle guest does
 * not wait. -no-reboot: a panic ends QEMU. The only devices are the console and the data port.
 */
void qemu_arguments(const struct qemu_guest *guest, char **ret_argv)
{
	const char *accel = guest->accel == MACHINE_ACCEL_KVM ? "kvm" : "tcg";
	char *smp = xasprintf("%u", guest->smp);
	char *append = xasprintf("%s%s%s", guest->machine->append, *guest->append ? " " : "",
				 guest->append);
	/* clang-format off */
	const char *const common[] = {
		guest->machine->qemu, "-name", "ptebench,debug-threads=on",
		"-M", qemu_type(guest), "-accel", accel, "-cpu", qemu_cpu(guest), "-smp", smp,
		"-m", guest->memory, "-nodefaults", "-no-user-config", "-display", "none",
		"-serial", "stdio", "-chardev", "file,id=rows,path=/dev/fd/3",
		guest->machine->port_option, guest->machine->port_value, "-no-reboot",
		"-kernel", guest->kernel, "-initrd", guest->initrd, "-append", append,
	};
	/* clang-format on */
	size_t count = sizeof(common) / sizeof(common[0]);

	for (size_t i = 0; i < count; i++)
		ret_argv[i] = xstrdup(common[i]);
	if (guest->accel == MACHINE_ACCEL_TCG) {
		ret_argv[count++] = xstrdup("-icount");
		ret_argv[count++] = xstrdup("shift=0,sleep=off");
	}
	ret_argv[count] = NULL;
	free(append);
	free(smp);
}

void qemu_free_arguments(char **argv)
{
	for (int i = 0; argv[i]; i++)
		free(argv[i]);
}

static _Noreturn void become_qemu(char **argv, int console, int port, int err, pid_t parent)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* dup2() of a descriptor to itself would keep O_CLOEXEC. */
	port = fcntl(port, F_DUPFD_CLOEXEC, QEMU_PORT_FD + 1);
	if (getppid() == parent && dup2(null, STDIN_FILENO) >= 0 &&
	    dup2(console, STDOUT_FILENO) >= 0 && dup2(err, STDERR_FILENO) >= 0 &&
	    dup2(port, QEMU_PORT_FD) >= 0)
		execvp(argv[0], argv);
	dprintf(err, "%s: %s", argv[0], strerror(errno));
	_exit(127);
}

int qemu_start(const struct qemu_guest *guest, struct qemu *ret_qemu)
{
	char *argv[QEMU_ARGUMENTS_MAX];
	int console[2], port[2], errors = memfd_create("qemu", MFD_CLOEXEC);
	pid_t parent = getpid(), child;

	if (errors < 0 || pipe2(console, O_CLOEXEC) || pipe2(port, O_CLOEXEC))
		return -errno;
	qemu_arguments(guest, argv);
	child = fork();
	if (!child)
		become_qemu(argv, console[1], port[1], errors, parent);
	qemu_free_arguments(argv);
	close(console[1]);
	close(port[1]);
	*ret_qemu = (struct qemu) { child, console[0], port[0], errors };
	fcntl(console[0], F_SETFL, O_NONBLOCK);
	fcntl(port[0], F_SETFL, O_NONBLOCK);
	return child < 0 ? -EAGAIN : 0;
}

/* Return: the CPU of the guest that a thread is, by its name "CPU 0/KVM"; or -1. */
static int guest_cpu(pid_t pid, const char *thread)
{
	char path[96], name[32];
	unsigned int number;

	snprintf(path, sizeof(path), "/proc/%d/task/%.20s/comm", (int)pid, thread);
	if (kfile_read(path, name, sizeof(name)) || sscanf(name, "CPU %u/KVM", &number) != 1)
		return -1;
	return (int)number;
}

/* Uses the host's last CPUs: the first one has most interrupts. */
void qemu_pin(const struct qemu *qemu, const struct qemu_guest *guest)
{
	int cpus[CPU_SETSIZE], count = 0, number;
	struct dirent *entry;
	char path[64];
	cpu_set_t set;
	DIR *folder;

	CPU_ZERO(&set);
	sched_getaffinity(0, sizeof(set), &set);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &set))
			cpus[count++] = cpu;
	snprintf(path, sizeof(path), "/proc/%d/task", (int)qemu->pid);
	folder =
		guest->accel == MACHINE_ACCEL_KVM && (int)guest->smp < count ? opendir(path) : NULL;
	while (folder && (entry = readdir(folder))) {
		number = guest_cpu(qemu->pid, entry->d_name);
		if (number < 0 || number >= (int)guest->smp)
			continue;
		CPU_ZERO(&set);
		CPU_SET(cpus[count - 1 - number], &set);
		sched_setaffinity((pid_t)strtol(entry->d_name, NULL, 10), sizeof(set), &set);
	}
	if (folder)
		closedir(folder);
}

int qemu_end(struct qemu *qemu)
{
	int status = 0;

	kill(qemu->pid, SIGKILL);
	while (waitpid(qemu->pid, &status, 0) < 0 && errno == EINTR)
		;
	close(qemu->console);
	close(qemu->port);
	return status;
}

void qemu_words(const struct qemu *qemu, char *ret_text, size_t size)
{
	ssize_t got = pread(qemu->errors, ret_text, size - 1, 0);
	size_t length = got > 0 ? (size_t)got : 0;

	ret_text[length] = '\0';
	for (size_t i = 0; i < length; i++)
		if (ret_text[i] < ' ' || ret_text[i] > '~')
			ret_text[i] = ' ';
	while (length && ret_text[length - 1] == ' ')
		ret_text[--length] = '\0';
}

char *qemu_version(const struct machine *machine)
{
	char *command = xasprintf("%s --version 2>/dev/null", machine->qemu);
	char line[128] = "", *at;
	FILE *in = popen(command, "re");
	bool has = in && fgets(line, sizeof(line), in);

	free(command);
	if (in)
		pclose(in);
	if (!has)
		return NULL;
	line[strcspn(line, "\n")] = '\0';
	at = strstr(line, "version ");
	return xstrdup(at ? at + strlen("version ") : "unknown");
}
