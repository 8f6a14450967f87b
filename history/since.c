// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the last release, and compares the newest kernel with it. */
#include "dataset.h"

#include <ctype.h>
#include <fnmatch.h>
#include <math.h>
#include <string.h>

static const char *skip_number(const char *text)
{
	const char *at = text;

	while (isdigit((unsigned char)*at))
		at++;
	return at > text ? at : NULL;
}

/* True for "-g" and at least seven hexadecimal digits: a commit after the release. */
static bool names_commit(const char *text)
{
	for (const char *at = strstr(text, "-g"); at; at = strstr(at + 1, "-g"))
		if (strspn(at + 2, "0123456789abcdef") >= 7)
			return true;
	return false;
}

bool since_is_release(const char *release)
{
	static const char *const others[] = { "-rc", "-next", "dirty" };
	const char *at = skip_number(release);

	if (!at || *at != '.' || !(at = skip_number(at + 1)))
		return false;
	if (*at == '.' && !(at = skip_number(at + 1)))
		return false;
	if (*at && *at != '-' && *at != '+')
		return false;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strstr(at, others[i]))
			return false;
	return !names_commit(at);
}

static double mean_of_kernel(const struct dataset *dataset, const struct dataset_series *series,
			     size_t kernel)
{
	double sum = 0;
	size_t count = 0;

	for (size_t i = 0; i < series->count; i++)
		if (dataset_run_at(dataset, series, i)->kernel == kernel) {
			sum += log(series->values[i].value);
			count++;
		}
	return count ? sum / (double)count : NAN;
}

struct since since_measure(const struct dataset *dataset, const struct dataset_series *series,
			   const char *glob)
{
	size_t newest = dataset_run_at(dataset, series, series->count - 1)->kernel;
	struct since since = {
		.kernel = SIZE_MAX,
		.value = series->values[series->count - 1].value,
		.d = NAN,
	};

	for (size_t i = series->count; i-- && since.kernel == SIZE_MAX;) {
		size_t kernel = dataset_run_at(dataset, series, i)->kernel;
		const char *release = dataset->kernels[kernel].release;

		if (kernel != newest &&
		    (glob ? !fnmatch(glob, release, 0) : since_is_release(release)))
			since.kernel = kernel;
	}
	if (since.kernel != SIZE_MAX)
		since.d = mean_of_kernel(dataset, series, newest) -
			  mean_of_kernel(dataset, series, since.kernel);
	return since;
}
