// SPDX-License-Identifier: GPL-2.0-or-later
/* What the pages call of chronicle, alerts and since, as long as these are not built. */
#include <math.h>
#include <string.h>

#include "since.h"
#include "alerts.h"

const struct chronicle_run *chronicle_run_at(const struct chronicle *chronicle,
					     const struct chronicle_series *series, size_t value)
{
	return &chronicle->runs[series->values[value].run];
}

const struct chronicle_kernel *chronicle_kernel_at(const struct chronicle *chronicle,
						   const struct chronicle_series *series,
						   size_t value)
{
	return &chronicle->kernels[chronicle_run_at(chronicle, series, value)->kernel];
}

size_t alerts_count(const struct alerts *alerts, enum alerts_state state)
{
	size_t count = 0;

	for (size_t i = 0; i < alerts->count; i++)
		count += alerts->alerts[i].state == state;
	return count;
}

const struct regimes_change *alerts_change(const struct chronicle *chronicle,
					   const struct alert *alert)
{
	return &chronicle->series[alert->series].regimes.changes[alert->change];
}

const char *alerts_state_name(enum alerts_state state)
{
	static const char *const names[ALERT_STATES] = { "open", "acknowledged", "over", "faster" };

	return names[state];
}

struct since since_measure(const struct chronicle *chronicle, const struct chronicle_series *series,
			   const char *glob)
{
	double newest = series->values[series->count - 1].value;
	struct since since = { .kernel = SIZE_MAX, .value = newest, .d = NAN };

	for (size_t i = series->count - 1; i--;) {
		size_t kernel = chronicle_run_at(chronicle, series, i)->kernel;

		if ((glob && !strcmp(glob, "none")) ||
		    strstr(chronicle->kernels[kernel].release, "-rc"))
			continue;
		since.kernel = kernel;
		since.d = log(newest / series->values[i].value);
		break;
	}
	return since;
}
