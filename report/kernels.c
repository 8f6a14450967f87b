// SPDX-License-Identifier: GPL-2.0-or-later
/* Groups runs by kernel and machine, and prints the optimisations of each. */
#include "kernels.h"

#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "compare/kernel_features.h"
#include "compare/format.h"

/* Runs of one kernel on one machine, in one set. */
struct kernel {
	const struct load_set *set;
	const struct load_run **runs;
	size_t count;
};

typedef void teller(const struct kernel *kernel, FILE *out);

static bool are_alike(const struct load_run *a, const struct load_run *b)
{
	return !strcmp(a->machine, b->machine) &&
	       !strcmp(host_facts_get(&a->facts, "kernel_release"),
		       host_facts_get(&b->facts, "kernel_release"));
}

static void for_each(const struct load_set *sets, size_t count, teller *tell, FILE *out)
{
	for (size_t i = 0; i < count; i++) {
		const struct load_set *set = &sets[i];
		bool *done = xcalloc(set->count + 1, sizeof(*done));
		struct kernel kernel = {
			.set = set,
			.runs = xcalloc(set->count + 1, sizeof(*kernel.runs)),
		};

		for (size_t j = 0; j < set->count; j++) {
			if (done[j] || set->runs[j].error)
				continue;
			kernel.count = 0;
			for (size_t k = j; k < set->count; k++) {
				if (set->runs[k].error || !are_alike(&set->runs[j], &set->runs[k]))
					continue;
				done[k] = true;
				kernel.runs[kernel.count++] = &set->runs[k];
			}
			tell(&kernel, out);
		}
		free(kernel.runs);
		free(done);
	}
}

static const char *fact(const struct kernel *kernel, const char *key)
{
	return host_facts_get(&kernel->runs[0]->facts, key);
}

static void write_kernel(const struct kernel *kernel, FILE *out)
{
	struct kernel_features signatures[KERNEL_FEATURES_MAX];
	size_t count = kernel_features_read(kernel->runs, kernel->count, signatures);

	html_print(out,
		   "<tr><td>%s</td><td class='left'>%s</td><td class='left'>%s</td>"
		   "<td class='text'>",
		   kernel->set->name, fact(kernel, "host"), fact(kernel, "kernel_release"));
	for (size_t i = 0; i < count; i++) {
		char *answer = kernel_features_text(&signatures[i]);

		html_print(out, "<div>%s (%s): %s</div>\n", signatures[i].name, signatures[i].since,
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

static void tell_kernel(const struct kernel *kernel, FILE *out)
{
	struct kernel_features signatures[KERNEL_FEATURES_MAX];
	size_t count = kernel_features_read(kernel->runs, kernel->count, signatures);
	char *about = xasprintf("%s, %s, %s", kernel->set->name, fact(kernel, "host"),
				fact(kernel, "kernel_release"));
	char *clean = format_clean(about);

	fprintf(out, "%s:", clean);
	for (size_t i = 0; i < count; i++) {
		char *answer = kernel_features_text(&signatures[i]);

		fprintf(out, "%s %s: %s", i ? ";" : "", signatures[i].name, answer);
		free(answer);
	}
	fputc('\n', out);
	free(clean);
	free(about);
}

void kernels_print(const struct load_set *sets, size_t count, FILE *out)
{
	for_each(sets, count, tell_kernel, out);
}
