// SPDX-License-Identifier: GPL-2.0-or-later
/* Parses the rows of a program, and compares their process and point with the run's. */
#include "validate_rows.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/die.h"
#include "measure/csv_row.h"

char *validate_rows_row_of_failure(const struct run_dir *run, const struct bench_exec_point *point,
				   unsigned int round, unsigned long seq, const char *reason)
{
	char line[CSV_ROW_LINE_BYTES];
	struct csv_row row = {
		.schema = opt_u64_of(CSV_ROW_SCHEMA),
		.round = opt_u64_of(round),
		.process = opt_u64_of(run->process),
		.seq = opt_u64_of(seq),
	};

	snprintf(row.run, sizeof(row.run), "%s", run->name);
	snprintf(row.point, sizeof(row.point), "%s", point->id);
	snprintf(row.case_name, sizeof(row.case_name), "%s", point->case_name);
	snprintf(row.family, sizeof(row.family), "%s", point->program);
	snprintf(row.status, sizeof(row.status), "%s", csv_row_status_name(CSV_ROW_OP_FAILED));
	snprintf(row.reason, sizeof(row.reason), "%s", reason);
	csv_row_format(&row, line);
	return xasprintf("%s\n", line);
}

bool validate_rows_is_good(const struct run_dir *run, const struct bench_exec_point *point,
			   const char *output, char *ret_status, size_t size,
			   struct reason *ret_reason)
{
	char *copy = xstrdup(output), *rest = copy, *line;
	struct csv_row_layout layout;
	unsigned long rows = 0;
	bool is_good = true;

	line = strsep(&rest, "\n");
	is_good = rest && !csv_row_parse_header(line, &layout, ret_reason);
	while (is_good && (line = strsep(&rest, "\n")) && (rest || *line)) {
		struct csv_row row;

		is_good = rest && !csv_row_parse(line, &layout, &row, ret_reason) &&
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

void validate_rows_describe_end(const struct bench_exec_result *result, const struct reason *detail,
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
