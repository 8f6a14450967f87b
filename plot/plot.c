// SPDX-License-Identifier: GPL-2.0-or-later
/* ./run.sh plot: draws the figures that the given sets allow, and prints their paths. */
#include <errno.h>
#include <gsl/gsl_errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/atomic_file.h"
#include "plot.h"
#include "gnuplot.h"
#include "base/options.h"
#include "base/make_folders.h"
#include "compare/set_options.h"
#include "compare/threads.h"

static const char *const suffixes[] = { "svg", "png" };

enum { SUFFIXES = sizeof(suffixes) / sizeof(suffixes[0]) };

/* The request. @command: shown in the figures; NULL: the command line. */
static struct {
	const char *out, *folder, *scripts, *command;
	enum csv_reader_metric metric;
	struct comparison_options options;
	bool is_quiet;
} asked;

/* One call of gnuplot: a page in one format. */
struct job {
	const struct plot_type *figure;
	size_t page;
	const char *suffix;
	int error;
};

/* @folder: the absolute path of --out. */
struct jobs {
	char *scripts, *folder;
	size_t count;
	struct job *jobs;
};

static const struct options_row rows[] = {
	{ "out", "DIR", "where the figures go, as svg and png", .text = &asked.out,
	  .initial = "figures" },
	{ OPTIONS_ONLY(&asked.options.only) },
	{ "metric", "M", "the metric", .word = &asked.metric, .words = set_options_metrics,
	  .initial = "time" },
	{ OPTIONS_MARGIN(&asked.options.margin) },
	{ OPTIONS_SETS("sets", &asked.folder) },
	{ "quiet", NULL, "do not name the figures that these sets cannot give",
	  .flag = &asked.is_quiet },
	{ "command", "TEXT", "what the figures say they were drawn by", .text = &asked.command },
	{ "scripts", "DIR", "the gnuplot scripts", .text = &asked.scripts,
	  .fallback = "gp, beside this program" },
	{ 0 },
};

static const struct options_program program = {
	.command = "./run.sh plot",
	.usage = "[OPTION]... SET...",
	.about = "Draws figures of one kernel, or of several: each further set is compared with "
		 "the first. Names the files that it drew, and what cannot be drawn, and why. A "
		 "set is a folder of runs (results/NAME, or its NAME), or one run.",
	.notes = "docs/FIGURES.md says how they are read. Exit status: 0 done; 1 failed, or "
		 "nothing can be drawn; 2 usage; 77 no gnuplot here.",
	.arguments = "one set or more",
	.least = 1,
	.most = INT_MAX,
	.rows = rows,
};

static void make_folder(const char *path)
{
	int error = make_folders(path, 0777);

	if (error)
		die(EXIT_FAILED, "make the folder %s: %s (choose another with --out)", path,
		    strerror(-error));
}

static char *absolute(const char *path)
{
	char *real = realpath(path, NULL);

	if (!real)
		die(EXIT_FAILED, "%s: %s", path, strerror(errno));
	return real;
}

/* The folder "gp" beside this program, wherever it was moved to. */
static char *find_scripts(void)
{
	char self[PATH_MAX] = "", *scripts;

	if (readlink("/proc/self/exe", self, sizeof(self) - 1) < 0)
		die(EXIT_FAILED, "read /proc/self/exe: %s (give --scripts)", strerror(errno));
	scripts = xasprintf("%s/gp", dirname(self));
	if (access(scripts, R_OK | X_OK))
		die(EXIT_FAILED,
		    "read the gnuplot scripts in %s: %s (copy that folder of the build, too, or "
		    "give --scripts)",
		    scripts, strerror(errno));
	return scripts;
}

static char *data_path(const char *folder, const char *name, size_t page)
{
	return xasprintf("%s/data/%s-%zu.tsv", folder, name, page);
}

static char *drawing_path(const char *folder, const char *name, size_t page, const char *suffix)
{
	return xasprintf("%s/%s-%zu.%s", folder, name, page, suffix);
}

/* Removes pages of an earlier call beyond those of this one. */
static void remove_stale(const char *folder, const char *name, size_t pages)
{
	bool found = true;

	while (found) {
		char *data = data_path(folder, name, ++pages);

		found = unlink(data) == 0;
		free(data);
		for (int i = 0; i < SUFFIXES; i++) {
			char *path = drawing_path(folder, name, pages, suffixes[i]);

			unlink(path);
			free(path);
		}
	}
}

static void add_jobs(struct jobs *jobs, const struct plot_type *figure, size_t pages)
{
	jobs->jobs = xrealloc(jobs->jobs, jobs->count + pages * SUFFIXES + 1, sizeof(*jobs->jobs));
	for (size_t page = 1; page <= pages; page++)
		for (int i = 0; i < SUFFIXES; i++)
			jobs->jobs[jobs->count++] = (struct job) { figure, page, suffixes[i], 0 };
}

static void draw_item(size_t item, void *argument)
{
	const struct jobs *jobs = argument;
	struct job *job = &jobs->jobs[item];
	char *data = data_path(jobs->folder, job->figure->name, job->page);
	char *path = drawing_path(jobs->folder, job->figure->name, job->page, job->suffix);
	FILE *place = atomic_file_create(path); /* gnuplot would write through a link */

	job->error = place && !fclose(place)
			     ? gnuplot_draw(jobs->scripts, job->figure->script, data, path)
			     : -errno;
	if (job->error)
		unlink(path);
	free(path);
	free(data);
}

/* Return: true if all were drawn, and at least one. */
static bool draw_all(struct jobs *jobs)
{
	bool good = jobs->count > 0;

	threads_run(jobs->count, draw_item, jobs);
	for (size_t i = 0; i < jobs->count; i++) {
		const struct job *job = &jobs->jobs[i];
		char *path = drawing_path(asked.out, job->figure->name, job->page, job->suffix);

		if (job->error)
			warn("draw %s by %s/%s: %s", path, jobs->scripts, job->figure->script,
			     strerror(-job->error));
		else
			puts(path);
		good &= !job->error;
		free(path);
	}
	free(jobs->jobs);
	return good;
}

static void write_figures(const struct plot_data *plot_data, struct jobs *jobs)
{
	char *data = xasprintf("%s/data", jobs->folder);
	size_t count;
	const struct plot_type *figures = plot_types(&count);

	make_folder(data);
	for (size_t i = 0; i < count; i++) {
		struct page_drawing drawing = {
			.plot_data = plot_data,
			.metric = asked.metric,
			.command = asked.command,
			.folder = data,
			.name = figures[i].name,
		};

		plot_write(&figures[i], &drawing);
		remove_stale(jobs->folder, figures[i].name, drawing.pages);
		if (!drawing.pages && !asked.is_quiet)
			printf("%s: %s\n", figures[i].name, drawing.why.text);
		add_jobs(jobs, &figures[i], drawing.pages);
	}
	free(data);
}

int main(int argc, char **argv)
{
	struct plot_data plot_data;
	struct jobs jobs = { 0 };
	struct load_set *sets;
	char *line = options_line(&program, argc, argv);
	size_t count;
	bool good;

	gsl_set_error_handler_off();
	count = (size_t)options_parse(&program, argc, argv);
	if (!asked.command)
		asked.command = line;
	if (!gnuplot_is_here())
		die(EXIT_CANNOT_RUN, "no gnuplot here: use ./run.sh plot --setup, or as root: "
				     "apt-get install -y --no-install-recommends gnuplot-nox "
				     "(dnf, zypper: gnuplot)");
	jobs.scripts = asked.scripts ? absolute(asked.scripts) : find_scripts();
	sets = set_options_sets((const char *const *)argv + 1, count, count, asked.folder);
	plot_data_make(sets, count, &asked.options, &plot_data);
	make_folder(asked.out);
	jobs.folder = absolute(asked.out);
	write_figures(&plot_data, &jobs);
	good = draw_all(&jobs);
	if (fflush(stdout) || ferror(stdout))
		die(EXIT_FAILED, "write the names of the figures: %s", strerror(errno));
	plot_data_free(&plot_data);
	set_options_free(sets, count);
	free(jobs.folder);
	free(jobs.scripts);
	free(line);
	return good ? EXIT_DONE : EXIT_FAILED;
}
