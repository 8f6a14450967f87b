// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the frame of each page. */
#include "site_frame.h"

#include <string.h>

#include "report/html.h"
#include "compare/format.h"
#include "base/version.h"

/*
 * Style and script are files beside the page. For file:// addresses, Chromium's 'self' is any file:
 * foreign scripts stay out because all text is escaped, and because inline scripts do not run.
 */
static const char head[] =
	"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
	"'self'; "
	"script-src 'self'; base-uri 'none'; form-action 'none'\">\n"
	"<meta name=\"referrer\" content=\"no-referrer\">\n<title>ptebench: ";

void site_frame_begin(FILE *out, const char *title, bool is_wide)
{
	fputs(head, out);
	html_text(out, title);
	fputs("</title>\n<link rel=\"stylesheet\" href=\"site.css\">\n"
	      "<script src=\"site.js\" defer></script>\n</head>\n",
	      out);
	fputs(is_wide ? "<body class=\"index\">\n" : "<body>\n", out);
}

void site_frame_end(FILE *out)
{
	fprintf(out,
		"</main>\n<footer class=\"dim\">ptebench %s: what mprotect(2), mremap(2), fork(2) "
		"and their kin do to page tables; lower is "
		"better.</footer>\n</body>\n</html>\n",
		version_text);
}

static bool counts_instructions(const struct dataset_machine *machine)
{
	return strcmp(machine->unit, "ns") != 0;
}

const char *site_frame_figure(const struct dataset_machine *machine, enum csv_reader_metric metric)
{
	static const char *const names[CSV_READER_METRICS] = { "time", "instructions:k",
							       "cycles:k" };

	return metric == CSV_READER_NS && counts_instructions(machine) ? "instructions"
								       : names[metric];
}

enum csv_reader_metric site_frame_unit(const struct dataset_machine *machine,
				       enum csv_reader_metric metric)
{
	return metric == CSV_READER_NS && counts_instructions(machine) ? CSV_READER_INSTRUCTIONS
								       : metric;
}

const char *site_frame_plural(size_t count)
{
	return count == 1 ? "" : "s";
}

void site_frame_kernel(FILE *out, const struct dataset_kernel *kernel)
{
	fputs("<span title=\"", out);
	html_text(out, kernel->version);
	fputs("\">", out);
	html_text(out, kernel->release);
	fputs("</span>", out);
}

void site_frame_effect(FILE *out, double ln_ratio)
{
	char text[FORMAT_BYTES];

	fprintf(out, "<td class=\"%c\">%s</td>", ln_ratio > 0 ? 'S' : 'F',
		format_percent(ln_ratio, text));
}

static const char *const signs[ALERTS_STATES] = {
	[ALERTS_OPEN] = "\xe2\x96\xb2",
	[ALERTS_ACKNOWLEDGED] = "\xe2\x96\xb3",
	[ALERTS_OVER] = "",
	[ALERTS_FASTER] = "\xe2\x96\xbc",
};

void site_frame_sign(FILE *out, enum alerts_state state)
{
	if (*signs[state])
		fprintf(out, "<span class=\"%s\" title=\"%s\">%s</span>", alerts_state_name(state),
			alerts_state_name(state), signs[state]);
}

void site_frame_state(FILE *out, enum alerts_state state)
{
	fprintf(out, "<span class=\"%s\">%s %s</span>", alerts_state_name(state), signs[state],
		alerts_state_name(state));
}
