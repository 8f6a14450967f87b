// SPDX-License-Identifier: GPL-2.0-or-later
/* Creates a run, checks and appends rows, and reads and replaces its files. */
#include "run_dir.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "base/atomic_file.h"
#include "base/die.h"
#include "measure/host.h"
#include "base/shared_config.h"
#include "sys/kfile.h"
#include "base/make_folders.h"
#include "measure/csv_row.h"
#include "tune.h"

/*
 * The environment variable that names the run, for whoever collects runs of many machines. Such a
 * run is carried away alone, so all of its files stay in its folder.
 */
static const char run_variable[] = "PTEBENCH_RUN";

int run_dir_open(const char *run, const char *name, int flags)
{
	char *path = xasprintf("%s/%s", run, name);
	int fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0644);

	fd = fd < 0 ? -errno : fd;
	free(path);
	return fd;
}

void run_dir_log(int fd, const char *format, ...)
{
	char line[1200];
	va_list args;
	int error;

	va_start(args, format);
	vsnprintf(line, sizeof(line) - 1, format, args);
	va_end(args);
	strcat(line, "\n");
	error = atomic_file_append(fd, line, strlen(line));
	if (!error)
		return;
	line[strlen(line) - 1] = '\0';
	warn("write log.txt: %s: the line was: %s", strerror(-error), line);
}

/* A read error must not pass for the end of the file: --resume drops what it did not read. */
char *run_dir_read(const char *run, const char *name)
{
	int fd = run_dir_open(run, name, O_RDONLY), error;
	char *text = NULL;

	if (fd < 0)
		die(EXIT_USAGE, "--resume %s: open %s: %s%s", run, name, strerror(-fd),
		    fd == -ENOENT ? " (no run, or not a whole one)" : "");
	error = atomic_file_read(fd, SIZE_MAX, &text, NULL);
	if (error)
		die(EXIT_FAILED, "read %s/%s: %s (finished rows are kept)", run, name,
		    strerror(-error));
	close(fd);
	return text;
}

int run_dir_replace(const char *run, const char *name, const char *text)
{
	char *path = xasprintf("%s/%s", run, name);
	int error = atomic_file_replace(AT_FDCWD, path, text, strlen(text), ATOMIC_FILE_SYNC_DATA);

	free(path);
	return error;
}

void run_dir_read_boot_id(char *ret_id, size_t size)
{
	if (kfile_read("/proc/sys/kernel/random/boot_id", ret_id, size))
		snprintf(ret_id, size, HOST_UNKNOWN);
}

static char *join_only(const struct run_options *options)
{
	char *text = xstrdup("");

	for (unsigned int i = 0; i < options->only.count; i++)
		xappend(&text, " ", "%s", options->only.texts[i]);
	return text;
}

/* Removes the run: it did not begin, and must not lie among the others. */
static _Noreturn void abandon(const struct run_dir *run, const char *name, int error)
{
	static const char *const names[] = { "host.csv", SHARED_CONFIG_FILE, "plan.csv",
					     "samples.csv", "log.txt" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *path = xasprintf("%s/%s", run->path, names[i]);

		unlink(path);
		free(path);
	}
	rmdir(run->path);
	die(EXIT_FAILED, "write %s/%s: %s (nothing was run; choose another folder with --out)",
	    run->path, name, strerror(-error));
}

/* Return: a descriptor of a new file. */
static int make_file(const struct run_dir *run, const char *name, const char *text)
{
	int fd = run_dir_open(run->path, name, O_RDWR | O_CREAT | O_EXCL | O_APPEND);
	int error = fd < 0 ? fd : atomic_file_append(fd, text, strlen(text));

	if (error)
		abandon(run, name, error);
	return fd;
}

static void write_facts(const struct run_options *options, int cpu, const struct run_dir *run,
			FILE *out)
{
	char number[24], *only = join_only(options), *own = point_options_line(&options->own, " ");

	host_begin(out);
	host_fact(out, "run", run->name);
	host_fact(out, "argv", options->argv_text);
	snprintf(number, sizeof(number), "%" PRIu64, options->seed);
	host_fact(out, "seed", number);
	snprintf(number, sizeof(number), "%u", options->rounds);
	host_fact(out, "rounds", number);
	if (options->until.width > 0) {
		snprintf(number, sizeof(number), "%.12g%%", 100 * options->until.width);
		host_fact(out, "until", number);
	}
	host_fact(out, "tier", plan_tiers[options->tier]);
	host_fact(out, "only", only[0] ? only : "*");
	if (*own)
		host_fact(out, "own_points", own);
	snprintf(number, sizeof(number), "%d", cpu);
	host_fact(out, "cpu", number);
	tune_facts(out);
	host_write(out, cpu);
	free(own);
	free(only);
}

/* Comes last, as a whole: a run that has this file can be resumed. */
static void write_host(const struct run_options *options, int cpu, const struct run_dir *run)
{
	size_t length = 0;
	char *text = NULL;
	FILE *out = open_memstream(&text, &length);
	int error;

	if (out)
		write_facts(options, cpu, run, out);
	if (!out || fclose(out))
		abandon(run, "host.csv", -ENOMEM);
	error = run_dir_replace(run->path, "host.csv", text);
	if (error)
		abandon(run, "host.csv", error);
	free(text);
}

/* compare names the options that differ. A kernel without a visible config is fine. */
static void keep_kernel_config(const struct run_dir *run)
{
	char *bytes, *path;
	size_t size;
	int error;

	if (host_kernel_config(&bytes, &size))
		return;
	path = xasprintf("%s/%s", run->path, SHARED_CONFIG_FILE);
	error = atomic_file_replace(AT_FDCWD, path, bytes, size, 0);
	if (error)
		warn("write %s: %s (left out)", path, strerror(-error));
	free(path);
	free(bytes);
}

/* Runs of one kernel share its config. On failure the run keeps its own, which is read as well. */
static void share_kernel_config(const struct run_dir *run)
{
	int error = shared_config_share(run->path);

	if (error && error != -ENOENT)
		warn("move %s/kernel-config to the set: %s (it stays there)", run->path,
		     strerror(-error));
}

static void name_run(char *ret_name, size_t size)
{
	const char *given = getenv(run_variable);
	char boot_id[64], stamp[32];
	time_t now = time(NULL);

	if (given) {
		if (*given == '.' || strpbrk(given, "/,\"\n") || strlen(given) - 1 >= size - 1)
			die(EXIT_USAGE, "PTEBENCH_RUN=%s: not a valid name of a run", given);
		snprintf(ret_name, size, "%s", given);
		return;
	}
	run_dir_read_boot_id(boot_id, sizeof(boot_id));
	strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", gmtime(&now));
	snprintf(ret_name, size, "%s-%.8s-%d", stamp, boot_id, (int)getpid());
}

void run_dir_create(const struct run_options *options, int cpu, struct run_dir *ret_run)
{
	struct run_dir run = { 0 };
	char header[CSV_ROW_LINE_BYTES + 1];
	struct utsname name;
	int error;

	uname(&name);
	name_run(run.name, sizeof(run.name));
	if (snprintf(run.path, sizeof(run.path), "%s/%s/%s", options->out,
		     options->set ? options->set : name.release, run.name) >= (int)sizeof(run.path))
		die(EXIT_USAGE, "--out %s: too long", options->out);
	error = make_folders_above(run.path, 0755);
	if (!error && mkdir(run.path, 0755))
		error = -errno;
	if (error)
		die(EXIT_FAILED, "make the folder %s: %s (choose another with --out)", run.path,
		    strerror(-error));
	keep_kernel_config(&run);
	csv_row_header(header);
	strcat(header, "\n");
	run.plan_fd = make_file(&run, "plan.csv", RUN_DIR_PLAN_HEADER);
	run.samples_fd = make_file(&run, "samples.csv", header);
	run.log_fd = make_file(&run, "log.txt", "");
	write_host(options, cpu, &run);
	if (!getenv(run_variable))
		share_kernel_config(&run);
	*ret_run = run;
}

bool run_dir_is_done(const struct run_dir *run, unsigned int round, const char *point)
{
	char *plan = run_dir_read(run->path, "plan.csv"), *rest = plan, *line, *key;
	bool found = false;

	key = xasprintf(",%s,", point);
	while (!found && (line = strsep(&rest, "\n")))
		found = strtoul(line, NULL, 10) == round && strstr(line, key);
	free(key);
	free(plan);
	return found;
}

bool run_dir_is_good(const struct run_dir *run, const struct bench_exec_point *point,
		     const char *output, char *ret_status, size_t size, struct reason *ret_reason)
{
	char *copy = xstrdup(output), *rest = copy, *line;
	struct csv_row_layout layout;
	unsigned long rows = 0;
	bool is_good = true;

	line = strsep(&rest, "\n");
	is_good = rest && !csv_row_parse_header(line, &layout, ret_reason);
	while (is_good && (line = strsep(&rest, "\n")) && (rest || *line)) {
		struct csv_row row;

		is_good = rest && !csv_row_parse(line, &layout, &row, ret_reason) &&
			  row.process.value == run->process && !strcmp(row.point, point->id);
		if (is_good) {
			snprintf(ret_status, size, "%s", row.status);
			reason_set(ret_reason, "%.200s", row.reason);
		}
		rows++;
	}
	free(copy);
	return is_good && rows;
}

int run_dir_append(struct run_dir *run, unsigned int round, unsigned long seq,
		   const struct bench_exec_point *point, const char *rows, const char *status)
{
	off_t before = lseek(run->samples_fd, 0, SEEK_END);
	int error = atomic_file_append(run->samples_fd, rows, strlen(rows));
	char *line;

	if (error)
		return error;
	line = xasprintf("%u,%lu,%lu,%s,%s,%s\n", round, seq, run->process, point->program,
			 point->id, status);
	error = atomic_file_append(run->plan_fd, line, strlen(line));
	if (error && (before < 0 || ftruncate(run->samples_fd, before)))
		error = -EIO; /* --resume drops rows that plan.csv does not know */
	free(line);
	return error;
}

int run_dir_append_failure(struct run_dir *run, unsigned int round, unsigned long seq,
			   const struct bench_exec_point *point, const char *reason)
{
	const char *status = csv_row_status_name(CSV_ROW_OP_FAILED);
	char line[CSV_ROW_LINE_BYTES + 1];
	struct csv_row row = {
		.schema = opt_u64_of(CSV_ROW_SCHEMA),
		.round = opt_u64_of(round),
		.process = opt_u64_of(run->process),
		.seq = opt_u64_of(seq),
	};

	snprintf(row.run, sizeof(row.run), "%s", run->name);
	snprintf(row.point, sizeof(row.point), "%s", point->id);
	snprintf(row.case_name, sizeof(row.case_name), "%s", point->case_name);
	snprintf(row.family, sizeof(row.family), "%s", point->program);
	snprintf(row.status, sizeof(row.status), "%s", status);
	snprintf(row.reason, sizeof(row.reason), "%s", reason);
	csv_row_format(&row, line);
	strcat(line, "\n");
	return run_dir_append(run, round, seq, point, line, status);
}

int run_dir_sync(const struct run_dir *run)
{
	int error = atomic_file_sync(run->samples_fd);

	return error ? error : atomic_file_sync(run->plan_fd);
}

void run_dir_log_profile(const struct run_dir *run, size_t from, unsigned long processes,
			 double seconds)
{
	char *text = run_dir_read(run->path, "log.txt"), *rest = text + from, *line;
	double build = 0, prove = 0, op = 0, one[3];

	while ((line = strsep(&rest, "\n"))) {
		if (sscanf(line, "profile: %*s %*f s: build %lf, prove %lf, op %lf", &one[0],
			   &one[1], &one[2]) != 3)
			continue;
		build += one[0];
		prove += one[1];
		op += one[2];
	}
	free(text);
	run_dir_log(run->log_fd,
		    "profile of %lu processes: %.1f s: build %.1f, prove %.1f, op %.1f, rest %.1f",
		    processes, seconds, build, prove, op, seconds - build - prove - op);
}
