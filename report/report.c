// SPDX-License-Identifier: GPL-2.0-or-later
/* ./run.sh report: writes one HTML page of some sets of runs. */
#include <gsl/gsl_errno.h>
#include <limits.h>
#include <stdlib.h>
#include <time.h>

#include "sections.h"
#include "compare/format.h"
#include "compare/formats.h"
#include "html.h"
#include "base/options.h"
#include "base/version.h"
#include "page_css.h"
#include "page_js.h"
#include "compare/set_options.h"
#include "compare/output.h"

/*
 * The command line. @folder: of sets. @figures: folder of drawings, or NULL. @plot: program that
 * draws them otherwise, or NULL.
 */
static struct {
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

static void write_lone(const struct comparison *comparison, FILE *out)
{
	for (size_t i = 0; i < comparison->lone_count; i++)
		html_print(out, "<p>Not comparable: machine %s is only in %s (%s).</p>\n",
			   comparison->lone[i].name,
			   comparison->lone[i].side == DESIGN_SIDE_A ? comparison->a->name
								     : comparison->b->name,
			   comparison->lone[i].key);
}

/* If there are several, begins with a table of links to them. */
static void write_comparisons(FILE *out)
{
	size_t count = asked.count - 1, machines = 0;
	struct comparison *comparisons = xcalloc(count, sizeof(*comparisons));
	unsigned int number = 0;

	for (size_t i = 0; i < count; i++) {
		comparison_make(&asked.sets[0], &asked.sets[i + 1], &asked.options,
				&comparisons[i]);
		machines += comparisons[i].count;
	}
	if (machines > 1)
		overview_summary(comparisons, count, out);
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < comparisons[i].count; k++)
			overview_write(&comparisons[i], &comparisons[i].machines[k], ++number, out);
		write_lone(&comparisons[i], out);
		comparison_free(&comparisons[i]);
	}
	free(comparisons);
}

static void write_header(FILE *out)
{
	char date[32], *name = xstrdup("");
	time_t now = time(NULL);

	for (size_t i = 1; i < asked.count; i++)
		xappend(&name, ", ", "%s", asked.sets[i].name);
	xappend(&name, " against ", "%s", asked.sets[0].name);
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

static void write_page(const char *figures, FILE *out)
{
	write_header(out);
	if (asked.count > 1)
		write_comparisons(out);
	else
		single_set_write(&asked.sets[0], &asked.options.only, out);
	kernels_write(asked.sets, asked.count, out);
	figures_write(figures, out);
	write_runs(asked.sets, asked.count, out);
	fprintf(out, "</main>\n<script>\n%s</script>\n</body>\n</html>\n", page_js);
}

int main(int argc, char **argv)
{
	const char *file = formats[FORMATS_REPORT_HTML].file;
	struct output output;
	char *drawn = NULL;

	gsl_set_error_handler_off();
	asked.count = (size_t)options_parse(&program, argc, argv);
	asked.sets = set_options_sets((const char *const *)argv + 1, asked.count, asked.count,
				      asked.folder);
	output = output_make(asked.page, false);
	if (!asked.figures && asked.plot)
		drawn = figures_draw(asked.plot, asked.sets, asked.count, &asked.options);
	write_page(drawn ? drawn : asked.figures, output_open(&output, file));
	output_close(&output);
	figures_remove(drawn);
	kernels_print(asked.sets, asked.count, stdout);
	printf("%s%s%s\n", asked.page, output.is_folder ? "/" : "", output.is_folder ? file : "");
	set_options_free(asked.sets, asked.count);
	return EXIT_DONE;
}
