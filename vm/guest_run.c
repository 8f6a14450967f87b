// SPDX-License-Identifier: GPL-2.0-or-later
/* Write what a guest sends as a run on disk. */
#include "guest_run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/die.h"
#include "measure/host.h"
#include "base/shared_config.h"
#include "base/make_folders.h"

static FILE *open_leaf(const struct guest_run *record, const char *leaf, const char *mode)
{
	char *path = xasprintf("%s/%s", record->path, leaf);
	FILE *file = fopen(path, mode);

	if (!file)
		die(EXIT_FAILED, "open %s: %s", path, strerror(errno));
	free(path);
	return file;
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
	record.console = open_leaf(&record, "console.txt", "wxe");
	*ret_record = record;
}

void guest_run_write(struct guest_run *record, enum protocol_name name, const char *bytes,
		     size_t size)
{
	FILE **file = &record->files[name];

	if (!*file)
		*file = open_leaf(record, protocol_text(name), "w+xe");
	if (fwrite(bytes, 1, size, *file) != size && !record->error)
		record->error = -errno;
	record->sizes[name] += size;
	for (size_t i = 0; name == PROTOCOL_PLAN && i < size; i++)
		record->lines += bytes[i] == '\n';
}

void guest_run_keep(struct guest_run *record)
{
	memcpy(record->kept, record->sizes, sizeof(record->kept));
	record->processes = record->lines ? record->lines - 1 : 0;
	for (int i = 0; i < PROTOCOL_FILES; i++)
		if (record->files[i] && fflush(record->files[i]) && !record->error)
			record->error = -errno;
}

static void add_facts(FILE *host, const char *status, const char *const (*facts)[2])
{
	fseek(host, 0, SEEK_END);
	for (size_t i = 0; facts[i][0]; i++)
		host_fact(host, facts[i][0], facts[i][1]);
	host_fact(host, "vm_status", status);
}

/* A file of which nothing is kept is as good as never sent; but see make_log(). */
static void close_file(struct guest_run *record, enum protocol_name name)
{
	FILE *file = record->files[name];
	bool may_be_empty = name == PROTOCOL_LOG && record->sizes[PROTOCOL_PLAN];
	char *path = xasprintf("%s/%s", record->path, protocol_text(name));

	if (fflush(file) || fsync(fileno(file)))
		record->error = record->error ? record->error : -errno;
	if (fclose(file) && !record->error)
		record->error = -errno;
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
			record->error = record->error ? record->error : -errno;
		record->sizes[i] = record->kept[i];
	}
}

/* A log that says nothing is a file too: a run without one was cut off before its first process. */
static void make_log(struct guest_run *record)
{
	if (record->sizes[PROTOCOL_PLAN] && !record->files[PROTOCOL_LOG])
		record->files[PROTOCOL_LOG] = open_leaf(record, protocol_text(PROTOCOL_LOG), "wxe");
}

int guest_run_close(struct guest_run *record, const char *status, const char *detail,
		    const char *const (*facts)[2])
{
	FILE *note = open_leaf(record, "status", "wxe");

	fprintf(note, "%s%s%s\n", status, *detail ? ": " : "", detail);
	cut(record);
	make_log(record);
	if (record->sizes[PROTOCOL_HOST])
		add_facts(record->files[PROTOCOL_HOST], status, facts);
	for (int i = 0; i < PROTOCOL_FILES; i++)
		if (record->files[i])
			close_file(record, (enum protocol_name)i);
	if (fclose(note) && !record->error)
		record->error = -errno;
	if (fclose(record->console) && !record->error)
		record->error = -errno;
	shared_config_share(record->path); /* else the run keeps it, which is read as well */
	return record->error;
}
