// SPDX-License-Identifier: GPL-2.0-or-later
/* What did the user ask ./run.sh vm for? */
#include "vm_options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/parse_number.h"
#include "base/version.h"

enum { MEMORY_MIB_LEAST = 256, MEMORY_MIB_MOST = 1 << 20 };

enum option_key {
	KEY_KERNEL = 256,
	KEY_BOOTS,
	KEY_ONLY,
	KEY_QUICK,
	KEY_FULL,
	KEY_ROUNDS,
	KEY_CHECK,
	KEY_ACCEL,
	KEY_MEMORY,
	KEY_SMP,
	KEY_CPU,
	KEY_ARCH,
	KEY_APPEND,
	KEY_INITRD_ADD,
	KEY_SEED,
	KEY_OUT,
	KEY_TIMEOUT,
	KEY_DRY_RUN,
	KEY_DESCRIBE,
	KEY_NAME_ARCH,
	KEY_PROGRAMS,
	KEY_COMPARE,
	KEY_HELP,
	KEY_VERSION
};

static const struct option long_options[] = {
	{ "kernel", required_argument, NULL, KEY_KERNEL },
	{ "boots", required_argument, NULL, KEY_BOOTS },
	{ "only", required_argument, NULL, KEY_ONLY },
	{ "quick", no_argument, NULL, KEY_QUICK },
	{ "full", no_argument, NULL, KEY_FULL },
	{ "rounds", required_argument, NULL, KEY_ROUNDS },
	{ "check", no_argument, NULL, KEY_CHECK },
	{ "accel", required_argument, NULL, KEY_ACCEL },
	{ "memory", required_argument, NULL, KEY_MEMORY },
	{ "smp", required_argument, NULL, KEY_SMP },
	{ "cpu", required_argument, NULL, KEY_CPU },
	{ "arch", required_argument, NULL, KEY_ARCH },
	{ "append", required_argument, NULL, KEY_APPEND },
	{ "initrd-add", required_argument, NULL, KEY_INITRD_ADD },
	{ "seed", required_argument, NULL, KEY_SEED },
	{ "out", required_argument, NULL, KEY_OUT },
	{ "timeout", required_argument, NULL, KEY_TIMEOUT },
	{ "dry-run", no_argument, NULL, KEY_DRY_RUN },
	{ "describe", no_argument, NULL, KEY_DESCRIBE },
	{ "name-arch", no_argument, NULL, KEY_NAME_ARCH },
	{ "programs", required_argument, NULL, KEY_PROGRAMS },
	{ "compare", required_argument, NULL, KEY_COMPARE },
	{ "help", no_argument, NULL, KEY_HELP },
	{ "version", no_argument, NULL, KEY_VERSION },
	{ 0 },
};

static const char full[] = "--full";

static void print_help(void)
{
	fputs("Usage: ./run.sh vm --kernel NAME=IMAGE [--kernel NAME=IMAGE]... [OPTION]...\n"
	      "Boots whole kernels in QEMU, in turns, measures in each, and compares them.\n\n"
	      "  --kernel NAME=IMAGE  a bzImage of x86-64, an Image of arm64, a vmlinux of "
	      "ppc64le;\n"
	      "                       its runs go to the set NAME\n"
	      "  --boots N            of each kernel, 1 to 100 (default 4; 1 with --check)\n"
	      "  --only GLOB, --full, --rounds N\n"
	      "                       what is measured in each boot, as in ./run.sh run\n"
	      "                       (default: --quick, some 30 points)\n"
	      "  --check              does the kernel do right? ./run.sh check in place of a run\n"
	      "  --accel kvm|tcg|auto KVM gives times. TCG, where KVM does not work, counts\n"
	      "                       instructions in their place (default auto: a boot tells)\n"
	      "  --memory SIZE        of the guest, as 1024M or 2G (default 1G)\n"
	      "  --smp N              its CPUs, 1 to 64 (default 1; more need KVM)\n"
	      "  --cpu MODEL          as QEMU names it (default: max, power10; KVM: host)\n"
	      "  --arch ARCH          x86_64, aarch64 or ppc64le: refuse images of another\n"
	      "  --append [NAME:]TEXT kernel parameters, for one kernel or all; may be repeated\n"
	      "                       with another NAME\n"
	      "  --initrd-add FILE    a cpio archive, unpacked over ours; may be repeated\n"
	      "  --seed N             of the order of boots and points (default: made up)\n"
	      "  --out DIR            where sets lie (default: results)\n"
	      "  --timeout SECONDS    of one boot, 10 to 86400 (default 900; 7200 with --full or\n"
	      "                       --check)\n"
	      "  --dry-run            show the order of boots and QEMU's command line\n"
	      "  --describe           tell what the images are\n\n"
	      "Results: OUT/NAME/RUN/{host,plan,samples,fit}.csv, log.txt, console.txt, status.\n"
	      "Exit status: that of compare; 1 when a boot did not end well; 2 usage; 77 no "
	      "QEMU.\n",
	      stdout);
}

/* A set is a folder's name and stands in tables. */
static void add_kernel(struct vm_options *options, const char *text)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789._+-";
	struct vm_options_kernel *kernel = &options->kernels[options->kernel_count];
	size_t length = strspn(text, allowed);

	if (!length || length >= sizeof(kernel->name) || text[length] != '=' || *text == '.' ||
	    *text == '-' || !text[length + 1])
		die(EXIT_USAGE,
		    "--kernel %s: give NAME=IMAGE; NAME is 1 to 63 of [A-Za-z0-9._+-], the first "
		    "no dot or dash",
		    text);
	if (options->kernel_count == VM_OPTIONS_KERNELS_MAX)
		die(EXIT_USAGE, "--kernel: at most %d", VM_OPTIONS_KERNELS_MAX);
	snprintf(kernel->name, sizeof(kernel->name), "%.*s", (int)length, text);
	kernel->path = text + length + 1;
	kernel->append = "";
	for (unsigned int i = 0; i < options->kernel_count; i++)
		if (!strcmp(options->kernels[i].name, kernel->name))
			die(EXIT_USAGE, "--kernel %s: this name stands twice", kernel->name);
	options->kernel_count++;
}

static void add_only(struct vm_options *options, const char *glob)
{
	if (options->only.count == GLOBLIST_MAX)
		die(EXIT_USAGE, "--only: at most %d", GLOBLIST_MAX);
	if (!*glob || strpbrk(glob, " \t\n"))
		die(EXIT_USAGE, "--only '%s': a glob has no blanks and is not empty", glob);
	options->only.texts[options->only.count++] = glob;
}

static void add_archive(struct vm_options *options, const char *path)
{
	if (options->archive_count == VM_OPTIONS_EXTRAS_MAX)
		die(EXIT_USAGE, "--initrd-add: at most %d", VM_OPTIONS_EXTRAS_MAX);
	options->archives[options->archive_count++] = path;
}

/* QEMU takes a bare number for MiB; here it needs a unit, so that nobody means bytes. */
static const char *parse_memory(const char *text)
{
	char *end;
	unsigned long long value = strtoull(text, &end, 10);
	unsigned long long mib = *end == 'G' && value < 1 << 20 ? value << 10 : value;

	if (*text < '0' || *text > '9' || (*end != 'M' && *end != 'G') || end[1] ||
	    mib < MEMORY_MIB_LEAST || mib > MEMORY_MIB_MOST)
		die(EXIT_USAGE, "--memory %s: give %dM to %dG", text, MEMORY_MIB_LEAST,
		    MEMORY_MIB_MOST >> 10);
	return text;
}

static enum machine_accel parse_accel(const char *text)
{
	for (int i = MACHINE_ACCEL_AUTO; i <= MACHINE_ACCEL_TCG; i++)
		if (!strcmp(text, machine_accel_name((enum machine_accel)i)))
			return (enum machine_accel)i;
	die(EXIT_USAGE, "--accel %s: give kvm, tcg or auto", text);
}

static enum image_arch parse_arch(const char *text)
{
	for (int i = 0; i < IMAGE_ARCHES; i++)
		if (!strcmp(text, image_arch_name((enum image_arch)i)))
			return (enum image_arch)i;
	die(EXIT_USAGE, "--arch %s: give x86_64, aarch64 or ppc64le", text);
}

/* QEMU takes a comma for the next property. */
static const char *parse_cpu(const char *text)
{
	if (!*text || *text == '-' || strpbrk(text, " \t\n"))
		die(EXIT_USAGE, "--cpu '%s': give a model (see qemu-system-ARCH -cpu help)", text);
	return text;
}

static bool take_run_option(int key, struct vm_options *options)
{
	switch (key) {
	case KEY_ONLY: add_only(options, optarg); return true;
	case KEY_QUICK: options->tier = "--quick"; return true;
	case KEY_FULL: options->tier = full; return true;
	case KEY_ROUNDS:
		options->rounds = (unsigned int)parse_number("rounds", optarg, 1, 1000);
		return true;
	case KEY_SEED:
		options->seed = parse_number("seed", optarg, 0, UINT64_MAX);
		options->has_seed = true;
		return true;
	case KEY_CHECK: options->checks = true; return true;
	case KEY_OUT: options->out = optarg; return true;
	case KEY_DRY_RUN: options->is_dry = true; return true;
	case KEY_DESCRIBE: options->describes = true; return true;
	case KEY_NAME_ARCH: options->names_arch = true; return true;
	case KEY_PROGRAMS: options->programs = optarg; return true;
	case KEY_COMPARE: options->compare = optarg; return true;
	default: return false;
	}
}

static void take_option(int key, struct vm_options *options)
{
	switch (key) {
	case KEY_BOOTS: options->boots = (unsigned int)parse_number("boots", optarg, 1, 100); break;
	case KEY_ACCEL: options->accel = parse_accel(optarg); break;
	case KEY_MEMORY: options->memory = parse_memory(optarg); break;
	case KEY_SMP: options->smp = (unsigned int)parse_number("smp", optarg, 1, 64); break;
	case KEY_CPU: options->cpu = parse_cpu(optarg); break;
	case KEY_ARCH: options->arch = parse_arch(optarg); break;
	case KEY_INITRD_ADD: add_archive(options, optarg); break;
	case KEY_TIMEOUT:
		options->timeout_s = (unsigned int)parse_number("timeout", optarg, 10, 86400);
		break;
	case KEY_HELP: print_help(); exit(EXIT_DONE);
	case KEY_VERSION: printf("ptebench %s\n", version_text); exit(EXIT_DONE);
	default:
		if (!take_run_option(key, options))
			exit(EXIT_USAGE);
	}
}

/* Parameters hold colons too; only a kernel's name before the first one makes them its own. */
static void add_append(struct vm_options *options, const char *text)
{
	size_t length = strcspn(text, ":");

	if (strchr(text, '\n'))
		die(EXIT_USAGE, "--append: kernel parameters stand in one line");
	for (unsigned int i = 0; i < options->kernel_count; i++) {
		struct vm_options_kernel *kernel = &options->kernels[i];

		if (text[length] && strlen(kernel->name) == length &&
		    !strncmp(text, kernel->name, length)) {
			if (*kernel->append)
				die(EXIT_USAGE, "--append %s: this kernel has one already", text);
			kernel->append = text + length + 1;
			return;
		}
	}
	if (*options->append)
		die(EXIT_USAGE, "--append %s: give all parameters in one", text);
	options->append = text;
}

static void read_images(struct vm_options *options)
{
	bool is_free = options->arch == IMAGE_ARCHES;
	struct reason reason;

	for (unsigned int i = 0; i < options->kernel_count; i++) {
		struct vm_options_kernel *kernel = &options->kernels[i];

		if (image_read(kernel->path, &kernel->image, &reason))
			die(EXIT_USAGE, "--kernel %s=%s: %s", kernel->name, kernel->path,
			    reason.text);
		if (is_free && !i)
			options->arch = kernel->image.arch;
		if (kernel->image.arch != options->arch)
			die(EXIT_USAGE, "--kernel %s=%s: this kernel is for %s, not %s%s",
			    kernel->name, kernel->path, image_arch_name(kernel->image.arch),
			    image_arch_name(options->arch),
			    is_free ? ", as the first is" : ", as --arch says");
	}
}

/* As it was typed: without what vm.sh puts before it. */
static char *join(int argc, char **argv)
{
	char *text = xstrdup("./run.sh vm");

	for (int i = 1; i < argc; i++) {
		char *longer;

		if (!strcmp(argv[i], "--programs") || !strcmp(argv[i], "--compare")) {
			i++;
			continue;
		}
		longer = xasprintf("%s %s", text, argv[i]);
		free(text);
		text = longer;
	}
	for (char *at = text; *at; at++)
		if (*at == '\n')
			*at = ' ';
	return text;
}

void vm_options_parse(int argc, char **argv, struct vm_options *ret_options)
{
	struct vm_options options = {
		.memory = "1G",
		.smp = 1,
		.append = "",
		.out = "results",
		.programs = "build",
		.compare = "build/bin/compare",
		.arch = IMAGE_ARCHES,
		.command = join(argc, argv),
	};
	int key;

	optind = 1;
	while ((key = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		if (key == KEY_KERNEL)
			add_kernel(&options, optarg);
		else if (key != KEY_APPEND)
			take_option(key, &options);
	if (optind < argc)
		die(EXIT_USAGE, "%s: not an option (see ./run.sh vm --help)", argv[optind]);
	/* Names of kernels may come behind the parameters that are for them. */
	optind = 1;
	while ((key = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		if (key == KEY_APPEND)
			add_append(&options, optarg);
	if (!options.kernel_count)
		die(EXIT_USAGE, "give a kernel: --kernel NAME=IMAGE (see ./run.sh vm --help)");
	if (options.checks && (options.tier || options.rounds))
		die(EXIT_USAGE, "--check: no --quick, --full or --rounds: each check is made once");
	if (options.accel == MACHINE_ACCEL_TCG && options.smp > 1)
		die(EXIT_USAGE,
		    "--smp %u: instructions are counted on one CPU: leave it out, or "
		    "give --accel kvm",
		    options.smp);
	if (!options.timeout_s)
		options.timeout_s = options.checks || options.tier == full ? 7200 : 900;
	if (!options.boots)
		options.boots = options.checks ? 1 : 4;
	read_images(&options);
	*ret_options = options;
}
