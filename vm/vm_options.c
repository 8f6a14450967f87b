// SPDX-License-Identifier: GPL-2.0-or-later
/* The command line of ./run.sh vm. */
#include "vm_options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/options.h"

enum {
	MEMORY_MIB_LEAST = 256,
	MEMORY_MIB_MOST = 1 << 20,
	APPENDS_MAX = VM_OPTIONS_KERNELS_MAX + 1
};

static struct vm_options options;
static const char *appends[APPENDS_MAX];
static unsigned int append_count;

static const char full[] = "--full";

/* The name of a set is that of a folder, and is printed in tables. */
static void take_kernel(const char *text)
{
	struct vm_options_kernel *kernel = &options.kernels[options.kernel_count];
	size_t length = strspn(text, OPTIONS_NAME);

	if (!length || length >= sizeof(kernel->name) || text[length] != '=' || *text == '.' ||
	    *text == '-' || !text[length + 1])
		die(EXIT_USAGE,
		    "--kernel %s: give NAME=IMAGE; NAME is 1 to 63 of [A-Za-z0-9._+-], the first "
		    "no dot or dash",
		    text);
	if (options.kernel_count == VM_OPTIONS_KERNELS_MAX)
		die(EXIT_USAGE, "--kernel: at most %d", VM_OPTIONS_KERNELS_MAX);
	snprintf(kernel->name, sizeof(kernel->name), "%.*s", (int)length, text);
	kernel->path = text + length + 1;
	kernel->append = "";
	for (unsigned int i = 0; i < options.kernel_count; i++)
		if (!strcmp(options.kernels[i].name, kernel->name))
			die(EXIT_USAGE, "--kernel %s: this name is given twice", kernel->name);
	options.kernel_count++;
}

static void take_archive(const char *path)
{
	if (options.archive_count == VM_OPTIONS_EXTRAS_MAX)
		die(EXIT_USAGE, "--initrd-add: at most %d", VM_OPTIONS_EXTRAS_MAX);
	options.archives[options.archive_count++] = path;
}

/* Unlike QEMU, requires a unit: a bare number might be meant as bytes. */
static void take_memory(const char *text)
{
	char *end;
	unsigned long long value = strtoull(text, &end, 10);
	unsigned long long mib = *end == 'G' && value < 1 << 20 ? value << 10 : value;

	if (*text < '0' || *text > '9' || (*end != 'M' && *end != 'G') || end[1] ||
	    mib < MEMORY_MIB_LEAST || mib > MEMORY_MIB_MOST)
		die(EXIT_USAGE, "--memory %s: give %dM to %dG", text, MEMORY_MIB_LEAST,
		    MEMORY_MIB_MOST >> 10);
	options.memory = text;
}

/* A comma adds a property of the model. */
static void take_cpu(const char *text)
{
	if (!*text || *text == '-' || strpbrk(text, " \t\n"))
		die(EXIT_USAGE, "--cpu '%s': give a model (see qemu-system-ARCH -cpu help)", text);
	options.cpu = text;
}

/* Parameters may have colons: only a kernel's name before the first one selects a kernel. */
static void add_append(const char *text)
{
	size_t length = strcspn(text, ":");

	if (strchr(text, '\n'))
		die(EXIT_USAGE, "--append: give kernel parameters in one line");
	for (unsigned int i = 0; i < options.kernel_count; i++) {
		struct vm_options_kernel *kernel = &options.kernels[i];

		if (text[length] && strlen(kernel->name) == length &&
		    !strncmp(text, kernel->name, length)) {
			if (*kernel->append)
				die(EXIT_USAGE, "--append %s: this kernel has one already", text);
			kernel->append = text + length + 1;
			return;
		}
	}
	if (*options.append)
		die(EXIT_USAGE, "--append %s: give all parameters in one", text);
	options.append = text;
}

static void read_images(void)
{
	bool is_free = options.arch == IMAGE_ARCHES;
	struct reason reason;

	for (unsigned int i = 0; i < options.kernel_count; i++) {
		struct vm_options_kernel *kernel = &options.kernels[i];

		if (image_read(kernel->path, &kernel->image, &reason))
			die(EXIT_USAGE, "--kernel %s=%s: %s", kernel->name, kernel->path,
			    reason.text);
		if (is_free && !i)
			options.arch = kernel->image.arch;
		if (kernel->image.arch != options.arch)
			die(EXIT_USAGE, "--kernel %s=%s: this kernel is for %s, not %s%s",
			    kernel->name, kernel->path, image_arches[kernel->image.arch],
			    image_arches[options.arch],
			    is_free ? ", as the first is" : ", as --arch says");
	}
}

/* Keeps parameters until all kernels are known: --append may come before --kernel. */
static void take_append(const char *text)
{
	if (append_count == APPENDS_MAX)
		die(EXIT_USAGE, "--append: at most %d", APPENDS_MAX);
	appends[append_count++] = text;
}

static void take_until(const char *text)
{
	options.until.width = until_width(text);
}

static const struct options_row rows[] = {
	{ "kernel", "NAME=IMAGE",
	  "a bzImage of x86-64, an Image of arm64, a vmlinux of ppc64le; its runs go to the set "
	  "NAME; may be repeated",
	  .take = take_kernel },
	{ "boots", "N", "boots of each kernel", .count = &options.boots, .least = 1, .most = 100,
	  .fallback = "4; 1 with --check, 40 with --until" },
	{ "until", "X%",
	  "boot until each case's change is known to so much, at most --boots times; looked at "
	  "after 5, 8, 12, 18, 27 and 40 boots of each kernel",
	  .take = take_until },
	{ OPTIONS_ONLY(&options.only) },
	POINT_OPTIONS_ROWS(&options.own, 0),
	POINT_OPTIONS_ROW_SAMPLES(&options.own, 0),
	{ "quick", NULL,
	  "measure some 30 points in each boot, as without --only, --case and --full",
	  .text = &options.tier, .bare = "--quick" },
	{ "full", NULL, "measure all points, as in ./run.sh run", .text = &options.tier,
	  .bare = full },
	{ OPTIONS_ROUNDS(&options.rounds), .fallback = "as in ./run.sh run" },
	{ "check", NULL, "check each kernel, as ./run.sh check does, and measure nothing",
	  .flag = &options.checks },
	{ "accel", "A", "how the guest runs", .word = &options.accel, .words = machine_accels,
	  .initial = "auto" },
	{ "memory", "SIZE", "of the guest, as 1024M or 2G", .take = take_memory, .initial = "1G" },
	{ "smp", "N", "its CPUs, more than one only with KVM", .count = &options.smp, .least = 1,
	  .most = 64, .initial = "1" },
	{ "cpu", "MODEL", "as QEMU names it", .take = take_cpu,
	  .fallback = "max, power10; KVM: host" },
	{ "arch", "ARCH", "refuse images of another architecture", .word = &options.arch,
	  .words = image_arches },
	{ "append", "[NAME:]TEXT",
	  "kernel parameters, for one kernel or all; may be repeated with another NAME",
	  .take = take_append },
	{ "initrd-add", "FILE", "a cpio archive, unpacked over ours; may be repeated",
	  .take = take_archive },
	{ OPTIONS_SEED(&options.seed), .given = &options.has_seed, .fallback = "random" },
	{ OPTIONS_SETS("out", &options.out) },
	{ "timeout", "SECONDS", "of one boot", .count = &options.timeout_s, .least = 10,
	  .most = 86400, .fallback = "900; 7200 with --full or --check" },
	{ "dry-run", NULL, "show the order of boots and QEMU's command line",
	  .flag = &options.is_dry },
	{ "describe", NULL, "print what the images are", .flag = &options.describes },
	{ "name-arch", .flag = &options.names_arch },
	{ "programs", "DIR", NULL, .text = &options.programs, .initial = "build" },
	{ "compare", "PROGRAM", NULL, .text = &options.compare, .initial = "build/bin/compare" },
	{ 0 },
};

static const struct options_program program = {
	.command = "./run.sh vm",
	.usage = "--kernel NAME=IMAGE [--kernel NAME=IMAGE]... [OPTION]...",
	.about = "Boots whole kernels in QEMU, in turns, measures in each, and compares them.",
	.notes = "KVM gives times. TCG, where KVM does not work, counts instructions in their "
		 "place; auto boots a guest to find out.\n\n"
		 "Results: OUT/NAME/RUN/{host,plan,samples,fit}.csv, log.txt, console.txt, status. "
		 "Exit status: that of compare; 1 when a boot did not end well; 2 usage; 77 no "
		 "QEMU.",
	.rows = rows,
};

void vm_options_parse(int argc, char **argv, struct vm_options *ret_options)
{
	options = (struct vm_options) { .append = "", .arch = IMAGE_ARCHES };
	options.command = options_line(&program, argc, argv);
	append_count = 0;
	options_parse(&program, argc, argv);
	for (unsigned int i = 0; i < append_count; i++)
		add_append(appends[i]);
	if (!options.kernel_count)
		die(EXIT_USAGE, "give a kernel: --kernel NAME=IMAGE (see ./run.sh vm --help)");
	point_options_check(&options.own);
	if (options.checks && point_options_any(&options.own))
		die(EXIT_USAGE, "--check: give --only GLOB: it has no points of one's own");
	if (options.checks && (options.tier || options.rounds))
		die(EXIT_USAGE, "--check: no --quick, --full or --rounds: each check is made once");
	if (options.accel == MACHINE_ACCEL_TCG && options.smp > 1)
		die(EXIT_USAGE,
		    "--smp %u: instructions are counted on one CPU: leave it out, or "
		    "give --accel kvm",
		    options.smp);
	if (!options.timeout_s)
		options.timeout_s = options.checks || options.tier == full ? 7200 : 900;
	if (options.until.width > 0 && (options.checks || options.kernel_count < 2))
		die(EXIT_USAGE, "--until: give two kernels or more, and no --check");
	if (!options.boots)
		options.boots = options.checks ? 1 : options.until.width > 0 ? UNTIL_MOST : 4;
	options.until.compare = options.compare;
	read_images();
	*ret_options = options;
}
