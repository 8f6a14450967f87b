// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs one process of a trial and reads its rows. */
#include "trial.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/die.h"

/* Rows go through the one reader of samples.csv, which reads files. */
static int read_rows(const char *rows, struct csv_reader *ret_samples, struct reason *ret_reason)
{
	int fd = memfd_create("rows", MFD_CLOEXEC), error;
	size_t length = strlen(rows);
	char path[48];

	*ret_samples = (struct csv_reader) { 0 };
	if (fd < 0 || write(fd, rows, length) != (ssize_t)length) {
		error = errno ? -errno : -EIO;
		reason_set(ret_reason, "keep the rows: %s", strerror(-error));
	} else {
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		error = csv_reader_read(path, ret_samples, ret_reason);
	}
	if (fd >= 0)
		close(fd);
	return error;
}

static int take_medians(const struct csv_reader *samples, const struct bench_exec_point *point,
			struct trial *ret_trial, struct reason *ret_reason)
{
	const struct csv_reader_point *found = csv_reader_find(samples, point->id);

	if (!found || !found->ok_rows) {
		reason_set(ret_reason, "%.200s", found ? found->why : "no row came of it");
		return -ENODATA;
	}
	for (int f = 0; f < CSV_READER_METRICS; f++) {
		struct csv_reader_series medians =
			csv_reader_medians(found, (enum csv_reader_metric)f);

		ret_trial->medians[f] = medians.count ? medians.values[0] : NAN;
		free(medians.values);
	}
	ret_trial->per_call = found->is_per_page ? found->pages_per_call : 1;
	return 0;
}

int trial_run(struct trial_place *place, const struct bench_exec_point *point, unsigned long steps,
	      struct trial *ret_trial, struct reason *ret_reason)
{
	char *path = xasprintf("%s/%s", place->bench_dir, point->program);
	char number[24], process[24], cpu[24];
	const char *arguments[] = { "--slowed", number,	   path, "--point",   point->id, "--run",
				    "doctor",	"--round", "1",	 "--process", process,	 "--seq",
				    "1",	"--cpu",   cpu,	 NULL };
	struct bench_exec_result result = { .limit_s = BENCH_EXEC_LIMIT_S };
	struct csv_reader samples;
	int error;

	snprintf(number, sizeof(number), "%lu", steps);
	snprintf(process, sizeof(process), "%lu", ++place->count);
	snprintf(cpu, sizeof(cpu), "%d", place->cpu);
	error = bench_exec_run(place->self_dir, place->self, arguments, -1, place->stop, &result);
	free(path);
	if (error) {
		reason_set(ret_reason, "start %s: %s", point->program, strerror(-error));
		return error;
	}
	if (result.is_stuck) {
		reason_set(ret_reason, "%s: a process of it could not be killed and lives on",
			   point->program);
		free(result.output);
		return -EBUSY;
	}
	if (!*result.output) {
		reason_set(ret_reason, "%s wrote nothing (status %#x)", point->program,
			   (unsigned int)result.status);
		free(result.output);
		return -ENODATA;
	}
	error = read_rows(result.output, &samples, ret_reason);
	if (!error)
		error = take_medians(&samples, point, ret_trial, ret_reason);
	csv_reader_free(&samples);
	free(result.output);
	return error;
}
