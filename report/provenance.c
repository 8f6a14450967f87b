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

void provenance_write(const struct load_set *sets, size_t count, FILE *out)
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
