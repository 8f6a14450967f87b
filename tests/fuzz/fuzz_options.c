// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzzes command lines: one passes only if all of it is in range. A line of the input is an
 * argument.
 */
#include <assert.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "fuzz.h"
#include "runner/run_options.h"
#include "base/size.h"
#include "vm/vm_options.h"

enum { ARGUMENTS_MAX = 128 };

struct linreg {
	int argc;
	char *argv[ARGUMENTS_MAX + 1];
	bool is_vm;
	struct run_options run;
	struct vm_options vm;
};

/* Paths of images are not opened: fuzz_image.c reads what images hold. */
int __wrap_image_read(const char *path, struct image *ret_image, struct reason *ret_reason);

int __wrap_image_read(const char *path, struct image *ret_image, struct reason *ret_reason)
{
	*ret_image = (struct image) { .arch = path[0] == 'a' ? IMAGE_AARCH64 : IMAGE_X86_64 };
	reason_set(ret_reason, "no such file");
	return path[0] == '!' ? -1 : 0;
}

static void parse(void *argument)
{
	struct linreg *line = argument;

	optind = 0; /* glibc: begin anew */
	if (line->is_vm)
		vm_options_parse(line->argc, line->argv, &line->vm);
	else
		run_options_parse(line->argc, line->argv, &line->run);
}

static void check_run(struct run_options *options)
{
	static const char *const points[] = { "mprotect.ro/anon/folio=64K/size=64M", "", "-" };

	assert(options->rounds <= 1000 && options->only.count <= GLOBLIST_MAX);
	assert(!options->set || (*options->set && *options->set != '.' &&
				 strlen(options->set) < 64 && !strchr(options->set, '/')));
	for (size_t i = 0; i < sizeof(points) / sizeof(points[0]); i++)
		globlist_match(&options->only, points[i]);
	free(options->argv_text);
}

static void check_vm(struct vm_options *options)
{
	assert(options->kernel_count >= 1 && options->kernel_count <= VM_OPTIONS_KERNELS_MAX);
	assert(options->archive_count <= VM_OPTIONS_EXTRAS_MAX &&
	       options->only.count <= GLOBLIST_MAX);
	assert(options->boots >= 1 && options->boots <= 100 && options->smp >= 1);
	assert(options->smp <= 64 && options->rounds <= 1000 && options->timeout_s >= 10);
	for (unsigned int i = 0; i < options->kernel_count; i++) {
		const struct vm_options_kernel *kernel = &options->kernels[i];

		assert(*kernel->name && *kernel->name != '.' && !strchr(kernel->name, '/'));
		assert(kernel->append && !strchr(kernel->append, '\n'));
		assert(kernel->image.arch == options->arch);
	}
	assert(!strchr(options->command, '\n'));
	free(options->command);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *rest = text, *word;
	struct linreg line = { .argc = 0 };
	int code;

	while (line.argc < ARGUMENTS_MAX && (word = strsep(&rest, "\n")))
		line.argv[line.argc++] = word;
	assert(line.argc);
	line.is_vm = !strcmp(line.argv[0], "vm");
	unsetenv("PTEBENCH_ARGV");
	code = fuzz_call(parse, &line);
	if (code != FUZZ_RETURNED) {
		assert(code == EXIT_USAGE || code == EXIT_DONE);
		assert(*fuzz_said());
	} else if (line.is_vm) {
		check_vm(&line.vm);
	} else {
		check_run(&line.run);
	}
	free(text);
	return 0;
}
