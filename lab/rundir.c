// SPDX-License-Identifier: GPL-2.0-or-later
/* Where do the rows of a run lie, and which of them are whole? */
#include "rundir.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "fail.h"
#include "fresh.h"
#include "host.h"
#include "kfile.h"
#include "row.h"
#include "rowset.h"
#include "tune.h"
#include "version.h"

#define PLAN_HEADER "round,seq,process,program,point,status\n"

static char *path_of(const struct rundir *run, const char *leaf)
{
	return xasprintf("%s/%s", run->path, leaf);
}

static int open_leaf(const struct rundir *run, const char *leaf, int flags)
{
	char *path = path_of(run, leaf);
	int fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0644);

	if (fd < 0)
		die(EXIT_FAILED, "open %s: %s", path, strerror(errno));
	free(path);
	return fd;
}

/* All or nothing: what a full disk cut off is taken back. Return: 0 or -errno. */
static int append(int fd, const char *text)
{
	off_t before = lseek(fd, 0, SEEK_END);
	size_t length = strlen(text), done = 0;

	while (done < length) {
		ssize_t got = write(fd, text + done, length - done);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			int error = got < 0 ? -errno : -EIO;

			if (before >= 0 && ftruncate(fd, before))
				return -EIO;
			return error;
		}
		done += (size_t)got;
	}
	return 0;
}

static void make_folder(const char *path)
{
	if (mkdir(path, 0755) && errno != EEXIST)
		die(EXIT_FAILED, "make the folder %s: %s (choose another with --out)", path,
		    strerror(errno));
}

static void read_boot_id(char *ret_id, size_t size)
{
	if (kfile_read("/proc/sys/kernel/random/boot_id", ret_id, size))
		snprintf(ret_id, size, HOST_UNKNOWN);
}

static char *join_only(const struct run_options *options)
{
	char *text = xstrdup("");

	for (unsigned int i = 0; i < options->only.count; i++) {
		char *longer = xasprintf("%s%s%s", text, i ? " " : "", options->only.texts[i]);

		free(text);
		text = longer;
	}
	return text;
}

static void write_host(const struct run_options *options, int cpu, const struct rundir *run)
{
	char number[24], *path = path_of(run, "host.csv"), *only = join_only(options);
	FILE *out = fopen(path, "wxe");

	if (!out)
		die(EXIT_FAILED, "open %s: %s", path, strerror(errno));
	host_begin(out);
	host_fact(out, "run", run->name);
	host_fact(out, "argv", options->argv_text);
	snprintf(number, sizeof(number), "%" PRIu64, options->seed);
	host_fact(out, "seed", number);
	snprintf(number, sizeof(number), "%u", options->rounds);
	host_fact(out, "rounds", number);
	host_fact(out, "tier", plan_tier_name(options->tier));
	host_fact(out, "only", only[0] ? only : "*");
	snprintf(number, sizeof(number), "%d", cpu);
	host_fact(out, "cpu", number);
	tune_facts(out);
	host_write(out);
	if (fflush(out) || fsync(fileno(out)) || fclose(out))
		die(EXIT_FAILED, "write %s: %s", path, strerror(errno));
	free(only);
	free(path);
}

/* For those who compare: which options differ. A kernel that does not tell them has no such file.
 */
static void keep_kernel_config(const struct rundir *run)
{
	char *bytes, *path;
	size_t size;
	int fd;

	if (host_kernel_config(&bytes, &size))
		return;
	path = path_of(run, "kernel-config");
	fd = open_leaf(run, "kernel-config", O_WRONLY | O_CREAT | O_EXCL);
	if (write(fd, bytes, size) != (ssize_t)size) {
		warn("write %s/kernel-config: %s (left out)", run->path, strerror(errno));
		unlink(path);
	}
	close(fd);
	free(path);
	free(bytes);
}

/* Who collects runs of many machines may have named this one already. */
static void name_run(char *ret_name, size_t size)
{
	const char *given = getenv("PTEBENCH_RUN");
	char boot_id[64], stamp[32];
	time_t now = time(NULL);

	if (given) {
		if (*given == '.' || strpbrk(given, "/,\"\n") || strlen(given) - 1 >= size - 1)
			die(EXIT_USAGE, "PTEBENCH_RUN=%s: not the name of a run", given);
		snprintf(ret_name, size, "%s", given);
		return;
	}
	read_boot_id(boot_id, sizeof(boot_id));
	strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", gmtime(&now));
	snprintf(ret_name, size, "%s-%.8s-%d", stamp, boot_id, (int)getpid());
}

void rundir_create(const struct run_options *options, int cpu, struct rundir *ret_run)
{
	struct rundir run = { 0 };
	char header[ROW_LINE_BYTES + 1];
	struct utsname name;

	uname(&name);
	name_run(run.name, sizeof(run.name));
	make_folder(options->out);
	snprintf(run.path, sizeof(run.path), "%s/%s", options->out,
		 options->set ? options->set : name.release);
	make_folder(run.path);
	if (snprintf(run.path, sizeof(run.path), "%s/%s/%s", options->out,
		     options->set ? options->set : name.release, run.name) >= (int)sizeof(run.path))
		die(EXIT_USAGE, "--out %s: too long", options->out);
	if (mkdir(run.path, 0755))
		die(EXIT_FAILED, "make the folder %s: %s", run.path, strerror(errno));
	write_host(options, cpu, &run);
	keep_kernel_config(&run);
	run.plan_fd = open_leaf(&run, "plan.csv", O_RDWR | O_CREAT | O_EXCL | O_APPEND);
	run.samples_fd = open_leaf(&run, "samples.csv", O_RDWR | O_CREAT | O_EXCL | O_APPEND);
	run.log_fd = open_leaf(&run, "log.txt", O_WRONLY | O_CREAT | O_EXCL | O_APPEND);
	row_header(header);
	strcat(header, "\n");
	if (append(run.plan_fd, PLAN_HEADER) || append(run.samples_fd, header))
		die(EXIT_FAILED, "write to %s: no room for the headers", run.path);
	*ret_run = run;
}

static char *read_leaf(const struct rundir *run, const char *leaf)
{
	char *path = path_of(run, leaf), *text = NULL;
	size_t room = 0;
	FILE *in = fopen(path, "re");
	ssize_t got;

	if (!in)
		die(EXIT_USAGE, "--resume %s: open %s: %s", run->path, leaf, strerror(errno));
	got = getdelim(&text, &room, '\0', in);
	if (got < 0) {
		text = xrealloc(text, 1, 1);
		text[0] = '\0';
	}
	fclose(in);
	free(path);
	return text;
}

/* The value of a key in host.csv, which host.c wrote: key,"value". The caller frees it. */
static char *host_value(const char *host, const char *key)
{
	char *pattern = xasprintf("\n%s,\"", key), *found, *value;
	const char *at = strstr(host, pattern);

	at = at ? at + strlen(pattern) : "";
	found = strchr(at, '"');
	value = strndup(at, found ? (size_t)(found - at) : 0);
	free(pattern);
	return value;
}

static uint64_t host_number(const struct rundir *run, const char *host, const char *key,
			    uint64_t most)
{
	char *text = host_value(host, key), *end;
	unsigned long long value = strtoull(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || value > most)
		die(EXIT_USAGE, "--resume %s: host.csv holds no usable %s", run->path, key);
	free(text);
	return value;
}

static void check_host(const struct rundir *run, const char *host)
{
	char *made_in = host_value(host, "boot_id"),
	     *version = host_value(host, "ptebench_version");
	char now[64];

	read_boot_id(now, sizeof(now));
	if (strcmp(made_in, now))
		die(EXIT_FAILED, "--resume %s: made in boot %s, this is boot %s: start a new run",
		    run->path, made_in, now);
	if (strcmp(version, version_text))
		die(EXIT_FAILED, "--resume %s: made by ptebench %s, this is %s: start a new run",
		    run->path, version, version_text);
	free(version);
	free(made_in);
}

static void recall(struct run_options *options, const struct rundir *run, const char *host,
		   int *ret_cpu)
{
	char *tier = host_value(host, "tier"), *only = host_value(host, "only"), *glob;
	char *tune = host_value(host, "tune");

	options->seed = host_number(run, host, "seed", UINT64_MAX);
	options->rounds = (unsigned int)host_number(run, host, "rounds", 1000);
	*ret_cpu = (int)host_number(run, host, "cpu", 1023);
	for (int i = 0; i < TIERS; i++)
		if (!strcmp(tier, plan_tier_name((enum case_tier)i)))
			options->tier = (enum case_tier)i;
	if (strcmp(only, "*") != 0)
		for (glob = strtok(only, " "); glob; glob = strtok(NULL, " "))
			if (options->only.count < GLOBS_MAX)
				options->only.texts[options->only.count++] = xstrdup(glob);
	options->tune = !strcmp(tune, "yes");
	free(tune);
	free(only);
	free(tier);
}

/* Keeps the header and the whole lines whose process is in the other file too. */
static void keep_whole(const struct rundir *run, const char *leaf, const char *text, int column,
		       const struct rowset *other)
{
	char *path = path_of(run, leaf), *fresh = xasprintf("%s.new", path);
	FILE *out = fresh_open(fresh);
	const char *end;

	if (!out)
		die(EXIT_FAILED, "open %s: %s", fresh, strerror(errno));
	for (const char *line = text; (end = strchr(line, '\n')); line = end + 1)
		if (line == text || rowset_has(other, rowset_process(line, column)))
			fwrite(line, 1, (size_t)(end + 1 - line), out);
	if (fflush(out) || fsync(fileno(out)) || fclose(out) || rename(fresh, path))
		die(EXIT_FAILED, "write %s: %s (the run is as it was)", path, strerror(errno));
	free(fresh);
	free(path);
}

static void drop_partial(struct rundir *run)
{
	struct rowset in_plan = { 0 }, in_samples = { 0 };
	char *plan = read_leaf(run, "plan.csv"), *samples = read_leaf(run, "samples.csv");
	char header[ROW_LINE_BYTES + 1];

	row_header(header);
	strcat(header, "\n");
	if (strncmp(plan, PLAN_HEADER, strlen(PLAN_HEADER)) ||
	    strncmp(samples, header, strlen(header)))
		die(EXIT_FAILED, "--resume %s: plan.csv or samples.csv has another header",
		    run->path);
	rowset_add(&in_plan, plan, 3);
	rowset_add(&in_samples, samples, 4);
	keep_whole(run, "samples.csv", samples, 4, &in_plan);
	keep_whole(run, "plan.csv", plan, 3, &in_samples);
	run->process = in_plan.count > in_samples.count ? in_plan.count : in_samples.count;
	while (run->process && !rowset_has(&in_plan, run->process) &&
	       !rowset_has(&in_samples, run->process))
		run->process--;
	rowset_free(&in_plan);
	rowset_free(&in_samples);
	free(plan);
	free(samples);
}

void rundir_resume(struct run_options *options, int *ret_cpu, struct rundir *ret_run)
{
	struct rundir run = { 0 };
	size_t length;
	char *host, *name;

	if (snprintf(run.path, sizeof(run.path), "%s", options->resume) >= (int)sizeof(run.path))
		die(EXIT_USAGE, "--resume: path is too long");
	for (length = strlen(run.path); length > 1 && run.path[length - 1] == '/'; length--)
		run.path[length - 1] = '\0';
	host = read_leaf(&run, "host.csv");
	check_host(&run, host);
	recall(options, &run, host, ret_cpu);
	name = host_value(host, "run");
	snprintf(run.name, sizeof(run.name), "%s", name);
	free(name);
	free(host);
	drop_partial(&run);
	run.plan_fd = open_leaf(&run, "plan.csv", O_RDWR | O_APPEND);
	run.samples_fd = open_leaf(&run, "samples.csv", O_RDWR | O_APPEND);
	run.log_fd = open_leaf(&run, "log.txt", O_WRONLY | O_CREAT | O_APPEND);
	*ret_run = run;
}

bool rundir_is_done(const struct rundir *run, unsigned int round, const char *point)
{
	char *plan = read_leaf(run, "plan.csv"), *rest = plan, *line, *key;
	bool found = false;

	key = xasprintf(",%s,", point);
	while (!found && (line = strsep(&rest, "\n")))
		found = strtoul(line, NULL, 10) == round && strstr(line, key);
	free(key);
	free(plan);
	return found;
}

int rundir_append(struct rundir *run, unsigned int round, unsigned long seq,
		  const struct program_point *point, const char *rows, const char *status)
{
	int error = append(run->samples_fd, rows);
	char *line;

	if (error)
		return error;
	line = xasprintf("%u,%lu,%lu,%s,%s,%s\n", round, seq, run->process, point->program,
			 point->id, status);
	error = append(run->plan_fd, line);
	free(line);
	return error;
}

int rundir_sync(const struct rundir *run)
{
	return fdatasync(run->samples_fd) || fdatasync(run->plan_fd) ? -errno : 0;
}
