// SPDX-License-Identifier: GPL-2.0-or-later
/* Packs the initramfs as a cpio archive of format newc. */
#include "initrd.h"

#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/atomic_file.h"
#include "base/die.h"
#include "protocol.h"

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

static void add_text(struct archive *archive, const char *name, const char *text)
{
	add_entry(archive, name, S_IFREG | 0644, text, strlen(text));
}

/* Return: 0; or -errno, and then @ret_bytes is NULL. */
static int read_file(const char *path, char **ret_bytes, size_t *ret_size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), error;

	*ret_bytes = NULL;
	if (fd < 0)
		return -errno;
	error = atomic_file_read(fd, SIZE_MAX, ret_bytes, ret_size);
	close(fd);
	return error;
}

/* Packs FOLDER/FROM as @name. */
static void add_program(struct archive *archive, const char *folder, const char *from,
			const char *name)
{
	char *path = xasprintf("%s/%s", folder, from), *bytes;
	size_t size = 0;
	int error = read_file(path, &bytes, &size);

	if (error)
		die(EXIT_FAILED, "pack %s for the guest: %s (build again?)", path,
		    strerror(-error));
	add_entry(archive, name, S_IFREG | 0755, bytes, size);
	free(bytes);
	free(path);
}

static int is_program(const struct dirent *entry)
{
	return !strchr(entry->d_name, '.') && entry->d_type != DT_DIR;
}

static void add_benchmarks(struct archive *archive, const char *programs)
{
	char *folder = xasprintf("%s/bench", programs);
	struct dirent **entries;
	int count = scandir(folder, &entries, is_program, alphasort);

	if (count <= 0)
		die(EXIT_FAILED, "%s: no benchmark programs there (build again?)", folder);
	for (int i = 0; i < count; i++) {
		char *name = xasprintf(GUEST_BENCH "/%s", entries[i]->d_name);

		add_program(archive, folder, entries[i]->d_name, name);
		free(name);
		free(entries[i]);
	}
	free(entries);
	free(folder);
}

static void add_arguments(struct archive *archive, const struct vm_options *options,
			  const struct vm_options_kernel *kernel, uint64_t seed)
{
	char *text = xasprintf("/" GUEST_RUNNER "\n%s\n--bench-dir\n/" GUEST_BENCH "\n",
			       options->checks ? "check" : "run");
	char *own = point_options_line(&options->own, "\n");

	for (unsigned int i = 0; i < options->only.count; i++)
		xappend(&text, "", "--only\n%s\n", options->only.texts[i]);
	if (!options->checks)
		xappend(&text, "", "--out\n/" GUEST_RESULTS "\n--set\n%s\n--seed\n%" PRIu64 "\n",
			kernel->name, seed);
	if (!options->checks && options->rounds)
		xappend(&text, "", "--rounds\n%u\n", options->rounds);
	if (*own)
		xappend(&text, "", "%s\n", own);
	free(own);
	if (!options->checks &&
	    (options->tier || !(options->only.count || options->own.texts[POINT_OPTIONS_CASE])))
		xappend(&text, "", "%s\n", options->tier ? options->tier : "--quick");
	add_text(archive, GUEST_ARGV, text);
	free(text);
}

static void add_environment(struct archive *archive, const struct vm_options *options,
			    const struct vm_options_kernel *kernel, const char *run, bool is_icount)
{
	char *text = xasprintf("PATH=/\nHOME=/\nPTEBENCH_PAUSE=1\nPTEBENCH_RUN=%s\n"
			       "PTEBENCH_CLOCK_DOMAIN=%s\nPTEBENCH_ARGV=%s\n",
			       run, is_icount ? "icount" : "wall", options->command);
	char *folder = xasprintf("/" GUEST_RESULTS "/%s/%s", kernel->name, run);

	add_text(archive, GUEST_ENVIRONMENT, text);
	if (!options->checks)
		add_text(archive, GUEST_RUN, folder);
	free(folder);
	free(text);
}

/* Distributions keep the config beside the image. It is optional. */
static void add_config(struct archive *archive, const struct vm_options_kernel *kernel)
{
	const char *slash = strrchr(kernel->path, '/');
	char release[64], *path, *name, *bytes;
	size_t size = 0;

	image_release(&kernel->image, release);
	if (!*release || strchr(release, '/'))
		return;
	path = xasprintf("%.*sconfig-%s", slash ? (int)(slash + 1 - kernel->path) : 0, kernel->path,
			 release);
	name = xasprintf("boot/config-%s", release);
	if (!read_file(path, &bytes, &size))
		add_entry(archive, name, S_IFREG | 0644, bytes, size);
	free(bytes);
	free(name);
	free(path);
}

/* Does init/initramfs.c unpack this format? Any compression will do. */
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

/* The kernel unpacks several archives in a row. Each begins at a multiple of 4. */
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
		die(EXIT_FAILED, "make the guest's initramfs: %s",
		    archive ? archive_error_string(archive) : strerror(ENOMEM));
	return archive;
}

void initrd_make(FILE *out, const struct vm_options *options,
		 const struct vm_options_kernel *kernel, const char *run, uint64_t seed,
		 bool is_icount)
{
	static const char *const folders[] = { "dev", "proc", "sys", "tmp",   "run",
					       "var", "boot", "bin", "bench", GUEST_RESULTS };
	char *programs = xasprintf("%s/vm-%s", options->programs, image_arches[options->arch]);
	struct archive *archive = open_archive(out);

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		add_entry(archive, folders[i], S_IFDIR | 0755, NULL, 0);
	add_program(archive, programs, "bin/init", "init");
	add_text(archive, GUEST_PORT, machine_of(options->arch)->port);
	if (run) {
		add_program(archive, programs, "bin/runner", GUEST_RUNNER);
		add_benchmarks(archive, programs);
		add_config(archive, kernel);
		add_arguments(archive, options, kernel, seed);
		add_environment(archive, options, kernel, run, is_icount);
	}
	if (archive_write_close(archive) != ARCHIVE_OK)
		die(EXIT_FAILED, "write the guest's initramfs: %s", archive_error_string(archive));
	archive_write_free(archive);
	for (unsigned int i = 0; i < options->archive_count; i++)
		append_archive(out, options->archives[i]);
	if (fflush(out) || ferror(out))
		die(EXIT_FAILED, "write the guest's initramfs: %s", strerror(errno));
	free(programs);
}
