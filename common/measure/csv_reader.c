// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads samples.csv and reduces it to one value a metric, process and point. */
#include "csv_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/die.h"
#include "base/hash.h"
#include "base/mser5.h"

enum { SLOTS_LEAST = 256 };

_Static_assert((int)CSV_READER_LINE_BYTES > (int)CSV_ROW_COLUMNS_MAX * (int)CSV_ROW_LINE_BYTES,
	       "rows fit");

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double csv_reader_median(double *values, size_t count)
{
	qsort(values, count, sizeof(values[0]), compare);
	return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

void csv_reader_moments(const double *values, size_t count, double *ret_mean, double *ret_sd)
{
	double mean = 0, squares = 0;

	for (size_t i = 0; i < count; i++)
		mean += values[i] / (double)count;
	for (size_t i = 0; i < count; i++)
		squares += (values[i] - mean) * (values[i] - mean);
	*ret_mean = mean;
	*ret_sd = count > 1 ? sqrt(squares / (double)(count - 1)) : 0;
}

double csv_reader_value(const struct csv_reader_series *medians)
{
	double sum = 0;

	for (size_t i = 0; i < medians->count; i++)
		sum += log(medians->values[i]);
	return exp(sum / (double)medians->count);
}

static void push(struct csv_reader_series *series, double value)
{
	series->values = xgrow(series->values, series->count, sizeof(double));
	series->values[series->count++] = value;
}

/* A slot has the index of a point plus 1; 0 is empty. Return: the slot of @point, or a free one. */
static size_t find_slot(const struct csv_reader *samples, const char *point)
{
	size_t slot = hash_add(HASH_START, point, strlen(point)) & (samples->slot_count - 1);

	while (samples->slots[slot] &&
	       strcmp(samples->points[samples->slots[slot] - 1].row.point, point))
		slot = (slot + 1) & (samples->slot_count - 1);
	return slot;
}

static void make_slots(struct csv_reader *samples, size_t count)
{
	free(samples->slots);
	samples->slots = xcalloc(count, sizeof(*samples->slots));
	samples->slot_count = count;
	for (size_t i = 0; i < samples->count; i++)
		samples->slots[find_slot(samples, samples->points[i].row.point)] = i + 1;
}

struct csv_reader_point *csv_reader_find(const struct csv_reader *samples, const char *point)
{
	size_t found = samples->slot_count ? samples->slots[find_slot(samples, point)] : 0;

	return found ? &samples->points[found - 1] : NULL;
}

/* Tries the point of the row above first: the rows of a point follow each other. */
static struct csv_reader_point *point_of(struct csv_reader *samples, const struct csv_row *row)
{
	size_t slot;

	if (samples->count && !strcmp(samples->points[samples->last].row.point, row->point))
		return &samples->points[samples->last];
	if (samples->count * 2 >= samples->slot_count)
		make_slots(samples, samples->slot_count ? 2 * samples->slot_count : SLOTS_LEAST);
	slot = find_slot(samples, row->point);
	if (!samples->slots[slot]) {
		samples->points = xgrow(samples->points, samples->count, sizeof(*samples->points));
		samples->points[samples->count] = (struct csv_reader_point) { .row = *row };
		samples->slots[slot] = ++samples->count;
	}
	samples->last = samples->slots[slot] - 1;
	return &samples->points[samples->last];
}

static struct csv_reader_process *process_of(struct csv_reader_point *point,
					     const struct csv_row *row)
{
	struct csv_reader_process *process;

	if (point->process_count) {
		process = &point->processes[point->process_count - 1];
		if (process->process == row->process.value)
			return process;
	}
	point->processes = xgrow(point->processes, point->process_count, sizeof(*point->processes));
	process = &point->processes[point->process_count++];
	*process = (struct csv_reader_process) { .process = row->process.value,
						 .round = row->round.value };
	for (int f = 0; f < CSV_READER_METRICS; f++)
		process->first[f] = point->series[f].count;
	return process;
}

static void begin_point(struct csv_reader_point *point, const struct csv_row *row, double per)
{
	point->row = *row;
	point->per = per;
	point->is_per_page = row->pages.known;
	point->pages_per_call = row->pages.known && row->ops.value
					? (double)row->pages.value / (double)row->ops.value
					: NAN;
}

static void add_ok_row(struct csv_reader_point *point, const struct csv_row *row, double per)
{
	struct opt_u64 metrics[CSV_READER_METRICS] = { row->elapsed_ns, row->instructions_kernel,
						       row->cycles_kernel };
	struct csv_reader_process *process = process_of(point, row);

	if (!point->ok_rows++)
		begin_point(point, row, per);
	else if (!point->unlike)
		point->unlike = csv_row_protocol_difference(&point->row, row);
	if (row->pages_matching.known &&
	    (!point->pages_proved.known || row->pages_matching.value < point->pages_proved.value))
		point->pages_proved = row->pages_matching;
	for (int f = 0; f < CSV_READER_METRICS; f++) {
		if (!metrics[f].known)
			continue;
		push(&point->series[f], (double)metrics[f].value / per);
		process->count[f]++;
	}
}

/* Keeps the last reason, but that of an oracle forever. */
static void add_other_row(struct csv_reader_point *point, const struct csv_row *row)
{
	const char *wrong = csv_row_status_name(CSV_ROW_ORACLE_FAILED);

	if (strncmp(point->why, wrong, strlen(wrong)) != 0)
		snprintf(point->why, sizeof(point->why), "%s: %s", row->status, row->reason);
	point->other_rows++;
	if (!point->ok_rows)
		point->row = *row;
}

/* Return: 0; or -EINVAL: the row does not fit those before it. */
static int add_row(struct csv_reader *samples, const struct csv_row *row, struct reason *ret_reason)
{
	double per = (double)(row->pages.known ? row->pages.value : row->ops.value);
	struct csv_reader_point *point;

	if (samples->count && strcmp(samples->run, row->run)) {
		reason_set(ret_reason, "run %s in the file of run %s", row->run, samples->run);
		return -EINVAL;
	}
	if (samples->count && row->process.value <= samples->process &&
	    (row->process.value < samples->process ||
	     strcmp(samples->points[samples->last].row.point, row->point))) {
		reason_set(ret_reason, "process %llu was measured before, or at another point",
			   (unsigned long long)row->process.value);
		return -EINVAL;
	}
	point = point_of(samples, row);
	memcpy(samples->run, row->run, sizeof(samples->run));
	samples->process = row->process.value;
	if (strcmp(row->status, csv_row_status_name(CSV_ROW_OK)) || per <= 0)
		add_other_row(point, row);
	else
		add_ok_row(point, row, per);
	return 0;
}

/* Counts the last row as bad. */
static void leave_out(struct csv_reader *samples, const char *path, const char *why,
		      struct reason *ret_reason)
{
	if (!samples->bad_rows++)
		reason_set(ret_reason, "%s:%zu: %s", path, samples->rows + 1, why);
}

/* Return: 0; or -EBADMSG: a malformed header. */
static int take_line(struct csv_reader *samples, const char *path, char *line, size_t length,
		     struct csv_row_layout *layout, struct reason *ret_reason)
{
	struct reason why = { "" };
	struct csv_row row;

	if (!layout->count) {
		if (strlen(line) == length && !csv_row_parse_header(line, layout, &why))
			return 0;
		reason_set(ret_reason, "%s:1: %s (is it a samples.csv of this version?)", path,
			   why.text);
		return -EBADMSG;
	}
	samples->rows++;
	if (memchr(line, '\0', length))
		reason_set(&why, "holds a NUL");
	else if (!csv_row_parse(line, layout, &row, &why) && !add_row(samples, &row, &why))
		return 0;
	leave_out(samples, path, why.text, ret_reason);
	return 0;
}

/* Takes the complete lines of a buffer. Return: bytes that were taken, or -EBADMSG. */
static ssize_t take_lines(struct csv_reader *samples, const char *path, char *buffer, size_t size,
			  struct csv_row_layout *layout, struct reason *ret_reason)
{
	char *line = buffer, *end;

	while ((end = memchr(line, '\n', (size_t)(buffer + size - line)))) {
		*end = '\0';
		if (take_line(samples, path, line, (size_t)(end - line), layout, ret_reason))
			return -EBADMSG;
		line = end + 1;
	}
	return line - buffer;
}

/* Return: 0, -EBADMSG or -errno. */
static int read_lines(ssize_t (*read_some)(void *handle, char *buffer, size_t size), void *handle,
		      const char *path, struct csv_reader *samples, struct reason *ret_reason)
{
	char *buffer = xcalloc(1, CSV_READER_LINE_BYTES);
	struct csv_row_layout layout = { 0 };
	size_t used = 0;
	ssize_t got, taken = 0;

	while ((got = read_some(handle, buffer + used, CSV_READER_LINE_BYTES - used)) > 0) {
		used += (size_t)got;
		taken = take_lines(samples, path, buffer, used, &layout, ret_reason);
		if (taken < 0 || (!taken && used == CSV_READER_LINE_BYTES))
			break;
		used -= (size_t)taken;
		memmove(buffer, buffer + taken, used);
	}
	free(buffer);
	if (got < 0) {
		reason_set(ret_reason, "read %s: %s", path, strerror(errno));
		return -errno;
	}
	if (taken < 0)
		return -EBADMSG;
	if (!layout.count) {
		reason_set(ret_reason, "%s: is no samples.csv: it has no header", path);
		return -EBADMSG;
	}
	if (used) {
		samples->rows++;
		leave_out(samples, path, "no newline: this line and what follows is cut off",
			  ret_reason);
	}
	return 0;
}

static int compare_counts(struct opt_u64 a, struct opt_u64 b)
{
	return (a.value > b.value) - (a.value < b.value);
}

int csv_reader_compare(const struct csv_row *a, const struct csv_row *b)
{
	int order = strcmp(a->family, b->family);

	if (!order)
		order = strcmp(a->case_name, b->case_name);
	if (!order)
		order = compare_counts(a->size_bytes, b->size_bytes);
	if (!order)
		order = compare_counts(a->folio_bytes, b->folio_bytes);
	return order ? order : strcmp(a->point, b->point);
}

static int compare_points(const void *a, const void *b)
{
	return csv_reader_compare(&((const struct csv_reader_point *)a)->row,
				  &((const struct csv_reader_point *)b)->row);
}

int csv_reader_read_from(ssize_t (*read_some)(void *handle, char *buffer, size_t size),
			 void *handle, const char *path, struct csv_reader *ret_samples,
			 struct reason *ret_reason)
{
	int error;

	*ret_samples = (struct csv_reader) { 0 };
	reason_set(ret_reason, "%s", "");
	error = read_lines(read_some, handle, path, ret_samples, ret_reason);
	if (ret_samples->count) {
		qsort(ret_samples->points, ret_samples->count, sizeof(*ret_samples->points),
		      compare_points);
		make_slots(ret_samples, ret_samples->slot_count);
	}
	return error;
}

static ssize_t read_file(void *handle, char *buffer, size_t size)
{
	return read(*(int *)handle, buffer, size);
}

int csv_reader_read(const char *path, struct csv_reader *ret_samples, struct reason *ret_reason)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), error;
	struct stat status;

	*ret_samples = (struct csv_reader) { 0 };
	if (fd < 0 || fstat(fd, &status)) {
		error = -errno;
		reason_set(ret_reason, "open %s: %s", path, strerror(-error));
	} else if (!S_ISREG(status.st_mode)) {
		error = S_ISDIR(status.st_mode) ? -EISDIR : -EBADMSG;
		reason_set(ret_reason, "open %s: not a regular file", path);
	} else {
		error = csv_reader_read_from(read_file, &fd, path, ret_samples, ret_reason);
	}
	if (fd >= 0)
		close(fd);
	return error;
}

struct csv_reader_series csv_reader_medians(const struct csv_reader_point *point,
					    enum csv_reader_metric metric)
{
	struct csv_reader_series medians = { .values = xcalloc(point->process_count + 1,
							       sizeof(double)) };
	double *copy = xcalloc(point->series[metric].count + 1, sizeof(*copy));

	for (size_t i = 0; i < point->process_count; i++) {
		size_t count = point->processes[i].count[metric], cut;
		const double *samples;
		bool wants_more;

		if (!count)
			continue;
		samples = point->series[metric].values + point->processes[i].first[metric];
		cut = mser5_cut(samples, count, &wants_more);
		memcpy(copy, samples + cut, (count - cut) * sizeof(*copy));
		medians.values[medians.count++] = csv_reader_median(copy, count - cut);
	}
	free(copy);
	return medians;
}

void csv_reader_free(struct csv_reader *samples)
{
	for (size_t i = 0; i < samples->count; i++) {
		for (int f = 0; f < CSV_READER_METRICS; f++)
			free(samples->points[i].series[f].values);
		free(samples->points[i].processes);
	}
	free(samples->points);
	free(samples->slots);
}
