// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs jq on files without a name, and writes what it prints; see common.jq. */
#include "filter.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/die.h"
#include "export_json.h"
#include "google_benchmark_jq.h"
#include "influx_jq.h"
#include "kcidb_jq.h"
#include "ktap_jq.h"
#include "lava_jq.h"
#include "lkp_jq.h"
#include "openmetrics_jq.h"
#include "otava_jq.h"

/* NUMBER_DIGITS: a double survives them. */
enum { EXEC_FAILED = 127, NUMBER_DIGITS = 17 };

/* json needs none. */
static const char *const filters[FORMATS_COUNT] = {
	[FORMATS_KTAP] = ktap_jq,
	[FORMATS_KCIDB] = kcidb_jq,
	[FORMATS_LKP] = lkp_jq,
	[FORMATS_LAVA] = lava_jq,
	[FORMATS_GBENCH] = google_benchmark_jq,
	[FORMATS_INFLUX] = influx_jq,
	[FORMATS_OTAVA] = otava_jq,
	[FORMATS_OPENMETRICS] = openmetrics_jq,
};

static FILE *make_file(void)
{
	int fd = memfd_create("export", MFD_CLOEXEC);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w+");

	if (!file)
		die(EXIT_FAILED, "create a file in memory: %s", strerror(errno));
	return file;
}

/* Return: what jq printed. */
static FILE *run_jq(const char *filter, const json_t *data)
{
	FILE *in = make_file(), *out = make_file();
	int status;
	pid_t child;

	if (json_dumpf(data, in, JSON_COMPACT | JSON_REAL_PRECISION(NUMBER_DIGITS)) || fflush(in))
		die(EXIT_FAILED, "out of memory");
	rewind(in);
	child = fork();
	if (!child) {
		if (dup2(fileno(in), STDIN_FILENO) < 0 || dup2(fileno(out), STDOUT_FILENO) < 0)
			_exit(EXIT_FAILED);
		execlp("jq", "jq", "-c", filter, (char *)NULL);
		_exit(EXEC_FAILED);
	}
	if (child < 0 || waitpid(child, &status, 0) < 0)
		die(EXIT_FAILED, "start jq: %s", strerror(errno));
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXEC_FAILED)
		die(EXIT_CANNOT_RUN,
		    "no jq here: use ./run.sh export --setup, or as root: apt-get install -y "
		    "--no-install-recommends jq (dnf, zypper: jq); --format json needs none");
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		die(EXIT_FAILED, "jq failed: nothing is written");
	fclose(in);
	rewind(out);
	return out;
}

/* jq has one type of number: {"real": x} is one that keeps its point, any other is an integer. */
static json_t *typed(json_t *value)
{
	json_t *real = json_object_get(value, "real"), *copy;

	if (real)
		return json_real(json_number_value(real));
	if (json_is_real(value))
		return json_integer((json_int_t)json_real_value(value));
	if (json_is_array(value)) {
		copy = json_array();
		for (size_t i = 0; i < json_array_size(value); i++)
			json_array_append_new(copy, typed(json_array_get(value, i)));
		return copy;
	}
	if (!json_is_object(value))
		return json_incref(value);
	copy = json_object();
	for (void *at = json_object_iter(value); at; at = json_object_iter_next(value, at))
		json_object_set_new(copy, json_object_iter_key(at),
				    typed(json_object_iter_value(at)));
	return copy;
}

/* The file that is being written. @out: NULL before the first. */
struct writer {
	struct output *output;
	FILE *out;
};

static void open_next(struct writer *writer, const char *path)
{
	if (writer->out)
		output_close(writer->output);
	writer->out = output_open(writer->output, path);
}

static void dump(const json_t *document, int digits, FILE *out)
{
	json_dumpf(document, out, JSON_INDENT(1) | JSON_REAL_PRECISION(digits));
	fputc('\n', out);
}

/* Keys: see common.jq. */
static void write_item(json_t *item, struct writer *writer)
{
	json_t *document = json_object_get(item, "json");
	const char *path = json_string_value(json_object_get(item, "path"));
	const char *warning = json_string_value(json_object_get(item, "warning"));

	if (warning) {
		warn("%s", warning);
	} else if (path) {
		open_next(writer, path);
	} else if (document && writer->out) {
		document = typed(document);
		dump(document, EXPORT_JSON_DIGITS, writer->out);
		json_decref(document);
	} else if (json_is_string(item) && writer->out) {
		fprintf(writer->out, "%s\n", json_string_value(item));
	} else {
		die(EXIT_FAILED, "jq printed what is no item of a filter");
	}
}

static void write_items(FILE *in, struct writer *writer)
{
	char *line = NULL;
	size_t room = 0;

	while (getline(&line, &room, in) > 0) {
		json_t *item = json_loads(line, JSON_DECODE_ANY, NULL);

		write_item(item, writer);
		json_decref(item);
	}
	free(line);
	fclose(in);
}

void filter_write(enum formats_id format, const json_t *data, struct output *output)
{
	FILE *items = filters[format] ? run_jq(filters[format], data) : NULL;
	struct writer writer = { .output = output };

	if (formats[format].files == FORMATS_ONE_FILE)
		open_next(&writer, formats[format].file);
	if (items)
		write_items(items, &writer);
	else
		dump(data, NUMBER_DIGITS, writer.out);
	if (writer.out)
		output_close(output);
}
