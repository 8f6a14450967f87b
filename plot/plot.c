// SPDX-License-Identifier: GPL-2.0-or-later
/* ./run.sh plot: which figures can be drawn from these sets, and where are they? */
#include <errno.h>
#include <getopt.h>
#include <gsl/gsl_errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/atomic_file.h"
#include "plot.h"
#include "gnuplot.h"
#include "compare/set_options.h"
#include "compare/threads.h"
#include "base/version.h"

enum option_key {
	KEY_METRIC = 256,
	KEY_MARGIN,
	KEY_ONLY,
	KEY_OUT,
	KEY_SETS,
	KEY_SCRIPTS,
	KEY_QUIET,
	KEY_COMMAND,
	KEY_HELP,
	KEY_VERSION
};

static const struct option long_options[] = {
	{ "metric", required_argument, NULL, KEY_METRIC },
	{ "margin", required_argument, NULL, KEY_MARGIN },
	{ "only", required_argument, NULL, KEY_ONLY },
	{ "out", required_argument, NULL, KEY_OUT },
	{ "sets", required_argument, NULL, KEY_SETS },
	{ "scripts", required_argument, NULL, KEY_SCRIPTS },
	{ "quiet", no_argument, NULL, KEY_QUIET },
	{ "command", required_argument, NULL, KEY_COMMAND },
	{ "help", no_argument, NULL, KEY_HELP },
	{ "version", no_argument, NULL, KEY_VERSION },
	{ 0 },
};

static const char *const suffixes[] = { "svg", "png" };

enum { SUFFIXES = sizeof(suffixes) / sizeof(suffixes[0]) };

/* What was asked for. */
struct request {
	const char *out, *folder, *scripts;
	const char *const *sets;
	size_t set_count;
	enum csv_reader_metric metric;
	struct comparison_options options;
	char *command;
	bool is_quiet;
};

/* One call of gnuplot. @name: of the file, for people. */
struct job {
	const char *script;
	char *data, *path, *name;
	int error;
};

struct jobs {
	const char *scripts;
	size_t count;
	struct job *jobs;
};

static void print_help(void)
{
	fputs("Usage: ./run.sh plot [OPTION]... SET...\n"
	      "Draws figures of one kernel, or of several: each further set is held against\n"
	      "the first. Names the files that it drew, and what cannot be drawn, and why.\n"
	      "A set is a folder of runs (results/NAME, or its NAME), or one run.\n\n"
	      "  --out DIR       where the figures go, as svg and png (default: figures)\n"
	      "  --only GLOB     the points that match; may be repeated\n"
	      "  --metric M      time, instructions or cycles (default: time)\n"
	      "  --margin X%     changes up to this do not matter (default 1%)\n"
	      "  --sets DIR      where sets lie (default: results)\n"
	      "  --quiet         say nothing of figures that these sets cannot give\n"
	      "  --command TEXT  what the figures say they were drawn by\n"
	      "  --scripts DIR   the gnuplot scripts (default: those of this source tree)\n\n"
	      "docs/FIGURES.md says how they are read. Exit status: 0 done; 1 failed, or\n"
	      "nothing can be drawn; 2 usage; 77 no gnuplot here.\n",
	      stdout);
}

static enum csv_reader_metric parse_metric(const char *text)
{
	enum csv_reader_metric metric = set_options_metric(text);

	if (metric == CSV_READER_METRICS)
		die(EXIT_USAGE, "--metric %s: give time, instructions or cycles", text);
	return metric;
}

static void take_option(int key, struct request *request)
{
	switch (key) {
	case KEY_METRIC: request->metric = parse_metric(optarg); break;
	case KEY_MARGIN: request->options.margin = set_options_margin(optarg); break;
	case KEY_ONLY: set_options_only(&request->options.only, optarg); break;
	case KEY_OUT: request->out = optarg; break;
	case KEY_SETS: request->folder = optarg; break;
	case KEY_SCRIPTS: request->scripts = optarg; break;
	case KEY_QUIET: request->is_quiet = true; break;
	case KEY_COMMAND:
		free(request->command);
		request->command = xstrdup(optarg);
		break;
	case KEY_HELP: print_help(); exit(EXIT_DONE);
	case KEY_VERSION: printf("ptebench %s\n", version_text); exit(EXIT_DONE);
	default: exit(EXIT_USAGE);
	}
}

/* As a shell would take it: in quotes where it must be. */
static char *quote(const char *argument)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789._+-/=%:,@";
	char *quoted = xcalloc(4 * strlen(argument) + 3, 1), *to = quoted;

	if (*argument && !argument[strspn(argument, plain)])
		return strcpy(quoted, argument);
	*to++ = '\'';
	for (const char *p = argument; *p; p++) {
		if (*p == '\'')
			to = stpcpy(to, "'\\'");
		*to++ = *p;
	}
	*to = '\'';
	return quoted;
}

static char *join(int argc, char **argv)
{
	char *text = xstrdup("./run.sh plot");

	for (int i = 1; i < argc; i++) {
		char *quoted = quote(argv[i]), *longer = xasprintf("%s %s", text, quoted);

		free(quoted);
		free(text);
		text = longer;
	}
	return text;
}

static void parse(int argc, char **argv, struct request *ret_request)
{
	struct request request = {
		.out = "figures",
		.folder = "results",
		.scripts = PTEBENCH_PLOT_DIR,
		.metric = CSV_READER_NS,
		.options = { .margin = 0.01 },
		.command = join(argc, argv),
	};
	int key;

	while ((key = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		take_option(key, &request);
	if (optind == argc)
		die(EXIT_USAGE, "give one set or more (see ./run.sh plot --help)");
	request.sets = (const char *const *)argv + optind;
	request.set_count = (size_t)(argc - optind);
	*ret_request = request;
}

static void make_folder(const char *path)
{
	char *copy = xstrdup(path);

	for (char *p = copy + 1; *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		mkdir(copy, 0777);
		*p = '/';
	}
	if (mkdir(copy, 0777) && errno != EEXIST)
		die(EXIT_FAILED, "make the folder %s: %s", path, strerror(errno));
	free(copy);
}

static char *absolute(const char *path)
{
	char *real = realpath(path, NULL);

	if (!real)
		die(EXIT_FAILED, "%s: %s", path, strerror(errno));
	return real;
}

/* Pages of an earlier call that this one has not: they would be taken for its own. */
static void remove_stale(const char *folder, const char *name, size_t pages)
{
	bool found = true;

	while (found) {
		char *data = xasprintf("%s/data/%s-%zu.tsv", folder, name, ++pages);

		found = unlink(data) == 0;
		free(data);
		for (int i = 0; i < SUFFIXES; i++) {
			char *path = xasprintf("%s/%s-%zu.%s", folder, name, pages, suffixes[i]);

			unlink(path);
			free(path);
		}
	}
}

static void add_jobs(struct jobs *jobs, const struct plot_type *figure, size_t pages,
		     const char *folder, const char *out)
{
	for (size_t page = 1; page <= pages; page++)
		for (int i = 0; i < SUFFIXES; i++) {
			jobs->jobs = xrealloc(jobs->jobs, jobs->count + 1, sizeof(*jobs->jobs));
			jobs->jobs[jobs->count++] = (struct job) {
				.script = figure->script,
				.data = xasprintf("%s/data/%s-%zu.tsv", folder, figure->name, page),
				.path = xasprintf("%s/%s-%zu.%s", folder, figure->name, page,
						  suffixes[i]),
				.name = xasprintf("%s/%s-%zu.%s", out, figure->name, page,
						  suffixes[i]),
			};
		}
}

static void draw_item(size_t item, void *argument)
{
	const struct jobs *jobs = argument;
	struct job *job = &jobs->jobs[item];
	FILE *place = atomic_file_create(job->path); /* gnuplot would write through a link */

	job->error = place && !fclose(place)
			     ? gnuplot_draw(jobs->scripts, job->script, job->data, job->path)
			     : -errno;
	if (job->error)
		unlink(job->path);
}

/* Return: were all drawn, and at least one? */
static bool finish(struct jobs *jobs)
{
	bool good = jobs->count > 0;

	threads_run(jobs->count, draw_item, jobs);
	for (size_t i = 0; i < jobs->count; i++) {
		struct job *job = &jobs->jobs[i];

		if (job->error)
			warn("draw %s by %s/%s: %s", job->name, jobs->scripts, job->script,
			     strerror(-job->error));
		else
			puts(job->name);
		good &= !job->error;
		free(job->data);
		free(job->path);
		free(job->name);
	}
	free(jobs->jobs);
	return good;
}

static void write_figures(const struct request *request, const struct plot_data *plot_data,
			  struct jobs *jobs)
{
	char *folder = absolute(request->out), *data = xasprintf("%s/data", folder);
	size_t count;
	const struct plot_type *figures = plot_types(&count);

	make_folder(data);
	for (size_t i = 0; i < count; i++) {
		struct page_drawing drawing = {
			.plot_data = plot_data,
			.metric = request->metric,
			.command = request->command,
			.folder = data,
			.name = figures[i].name,
		};

		figures[i].write(&drawing);
		remove_stale(folder, figures[i].name, drawing.pages);
		if (!drawing.pages && !request->is_quiet)
			printf("%s: %s\n", figures[i].name, drawing.why.text);
		add_jobs(jobs, &figures[i], drawing.pages, folder, request->out);
	}
	free(data);
	free(folder);
}

int main(int argc, char **argv)
{
	struct request request;
	struct plot_data plot_data;
	struct jobs jobs = { 0 };
	struct load_set *sets;
	char *scripts;
	bool good;

	die_name(argv[0]);
	gsl_set_error_handler_off();
	parse(argc, argv, &request);
	if (!gnuplot_is_here())
		die(EXIT_CANNOT_RUN, "no gnuplot here: use ./run.sh plot --setup, or as root: "
				     "apt-get install -y --no-install-recommends gnuplot-nox "
				     "(dnf, zypper: gnuplot)");
	sets = xcalloc(request.set_count, sizeof(*sets));
	set_options_read(request.sets, request.set_count, request.folder, sets);
	set_options_name_apart(sets, request.set_count);
	plot_data_make(sets, request.set_count, &request.options, &plot_data);
	make_folder(request.out);
	scripts = absolute(request.scripts);
	jobs.scripts = scripts;
	write_figures(&request, &plot_data, &jobs);
	good = finish(&jobs);
	if (fflush(stdout) || ferror(stdout))
		die(EXIT_FAILED, "write the names of the figures: %s", strerror(errno));
	plot_data_free(&plot_data);
	for (size_t i = 0; i < request.set_count; i++)
		load_free(&sets[i]);
	free(sets);
	free(scripts);
	free(request.command);
	return good ? EXIT_DONE : EXIT_FAILED;
}
