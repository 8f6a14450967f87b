// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the footer, and the words for kernels, metrics and states. */
#include "terms.h"

#include <stdlib.h>

#include "report/html.h"
#include "compare/format.h"
#include "base/version.h"

void terms_end(FILE *out)
{
	html_print(out,
		   "</main>\n<footer class='dim'>ptebench %s: what mprotect(2), mremap(2), fork(2) "
		   "and their kin do to page tables; lower is better.</footer>\n</body>\n</html>\n",
		   version_text);
}

const char *terms_metric(const struct dataset_machine *machine, enum csv_reader_metric metric)
{
	static const char *const names[CSV_READER_METRICS] = { "time", "instructions:k",
							       "cycles:k" };

	return metric == CSV_READER_NS && machine->counts_instructions ? "instructions"
								       : names[metric];
}

enum csv_reader_metric terms_unit(const struct dataset_machine *machine,
				  enum csv_reader_metric metric)
{
	return metric == CSV_READER_NS && machine->counts_instructions ? CSV_READER_INSTRUCTIONS
								       : metric;
}

const char *terms_plural(size_t count)
{
	return count == 1 ? "" : "s";
}

void terms_kernel(FILE *out, const struct dataset_kernel *kernel)
{
	html_print(out, "<span title='%s'>%s</span>", kernel->version, kernel->release);
}

void terms_place(FILE *out, const struct dataset *dataset, const struct dataset_series *series,
		 const struct segments_change *change)
{
	terms_kernel(out, dataset_kernel_at(dataset, series, change->from));
	if (change->from == change->to)
		return;
	fputs(" to ", out);
	terms_kernel(out, dataset_kernel_at(dataset, series, change->to));
}

void terms_effect(FILE *out, double ln_ratio)
{
	char text[FORMAT_BYTES];

	html_print(out, "<td class='%c'>%s</td>", ln_ratio > 0 ? 'S' : 'F',
		   format_percent(ln_ratio, text));
}

static const char *const signs[ALERTS_STATES] = {
	[ALERTS_OPEN] = "\xe2\x96\xb2",		[ALERTS_PENDING] = "\xe2\x97\x87",
	[ALERTS_ACKNOWLEDGED] = "\xe2\x96\xb3", [ALERTS_OVER] = "",
	[ALERTS_FASTER] = "\xe2\x96\xbc",
};

void terms_sign(FILE *out, enum alerts_state state)
{
	if (*signs[state])
		html_print(out, "<span class='%s' title='%s'>%s</span>", alerts_state_name(state),
			   alerts_state_name(state), signs[state]);
}

void terms_state(FILE *out, const struct dataset *dataset, const struct alerts *alerts,
		 const struct alerts_alert *alert)
{
	const char *name = alerts_state_name(alert->state);

	html_print(out, "<span class='%s'>%s %s</span>", name, signs[alert->state], name);
	terms_new(out, dataset, alerts, alert);
}

void terms_new(FILE *out, const struct dataset *dataset, const struct alerts *alerts,
	       const struct alerts_alert *alert)
{
	char *why_new = alerts_why_new(dataset, alerts, alert);

	if (why_new)
		html_print(out, " <span class='tag'>%s</span>", why_new);
	free(why_new);
}
