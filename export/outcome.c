// SPDX-License-Identifier: GPL-2.0-or-later
/* Merges the statuses of samples and runs into one. */
#include "outcome.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compare/format.h"

/* @why: "status: reason", as the reader of samples.csv keeps it. */
static void take_why(struct outcome *outcome, const char *why)
{
	const char *colon = strstr(why, ": ");
	size_t length = colon ? (size_t)(colon - why) : strlen(why);
	char *clean = format_clean(colon ? colon + 2 : why);

	snprintf(outcome->status, sizeof(outcome->status), "%.*s", (int)length, why);
	snprintf(outcome->reason, sizeof(outcome->reason), "%s",
		 *clean ? clean : "no reason given");
	free(clean);
}

/* Of what is measured the status is "ok"; @status is that of samples that do not count. */
static void keep_why(struct outcome *outcome, const char *reason, const char *status)
{
	char *why = *status ? xasprintf("%s: %s", status, reason) : xstrdup("");

	snprintf(outcome->status, sizeof(outcome->status), "%s", csv_row_status_name(CSV_ROW_OK));
	snprintf(outcome->reason, sizeof(outcome->reason), "%s", why);
	free(why);
}

static struct outcome outcome_of_run(const struct load_run *run, const char *point)
{
	const struct csv_reader_point *found = csv_reader_find(&run->samples, point);
	struct outcome outcome = { .kind = OUTCOME_ABSENT };

	if (!found)
		return outcome;
	outcome.other_rows = found->other_rows;
	if (found->other_rows)
		take_why(&outcome, found->why);
	if (!strcmp(outcome.status, csv_row_status_name(CSV_ROW_ORACLE_FAILED))) {
		outcome.kind = OUTCOME_FAILED;
	} else if (found->unlike) {
		outcome.kind = OUTCOME_ERROR;
		snprintf(outcome.status, sizeof(outcome.status), "measured-unlike");
		snprintf(outcome.reason, sizeof(outcome.reason),
			 "its samples were measured in more than one way: %s differs",
			 found->unlike);
	} else if (found->ok_rows) {
		outcome.kind = OUTCOME_MEASURED;
		keep_why(&outcome, outcome.reason, found->other_rows ? outcome.status : "");
	} else if (!strcmp(outcome.status, csv_row_status_name(CSV_ROW_OK))) {
		outcome.kind = OUTCOME_ERROR;
		snprintf(outcome.status, sizeof(outcome.status), "malformed");
		snprintf(outcome.reason, sizeof(outcome.reason),
			 "its samples count neither pages nor calls");
	} else if (!strcmp(outcome.status, csv_row_status_name(CSV_ROW_UNSUPPORTED))) {
		outcome.kind = OUTCOME_SKIPPED;
	} else {
		outcome.kind = OUTCOME_ERROR;
	}
	return outcome;
}

struct outcome outcome_of_runs(const struct load_run *const *runs, size_t count, const char *point)
{
	struct outcome worst = { .kind = OUTCOME_ABSENT }, other = { .kind = OUTCOME_ABSENT };
	size_t other_rows = 0;

	for (size_t i = 0; i < count; i++) {
		struct outcome outcome = outcome_of_run(runs[i], point);

		other_rows += outcome.other_rows;
		if (outcome.kind > worst.kind)
			worst = outcome;
		if (outcome.kind != OUTCOME_MEASURED && outcome.kind > other.kind)
			other = outcome;
	}
	if (worst.kind == OUTCOME_MEASURED && other.kind != OUTCOME_ABSENT)
		keep_why(&worst, other.reason, other.status);
	worst.other_rows = other_rows;
	return worst;
}
