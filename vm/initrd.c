// SPDX-License-Identifier: GPL-2.0-or-later
/* What does a guest find in its first root? */
#include "initrd.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cpio.h"
#include "base/die.h"
#include "guest.h"

static void add_file(struct cpio *cpio, const char *name, const char *path)
{
	int error = cpio_file(cpio, name, 0755, path);

	if (error)
		die(EXIT_FAILED, "pack %s for the guest: %s (build again?)", path,
		    strerror(-error));
}

static void add_program(struct cpio *cpio, const char *folder, const char *from, const char *name)
{
	char *path = xasprintf("%s/%s", folder, from);

	add_file(cpio, name, path);
	free(path);
}

static void add_benchmarks(struct cpio *cpio, const char *folder)
{
	char *path = xasprintf("%s/bench", folder);
	struct dirent **entries;
	int count = scandir(path, &entries, NULL, alphasort);
	unsigned int added = 0;

	for (int i = 0; i < count; i++) {
		char *file = xasprintf("%s/%s", path, entries[i]->d_name);
		char *name = xasprintf(GUEST_BENCH "/%s", entries[i]->d_name);
		struct stat status;

		if (!strchr(entries[i]->d_name, '.') && !stat(file, &status) &&
		    S_ISREG(status.st_mode)) {
			add_file(cpio, name, file);
			added++;
		}
		free(name);
		free(file);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	if (!added)
		die(EXIT_FAILED, "%s: no benchmark programs there (build again?)", path);
	free(path);
}

static void write_arguments(const struct vm_options *options,
			    const struct vm_options_kernel *kernel, FILE *out)
{
	fprintf(out, "/" GUEST_RUNNER "\n%s\n--bench-dir\n/" GUEST_BENCH "\n",
		options->checks ? "check" : "run");
	for (unsigned int i = 0; i < options->only.count; i++)
		fprintf(out, "--only\n%s\n", options->only.texts[i]);
	if (options->checks)
		return;
	fprintf(out, "--out\n/" GUEST_RESULTS "\n--set\n%s\n--seed\n%" PRIu64 "\n", kernel->name,
		options->seed);
	if (options->rounds)
		fprintf(out, "--rounds\n%u\n", options->rounds);
	if (options->tier || !options->only.count)
		fprintf(out, "%s\n", options->tier ? options->tier : "--quick");
}

static void write_environment(const struct vm_options *options, const char *run, bool is_icount,
			      FILE *out)
{
	fprintf(out, "PATH=/\nHOME=/\nPTEBENCH_PAUSE=1\nPTEBENCH_RUN=%s\n", run);
	fprintf(out, "PTEBENCH_CLOCK_DOMAIN=%s\n", is_icount ? "icount" : "wall");
	fprintf(out, "PTEBENCH_ARGV=%s\n", options->command);
}

static void add_orders(struct cpio *cpio, const struct vm_options *options,
		       const struct vm_options_kernel *kernel, const char *run, bool is_icount)
{
	char *text;
	size_t size;
	FILE *out;

	for (int i = 0; i < 2; i++) {
		out = open_memstream(&text, &size);
		if (!out)
			die(EXIT_FAILED, "out of memory");
		if (i)
			write_environment(options, run, is_icount, out);
		else
			write_arguments(options, kernel, out);
		fclose(out);
		cpio_bytes(cpio, i ? GUEST_ENVIRONMENT : GUEST_ARGV, 0644, text, size);
		free(text);
	}
}

/* Distributions lay the configuration beside the image. It is left out where there is none. */
static void add_config(struct cpio *cpio, const struct vm_options_kernel *kernel)
{
	const char *slash = strrchr(kernel->path, '/');
	char release[64], *path, *name;

	image_release(&kernel->image, release);
	if (!*release || strchr(release, '/'))
		return;
	path = xasprintf("%.*sconfig-%s", slash ? (int)(slash + 1 - kernel->path) : 0, kernel->path,
			 release);
	name = xasprintf("boot/config-%s", release);
	cpio_file(cpio, name, 0644, path);
	free(name);
	free(path);
}

static void add_archives(struct cpio *cpio, const struct vm_options *options)
{
	for (unsigned int i = 0; i < options->archive_count; i++) {
		int error = cpio_archive(cpio, options->archives[i]);

		if (error)
			die(EXIT_USAGE, "--initrd-add %s: %s", options->archives[i],
			    error == -EBADMSG ? "no cpio archive that the kernel unpacks"
					      : strerror(-error));
	}
}

void initrd_make(FILE *out, const struct vm_options *options,
		 const struct vm_options_kernel *kernel, const char *run, bool is_icount)
{
	static const char *const folders[] = { "dev", "proc", "sys", "tmp",   "run",
					       "var", "boot", "lab", "bench", GUEST_RESULTS };
	char *programs = xasprintf("%s/vm-%s", options->programs, image_arch_name(options->arch));
	struct cpio cpio = { .out = out };
	int error;

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		cpio_folder(&cpio, folders[i]);
	add_program(&cpio, programs, "bin/init", "init");
	if (run) {
		add_program(&cpio, programs, "bin/runner", GUEST_RUNNER);
		add_benchmarks(&cpio, programs);
		add_config(&cpio, kernel);
		add_orders(&cpio, options, kernel, run, is_icount);
	}
	error = cpio_close(&cpio);
	add_archives(&cpio, options);
	if (error || fflush(out) || ferror(out))
		die(EXIT_FAILED, "write the guest's first root: %s",
		    strerror(error ? -error : errno));
	free(programs);
}
