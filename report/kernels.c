// SPDX-License-Identifier: GPL-2.0-or-later
/* Groups runs by kernel and machine, and prints the optimisations of each. */
#include "sections.h"

#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "compare/kernel_features.h"
#include "compare/format.h"

static const char *release_of(const struct load_run *run)
{
	return host_facts_get(&run->facts, "kernel_release");
}

size_t kernels_take(const struct load_set *set, size_t at, bool by_release,
		    const struct load_run **ret_runs)
{
	const struct load_run *first = &set->runs[at];
	size_t count = 0;

	for (size_t i = 0; !first->error && i < set->count; i++) {
		const struct load_run *run = &set->runs[i];

		if (run->error || strcmp(run->machine, first->machine) != 0 ||
		    (by_release && strcmp(release_of(run), release_of(first)) != 0))
			continue;
		if (i < at)
			return 0;
		ret_runs[count++] = run;
	}
	return count;
}

typedef void writer(const struct load_set *set, const struct load_run *const *runs, size_t count,
		    FILE *out);

static void for_each(const struct load_set *sets, size_t count, writer *write, FILE *out)
{
	for (size_t i = 0; i < count; i++) {
		const struct load_run **runs = xcalloc(sets[i].count + 1, sizeof(*runs));

		for (size_t j = 0; j < sets[i].count; j++) {
			size_t found = kernels_take(&sets[i], j, true, runs);

			if (found)
				write(&sets[i], runs, found, out);
		}
		free(runs);
	}
}

static void write_kernel(const struct load_set *set, const struct load_run *const *runs,
			 size_t count, FILE *out)
{
	struct kernel_features features[KERNEL_FEATURES_MAX];
	size_t feature_count = kernel_features_read(runs, count, features);

	html_print(out,
		   "<tr><td>%s</td><td class='left'>%s</td><td class='left'>%s</td>"
		   "<td class='text'>",
		   set->name, host_facts_get(&runs[0]->facts, "host"), release_of(runs[0]));
	for (size_t i = 0; i < feature_count; i++) {
		char *answer = kernel_features_text(&features[i]);

		html_print(out, "<div>%s (%s): %s</div>\n", features[i].name, features[i].since,
			   answer);
		free(answer);
	}
	fputs("</td></tr>\n", out);
}

void kernels_write(const struct load_set *sets, size_t count, FILE *out)
{
	html_print(out,
		   "<section id='kernels'>\n<h2>What the kernels do</h2>\n<p class='dim'>By their "
		   "own numbers: instructions a page of large folios over those of order-0 ones, "
		   "against what kernels with and without the optimisation were measured to take. "
		   "In parentheses the release that brought it.</p>\n"
		   "<div class='wide'><table><thead><tr><th>set</th><th class='left'>machine</th>"
		   "<th class='left'>kernel</th><th class='left'>optimisations</th></tr></thead>\n"
		   "<tbody>\n");
	for_each(sets, count, write_kernel, out);
	fputs("</tbody></table></div>\n</section>\n", out);
}

static void print_kernel(const struct load_set *set, const struct load_run *const *runs,
			 size_t count, FILE *out)
{
	struct kernel_features features[KERNEL_FEATURES_MAX];
	size_t feature_count = kernel_features_read(runs, count, features);
	char *about = xasprintf("%s, %s, %s", set->name, host_facts_get(&runs[0]->facts, "host"),
				release_of(runs[0]));
	char *clean = format_clean(about);

	fprintf(out, "%s:", clean);
	for (size_t i = 0; i < feature_count; i++) {
		char *answer = kernel_features_text(&features[i]);

		fprintf(out, "%s %s: %s", i ? ";" : "", features[i].name, answer);
		free(answer);
	}
	fputc('\n', out);
	free(clean);
	free(about);
}

void kernels_print(const struct load_set *sets, size_t count, FILE *out)
{
	for_each(sets, count, print_kernel, out);
}
