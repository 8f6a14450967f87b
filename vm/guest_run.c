// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the files that a guest sends as a run, and reads those of earlier runs. */
#include "guest_run.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/atomic_file.h"
#include "base/make_folders.h"
#include "base/shared_config.h"
#include "measure/host.h"

static FILE *open_file(const struct guest_run *record, const char *name, const char *mode)
{
	char *path = xasprintf("%s/%s", record->path, name);
	FILE *file = fopen(path, mode);

	if (!file)
		die(EXIT_FAILED, "open %s: %s", path, strerror(errno));
	free(path);
	return file;
}

/* Keeps the first error. */
static void note_error(struct guest_run *record)
{
	record->error = record->error ? record->error : -errno;
}

void guest_run_open(const char *out, const char *set, const char *run, struct guest_run *ret_record)
{
	struct guest_run record = { 0 };
	int error;

	if (snprintf(record.path, sizeof(record.path), "%s/%s/%s", out, set, run) >=
	    (int)sizeof(record.path))
		die(EXIT_USAGE, "--out %s: too long", out);
	error = make_folders_above(record.path, 0755);
	if (!error && mkdir(record.path, 0755))
		error = -errno;
	if (error)
		die(EXIT_FAILED, "make the folder %s: %s (choose another with --out)", record.path,
		    strerror(-error));
	record.console = open_file(&record, "console.txt", "wxe");
	*ret_record = record;
}

void guest_run_write(struct guest_run *record, enum protocol_name name, const char *bytes,
		     size_t size)
{
	FILE **file = &record->files[name];

	if (!*file)
		*file = open_file(record, protocol_text(name), "w+xe");
	if (fwrite(bytes, 1, size, *file) != size)
		note_error(record);
	record->sizes[name] += size;
	for (size_t i = 0; name == PROTOCOL_PLAN && i < size; i++)
		record->lines += bytes[i] == '\n';
}

void guest_run_keep(struct guest_run *record)
{
	memcpy(record->kept, record->sizes, sizeof(record->kept));
	record->processes = record->lines ? record->lines - 1 : 0;
	for (int i = 0; i < PROTOCOL_FILES; i++)
		if (record->files[i] && fflush(record->files[i]))
			note_error(record);
}

static void add_facts(FILE *host, const char *status, const char *const (*facts)[2])
{
	fseek(host, 0, SEEK_END);
	for (size_t i = 0; facts[i][0]; i++)
		host_fact(host, facts[i][0], facts[i][1]);
	host_fact(host, "vm_status", status);
}

/* Removes the file if nothing of it is kept; but see make_log(). */
static void close_file(struct guest_run *record, enum protocol_name name)
{
	FILE *file = record->files[name];
	bool may_be_empty = name == PROTOCOL_LOG && record->sizes[PROTOCOL_PLAN];
	char *path = xasprintf("%s/%s", record->path, protocol_text(name));

	if (fflush(file) || fsync(fileno(file)))
		note_error(record);
	if (fclose(file))
		note_error(record);
	if (!record->sizes[name] && !may_be_empty)
		unlink(path);
	free(path);
}

static void cut(struct guest_run *record)
{
	for (int i = 0; i < PROTOCOL_FILES; i++) {
		if (!record->files[i] || record->sizes[i] == record->kept[i])
			continue;
		if (fflush(record->files[i]) ||
		    ftruncate(fileno(record->files[i]), (off_t)record->kept[i]))
			note_error(record);
		record->sizes[i] = record->kept[i];
	}
}

/* The log may be empty, but must exist: readers take a run without one for cut off. */
static void make_log(struct guest_run *record)
{
	if (record->sizes[PROTOCOL_PLAN] && !record->files[PROTOCOL_LOG])
		record->files[PROTOCOL_LOG] = open_file(record, protocol_text(PROTOCOL_LOG), "wxe");
}

int guest_run_close(struct guest_run *record, const char *status, const char *detail,
		    const char *const (*facts)[2])
{
	FILE *note = open_file(record, "status", "wxe");

	fprintf(note, "%s%s%s\n", status, *detail ? ": " : "", detail);
	cut(record);
	make_log(record);
	if (record->sizes[PROTOCOL_HOST])
		add_facts(record->files[PROTOCOL_HOST], status, facts);
	for (int i = 0; i < PROTOCOL_FILES; i++)
		if (record->files[i])
			close_file(record, (enum protocol_name)i);
	if (fclose(note))
		note_error(record);
	if (fclose(record->console))
		note_error(record);
	shared_config_share(record->path); /* on failure the run keeps its own */
	return record->error;
}

static int check_run(const char *run, const char *digest, struct reason *ret_reason)
{
	char *path = xasprintf("%s/host.csv", run), *samples = xasprintf("%s/samples.csv", run);
	char *host = NULL, *found;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), error = 0;

	if (fd >= 0)
		atomic_file_read(fd, SIZE_MAX, &host, NULL);
	found = host_value(host ? host : "", GUEST_RUN_IMAGE);
	if ((fd >= 0 || !access(samples, F_OK)) && strcmp(found, digest)) {
		reason_set(ret_reason, "%s %s", run,
			   *found ? "is of another kernel image"
				  : "does not say of which kernel image it is");
		error = -EEXIST;
	}
	if (fd >= 0)
		close(fd);
	free(found);
	free(host);
	free(samples);
	free(path);
	return error;
}

int guest_run_check_set(const char *out, const char *set, const char *digest,
			struct reason *ret_reason)
{
	char *folder = xasprintf("%s/%s", out, set);
	struct dirent **entries;
	int error = 0, count = scandir(folder, &entries, NULL, alphasort);

	if (count < 0 && errno != ENOENT) {
		error = -errno;
		reason_set(ret_reason, "open %s: %s", folder, strerror(-error));
	}
	for (int i = 0; i < count; i++) {
		char *run = xasprintf("%s/%s", folder, entries[i]->d_name);

		/* compare ignores these names, too. */
		if (!error && entries[i]->d_name[0] != '.')
			error = check_run(run, digest, ret_reason);
		free(run);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	free(folder);
	return error;
}
