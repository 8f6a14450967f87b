// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists runs, host facts, commands and left-out lines. */
#include "provenance.h"

#include <stdlib.h>

#include "html.h"
#include "compare/format.h"

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
	fputs("<tr><td>", out);
	html_text(out, set->name);
	fputs("</td><td class=\"left\">", out);
	html_text(out, run->name);
	fputs("</td>", out);
	if (run->error) {
		fprintf(out, "<td class=\"text\" colspan=\"%d\">left out: ", FACTS + 1);
		html_text(out, run->reason.text);
		fputs("</td></tr>\n", out);
		return;
	}
	fprintf(out, "<td>%zu%s</td>", run->samples.rows,
		run->samples.bad_rows ? " (some left out)" : "");
	for (size_t i = 0; i < FACTS; i++) {
		fputs("<td class=\"left\">", out);
		html_text(out, host_facts_get(&run->facts, facts[i].key));
		fputs("</td>", out);
	}
	fputs("</tr>\n", out);
}

static void write_command(const struct load_set *set, FILE *out)
{
	char *command = format_command(set), *name = format_set(set);

	html_element(out, "p", NULL, name);
	html_element(out, "pre", NULL, command);
	free(name);
	free(command);
}

void provenance_write(const struct load_set *sets, size_t count, FILE *out)
{
	fputs("<section id=\"runs\">\n", out);
	html_element(out, "h2", NULL, "Runs");
	fputs("<div class=\"wide\"><table><thead><tr><th>set</th><th class=\"left\">run</th>"
	      "<th>rows</th>",
	      out);
	for (size_t i = 0; i < FACTS; i++)
		html_element(out, "th", "left", facts[i].title);
	fputs("</tr></thead>\n<tbody>\n", out);
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < sets[i].count; j++)
			write_run(&sets[i], &sets[i].runs[j], out);
	fputs("</tbody></table></div>\n", out);
	html_element(out, "h3", NULL, "To repeat it");
	for (size_t i = 0; i < count; i++)
		write_command(&sets[i], out);
	fputs("</section>\n", out);
}
