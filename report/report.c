// SPDX-License-Identifier: GPL-2.0-or-later
/* ./run.sh report: one page that holds all that is known of some sets. */
#include <gsl/gsl_errno.h>
#include <limits.h>
#include <stdlib.h>
#include <time.h>

#include "overview.h"
#include "compare/format.h"
#include "compare/formats.h"
#include "html.h"
#include "kernels.h"
#include "base/options.h"
#include "base/version.h"
#include "page_css.h"
#include "page_js.h"
#include "compare/set_options.h"
#include "compare/output.h"
#include "figures.h"
#include "single_set.h"

/*
 * What was asked for. @folder: where sets lie. @figures: a folder of drawings, or NULL. @plot: the
 * program that draws them otherwise, or NULL.
 */
static struct request {
	const char *figures, *plot, *folder, *page;
	struct comparison_options options;
	size_t count;
	struct load_set *sets;
} asked;

static const struct options_row rows[] = {
	{ "out", "FILE", "the page", .text = &asked.page, .initial = "report.html" },
	{ OPTIONS_MARGIN(&asked.options.margin) },
	{ OPTIONS_ONLY(&asked.options.only) },
	{ OPTIONS_SETS("sets", &asked.folder) },
	{ "figures", "DIR", "show these drawings instead of new ones", .text = &asked.figures },
	{ "plot", "PROGRAM", NULL, .text = &asked.plot },
	{ 0 },
};

static const struct options_program program = {
	.command = "./run.sh report",
	.usage = "[OPTION]... SET...",
	.about = "One HTML page of one set, or of sets compared with the first: verdicts, tables, "
		 "figures, environment. It needs no network, no script, and opens from a file.",
	.notes = "Exit status: 0 done; 1 failed; 2 usage.",
	.arguments = "one set or more",
	.least = 1,
	.most = INT_MAX,
	.rows = rows,
};

static char *title(const struct request *request)
{
	char *others = xstrdup("");

	for (size_t i = 1; i < request->count; i++)
		xappend(&others, ", ", "%s", request->sets[i].name);
	xappend(&others, " against ", "%s", request->sets[0].name);
	return others;
}

static void write_lone(const struct comparison *comparison, FILE *out)
{
	for (size_t i = 0; i < comparison->lone_count; i++)
		html_print(out, "<p>Not comparable: machine %s is only in %s (%s).</p>\n",
			   comparison->lone[i].name,
			   comparison->lone[i].side == DESIGN_SIDE_A ? comparison->a->name
								     : comparison->b->name,
			   comparison->lone[i].key);
}

static size_t count_machines(const struct comparison *judgements, size_t count)
{
	size_t machines = 0;

	for (size_t i = 0; i < count; i++)
		machines += judgements[i].count;
	return machines;
}

/* Where there are several, a table that leads to each comes first. */
static void write_comparisons(const struct request *request, FILE *out)
{
	size_t count = request->count - 1;
	struct comparison *judgements = xcalloc(count, sizeof(*judgements));
	unsigned int number = 0;

	for (size_t i = 0; i < count; i++)
		comparison_make(&request->sets[0], &request->sets[i + 1], &request->options,
				&judgements[i]);
	if (count_machines(judgements, count) > 1)
		overview_summary(judgements, count, out);
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < judgements[i].count; k++)
			overview_write(&judgements[i], &judgements[i].machines[k], ++number, out);
		write_lone(&judgements[i], out);
		comparison_free(&judgements[i]);
	}
	free(judgements);
}

static void write_header(const struct request *request, FILE *out)
{
	char date[32], *name = title(request);
	time_t now = time(NULL);

	strftime(date, sizeof(date), "%Y-%m-%d %H:%M UTC", gmtime(&now));
	html_begin(out, name, page_css, "");
	html_print(out,
		   "<header>\n<h1>%s</h1>\n<p class='dim'>ptebench %s, %s. What mprotect(2), "
		   "mremap(2), fork(2) and their kin do to page tables; lower is better.</p>\n"
		   "<nav><a href='#figures'>Figures</a><a href='#runs'>Runs</a></nav>\n"
		   "</header>\n<main>\n",
		   name, version_text, date);
	free(name);
}

/* The most important facts of host.csv. */
static const struct {
	const char *key, *title;
} facts[] = {
	{ "host", "host" },	     { "kernel_release", "kernel" },
	{ "architecture", "arch" },  { "page_bytes", "page bytes" },
	{ "thp_enabled", "THP" },    { "governor", "governor" },
	{ "boost", "boost" },	     { "tune", "--tune" },
	{ "clock_domain", "clock" }, { "boot_id", "boot" },
};

enum { FACTS = sizeof(facts) / sizeof(facts[0]) };

static void write_run(const struct load_set *set, const struct load_run *run, FILE *out)
{
	html_print(out, "<tr><td>%s</td><td class='left'>%s</td>", set->name, run->name);
	if (run->error) {
		html_print(out, "<td class='text' colspan='%d'>left out: %s</td></tr>\n", FACTS + 1,
			   run->reason.text);
		return;
	}
	fprintf(out, "<td>%zu%s</td>", run->samples.rows,
		run->samples.bad_rows ? " (some left out)" : "");
	for (size_t i = 0; i < FACTS; i++)
		html_print(out, "<td class='left'>%s</td>",
			   host_facts_get(&run->facts, facts[i].key));
	fputs("</tr>\n", out);
}

static void write_command(const struct load_set *set, FILE *out)
{
	char *command = format_command(set), *name = format_set(set);

	html_print(out, "<p>%s</p>\n<pre>%s</pre>\n", name, command);
	free(name);
	free(command);
}

static void write_runs(const struct load_set *sets, size_t count, FILE *out)
{
	html_print(out, "<section id='runs'>\n<h2>Runs</h2>\n<div class='wide'><table><thead><tr>"
			"<th>set</th><th class='left'>run</th><th>rows</th>");
	for (size_t i = 0; i < FACTS; i++)
		html_print(out, "<th class='left'>%s</th>\n", facts[i].title);
	fputs("</tr></thead>\n<tbody>\n", out);
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < sets[i].count; j++)
			write_run(&sets[i], &sets[i].runs[j], out);
	fputs("</tbody></table></div>\n<h3>To repeat it</h3>\n", out);
	for (size_t i = 0; i < count; i++)
		write_command(&sets[i], out);
	fputs("</section>\n", out);
}

static void write_page(const struct request *request, const char *figures, FILE *out)
{
	write_header(request, out);
	if (request->count > 1)
		write_comparisons(request, out);
	else
		single_set_write(&request->sets[0], &request->options.only, out);
	kernels_write(request->sets, request->count, out);
	figures_write(figures, out);
	write_runs(request->sets, request->count, out);
	fprintf(out, "</main>\n<script>\n%s</script>\n</body>\n</html>\n", page_js);
}

static void make_page(const struct request *request, const char *figures)
{
	struct output output = output_make(request->page, false);

	write_page(request, figures, output_open(&output, formats[FORMATS_REPORT_HTML].file));
	output_close(&output);
	kernels_print(request->sets, request->count, stdout);
	printf("%s%s%s\n", request->page, output.is_folder ? "/" : "",
	       output.is_folder ? formats[FORMATS_REPORT_HTML].file : "");
}

int main(int argc, char **argv)
{
	char *drawn = NULL;

	gsl_set_error_handler_off();
	asked.count = (size_t)options_parse(&program, argc, argv);
	asked.sets = set_options_sets((const char *const *)argv + 1, asked.count, asked.count,
				      asked.folder);
	if (!asked.figures && asked.plot)
		drawn = figures_draw(asked.plot, asked.sets, asked.count, &asked.options);
	make_page(&asked, drawn ? drawn : asked.figures);
	figures_remove(drawn);
	set_options_free(asked.sets, asked.count);
	return EXIT_DONE;
}
