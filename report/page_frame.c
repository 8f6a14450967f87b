// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes head, content security policy, style and script. */
#include "page_frame.h"

#include <time.h>

#include "html.h"
#include "page_css.h"
#include "page_js.h"
#include "base/version.h"

/* Loads nothing, and runs only the script of this page. */
static const char policy[] =
	"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
	"'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action "
	"'none'\">\n";

void page_frame_begin(const char *title, FILE *out)
{
	char date[32];
	time_t now = time(NULL);
	struct tm utc;

	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n", out);
	fputs("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n", out);
	fputs(policy, out);
	fputs("<title>ptebench: ", out);
	html_text(out, title);
	fprintf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<header>\n", page_css);
	html_element(out, "h1", NULL, title);
	strftime(date, sizeof(date), "%Y-%m-%d %H:%M UTC", gmtime_r(&now, &utc));
	fprintf(out,
		"<p class=\"dim\">ptebench %s, %s. What mprotect(2), mremap(2), "
		"fork(2) and their kin do to page tables; lower is better.</p>\n",
		version_text, date);
	fputs("<nav><a href=\"#figures\">Figures</a><a href=\"#runs\">Runs</a></nav>\n</header>\n"
	      "<main>\n",
	      out);
}

void page_frame_end(FILE *out)
{
	fprintf(out, "</main>\n<script>\n%s</script>\n</body>\n</html>\n", page_js);
}
