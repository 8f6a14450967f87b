// SPDX-License-Identifier: GPL-2.0-or-later
/* Did a program write the rows that it was asked for? */
#include "intake.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "fail.h"
#include "row.h"

/* Return: the one row of a process that wrote none, with a newline; the caller frees it. */
char *intake_row_of_failure(const struct rundir *run, const struct program_point *point,
			    unsigned int round, unsigned long seq, const char *reason)
{
	char line[ROW_LINE_BYTES];
	struct row row = {
		.schema = count_of(ROW_SCHEMA),
		.round = count_of(round),
		.process = count_of(run->process),
		.seq = count_of(seq),
	};

	snprintf(row.run, sizeof(row.run), "%s", run->name);
	snprintf(row.point, sizeof(row.point), "%s", point->id);
	snprintf(row.case_name, sizeof(row.case_name), "%s", point->case_name);
	snprintf(row.family, sizeof(row.family), "%s", point->program);
	snprintf(row.status, sizeof(row.status), "%s", row_status_name(STATUS_OP_FAILED));
	snprintf(row.reason, sizeof(row.reason), "%s", reason);
	row_format(&row, line);
	return xasprintf("%s\n", line);
}

/* Are these whole rows of this very process? Receives the last row's status and reason. */
bool intake_is_good(const struct rundir *run, const struct program_point *point, const char *output,
		    char *ret_status, size_t size, struct reason *ret_reason)
{
	char *copy = xstrdup(output), *rest = copy, *line;
	struct row_layout layout;
	unsigned long rows = 0;
	bool is_good = true;

	line = strsep(&rest, "\n");
	is_good = rest && !row_parse_header(line, &layout, ret_reason);
	while (is_good && (line = strsep(&rest, "\n")) && (rest || *line)) {
		struct row row;

		is_good = rest && !row_parse(line, &layout, &row, ret_reason) &&
			  row.process.value == run->process && !strcmp(row.point, point->id);
		if (is_good) {
			snprintf(ret_status, size, "%s", row.status);
			reason_set(ret_reason, "%.200s", row.reason);
		}
		rows++;
	}
	free(copy);
	return is_good && rows;
}

void intake_describe_end(const struct program_result *result, const struct reason *detail,
			 char *ret_text, size_t size)
{
	if (result->is_late)
		snprintf(ret_text, size, "program %s: no word from it in %u s",
			 result->is_stuck ? "could not be killed" : "killed", result->limit_s);
	else if (WIFSIGNALED(result->status))
		snprintf(ret_text, size, "program killed by signal %d (%s)",
			 WTERMSIG(result->status), strsignal(WTERMSIG(result->status)));
	else if (WEXITSTATUS(result->status))
		snprintf(ret_text, size, "program ended with exit status %d (see log.txt)",
			 WEXITSTATUS(result->status));
	else
		snprintf(ret_text, size, "program wrote malformed rows: %.120s", detail->text);
}
