// SPDX-License-Identifier: GPL-2.0-or-later
/* Pack the first root of a guest: a cpio archive of the format newc, which the kernel unpacks. */
#include "initrd.h"

#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/die.h"
#include "guest.h"

/* User, group, time and inode stay 0: the same input makes the same bytes. */
static void add_entry(struct archive *archive, const char *name, unsigned int mode,
		      const void *bytes, size_t size)
{
	struct archive_entry *entry = archive_entry_new();

	archive_entry_set_pathname(entry, name);
	archive_entry_set_mode(entry, (mode_t)mode);
	archive_entry_set_size(entry, (la_int64_t)size);
	if (archive_write_header(archive, entry) != ARCHIVE_OK ||
	    archive_write_data(archive, bytes, size) != (la_ssize_t)size)
		die(EXIT_FAILED, "pack %s for the guest: %s", name, archive_error_string(archive));
	archive_entry_free(entry);
}

/* Return: 0 or -errno. @ret_bytes: free() them. */
static int read_file(const char *path, char **ret_bytes, size_t *ret_size)
{
	FILE *in = fopen(path, "re");
	struct stat status;
	int error = 0;

	*ret_bytes = NULL;
	if (!in)
		return -errno;
	if (fstat(fileno(in), &status))
		error = -errno;
	else if (!S_ISREG(status.st_mode))
		error = -EINVAL;
	if (!error) {
		*ret_size = (size_t)status.st_size;
		*ret_bytes = xcalloc(1, *ret_size + 1);
		if (fread(*ret_bytes, 1, *ret_size, in) != *ret_size)
			error = -EIO;
	}
	fclose(in);
	return error;
}

static int try_file(struct archive *archive, const char *name, unsigned int mode, const char *path)
{
	size_t size = 0;
	char *bytes = NULL;
	int error = read_file(path, &bytes, &size);

	if (!error)
		add_entry(archive, name, S_IFREG | mode, bytes, size);
	free(bytes);
	return error;
}

static void add_file(struct archive *archive, const char *name, const char *path)
{
	int error = try_file(archive, name, 0755, path);

	if (error)
		die(EXIT_FAILED, "pack %s for the guest: %s (build again?)", path,
		    strerror(-error));
}

static void add_program(struct archive *archive, const char *folder, const char *from,
			const char *name)
{
	char *path = xasprintf("%s/%s", folder, from);

	add_file(archive, name, path);
	free(path);
}

static void add_benchmarks(struct archive *archive, const char *folder)
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
			add_file(archive, name, file);
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

static void add_orders(struct archive *archive, const struct vm_options *options,
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
		add_entry(archive, i ? GUEST_ENVIRONMENT : GUEST_ARGV, S_IFREG | 0644, text, size);
		free(text);
	}
}

/* Distributions lay the configuration beside the image. It is left out where there is none. */
static void add_config(struct archive *archive, const struct vm_options_kernel *kernel)
{
	const char *slash = strrchr(kernel->path, '/');
	char release[64], *path, *name;

	image_release(&kernel->image, release);
	if (!*release || strchr(release, '/'))
		return;
	path = xasprintf("%.*sconfig-%s", slash ? (int)(slash + 1 - kernel->path) : 0, kernel->path,
			 release);
	name = xasprintf("boot/config-%s", release);
	try_file(archive, name, 0644, path);
	free(name);
	free(path);
}

/* Is it of a format that init/initramfs.c unpacks, whatever compresses it? */
static bool is_newc(const char *path)
{
	struct archive *archive = archive_read_new();
	struct archive_entry *entry;
	int format = 0;

	archive_read_support_filter_all(archive);
	archive_read_support_format_cpio(archive);
	if (archive_read_open_filename(archive, path, 65536) == ARCHIVE_OK &&
	    archive_read_next_header(archive, &entry) == ARCHIVE_OK)
		format = archive_format(archive);
	archive_read_free(archive);
	return format == ARCHIVE_FORMAT_CPIO_SVR4_NOCRC || format == ARCHIVE_FORMAT_CPIO_SVR4_CRC;
}

/* The kernel unpacks archives one after the other. Each begins at a multiple of 4. */
static void append_archive(FILE *out, const char *path)
{
	static const char zeros[4] = "";
	char *bytes = NULL;
	size_t size = 0;
	int error = read_file(path, &bytes, &size);

	if (!error && !is_newc(path))
		error = -EBADMSG;
	if (error)
		die(EXIT_USAGE, "--initrd-add %s: %s", path,
		    error == -EBADMSG ? "no cpio archive that the kernel unpacks"
				      : strerror(-error));
	fwrite(zeros, 1, (size_t)(-ftell(out) & 3), out);
	fwrite(bytes, 1, size, out);
	free(bytes);
}

static struct archive *open_archive(FILE *out)
{
	struct archive *archive = archive_write_new();

	if (!archive || archive_write_set_format_cpio_newc(archive) != ARCHIVE_OK ||
	    archive_write_set_bytes_in_last_block(archive, 1) != ARCHIVE_OK ||
	    archive_write_open_FILE(archive, out) != ARCHIVE_OK)
		die(EXIT_FAILED, "make the guest's first root: %s",
		    archive ? archive_error_string(archive) : strerror(ENOMEM));
	return archive;
}

void initrd_make(FILE *out, const struct vm_options *options,
		 const struct vm_options_kernel *kernel, const char *run, bool is_icount)
{
	static const char *const folders[] = { "dev", "proc", "sys", "tmp",   "run",
					       "var", "boot", "bin", "bench", GUEST_RESULTS };
	char *programs = xasprintf("%s/vm-%s", options->programs, image_arch_name(options->arch));
	const char *port = machine_of(options->arch)->port;
	struct archive *archive = open_archive(out);

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		add_entry(archive, folders[i], S_IFDIR | 0755, NULL, 0);
	add_program(archive, programs, "bin/init", "init");
	add_entry(archive, GUEST_PORT, S_IFREG | 0644, port, strlen(port));
	if (run) {
		add_program(archive, programs, "bin/runner", GUEST_RUNNER);
		add_benchmarks(archive, programs);
		add_config(archive, kernel);
		add_orders(archive, options, kernel, run, is_icount);
	}
	if (archive_write_close(archive) != ARCHIVE_OK)
		die(EXIT_FAILED, "write the guest's first root: %s", archive_error_string(archive));
	archive_write_free(archive);
	for (unsigned int i = 0; i < options->archive_count; i++)
		append_archive(out, options->archives[i]);
	if (fflush(out) || ferror(out))
		die(EXIT_FAILED, "write the guest's first root: %s", strerror(errno));
	free(programs);
}
