// SPDX-License-Identifier: GPL-2.0-or-later
/* Draws the history of a series with kernels, levels and changes. */
#include "chart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/html.h"
#include "terms.h"
#include "compare/format.h"
#include "compare/utf8.h"

enum {
	WIDTH = 960,
	LEFT = 64,
	RIGHT = 14,
	ABOVE = 40,	  /* room for signs and effects */
	HEIGHT = 220,	  /* of the plot */
	LABEL_APART = 16, /* least distance of vertical labels */
	LABEL_COLUMNS = 26,
	CHARACTER = 7, /* most that one takes, of an 11px font */
	BANDS_MAX = 60,
};

/* A series and the scale of its drawing. @step: distance of two runs. */
struct plot {
	const struct sitemap *map;
	const struct dataset_series *series;
	const struct dataset_machine *machine;
	struct axis axis;
	double step;
	FILE *out;
};

/* Writes "%.1f" ten times as fast as printf(3): pages have many numbers. */
static void put(FILE *out, const char *before, double value)
{
	long tenths = lround(10 * value);

	fprintf(out, "%s%ld", before, tenths / 10);
	if (tenths % 10)
		fprintf(out, ".%ld", tenths % 10);
}

static double x_of(const struct plot *plot, double place)
{
	return LEFT + (place + 0.5) * plot->step;
}

static double x_of_value(const struct plot *plot, size_t value)
{
	return x_of(plot, (double)plot->series->values[value].place);
}

static double y_of(const struct plot *plot, double value)
{
	return ABOVE + HEIGHT * (1 - axis_place(&plot->axis, value));
}

static size_t kernel_at(const struct plot *plot, size_t place)
{
	return plot->map->dataset->runs[plot->machine->runs[place]].kernel;
}

static bool begins_kernel(const struct plot *plot, size_t place)
{
	return !place || kernel_at(plot, place) != kernel_at(plot, place - 1);
}

/* First place of a kernel. */
static size_t begin_of(const struct plot *plot, size_t place)
{
	while (!begins_kernel(plot, place))
		place--;
	return place;
}

/* Shades every other kernel, unless they are too narrow. */
static void draw_bands(const struct plot *plot)
{
	size_t kernels = 0, from = 0, places = plot->machine->count;

	for (size_t i = 0; i < places; i++)
		kernels += begins_kernel(plot, i);
	if (kernels > BANDS_MAX)
		return;
	kernels = 0;
	html_print(plot->out, "<path class='band' d='");
	for (size_t i = 1; i <= places; i++) {
		double x = x_of(plot, (double)from - 0.5);

		if (i < places && !begins_kernel(plot, i))
			continue;
		if (kernels++ % 2)
			fprintf(plot->out, "M%.1f %dH%.1fV%dH%.1fz", x, ABOVE,
				x_of(plot, (double)i - 0.5), ABOVE + HEIGHT, x);
		from = i;
	}
	html_print(plot->out, "'/>\n");
}

static void draw_axis(const struct plot *plot)
{
	struct axis_tick ticks[AXIS_TICKS_MAX];
	int count = axis_ticks(&plot->axis, terms_unit(plot->machine, plot->series->metric), ticks);

	for (int i = 0; i < count; i++) {
		double y = y_of(plot, ticks[i].value);

		html_print(plot->out,
			   "<path class='grid' d='M%d %.1fH%d'/>"
			   "<text class='end' x='%d' y='%.1f'>%s</text>\n",
			   LEFT, y, WIDTH - RIGHT, LEFT - 6, y + 4, ticks[i].text);
	}
	html_print(plot->out, "<path class='frame' d='M%d %dV%dH%d'/>\n", LEFT, ABOVE,
		   ABOVE + HEIGHT, WIDTH - RIGHT);
}

/* Labels kernels that begin a level, then the newest, then others from the left if they fit. */
static void choose_labels(const struct plot *plot, double apart, bool *ret_named)
{
	const struct dataset_series *series = plot->series;
	size_t places = plot->machine->count;
	size_t room = (size_t)ceil(apart / plot->step);
	size_t *wanted = xcalloc(places + series->segments.count + 1, sizeof(*wanted)), count = 0;

	for (size_t i = 1; i < series->segments.count; i++)
		wanted[count++] =
			begin_of(plot, series->values[series->segments.levels[i].first].place);
	wanted[count++] = begin_of(plot, places - 1);
	for (size_t i = 0; i < places; i++)
		if (begins_kernel(plot, i))
			wanted[count++] = i;
	for (size_t i = 0; i < count; i++) {
		size_t j = wanted[i] + 1 > room ? wanted[i] + 1 - room : 0;

		while (j < places && j < wanted[i] + room && !ret_named[j])
			j++;
		if (j == places || j == wanted[i] + room)
			ret_named[wanted[i]] = true;
	}
	free(wanted);
}

static char *label_at(const struct plot *plot, size_t place)
{
	return utf8_cut(plot->map->dataset->kernels[kernel_at(plot, place)].release, LABEL_COLUMNS);
}

/* Length of the longest kernel name, in units of the drawing. */
static double label_length(const struct plot *plot)
{
	size_t most = 0;

	for (size_t i = 0; i < plot->machine->count; i++) {
		char *label;

		if (!begins_kernel(plot, i))
			continue;
		label = label_at(plot, i);
		most = utf8_length(label) > most ? utf8_length(label) : most;
		free(label);
	}
	return (double)(most * CHARACTER);
}

static void draw_label(const struct plot *plot, size_t place, bool is_flat)
{
	double x = x_of(plot, (double)place);
	char *label = label_at(plot, place);

	html_print(plot->out, "<path class='frame' d='M%.1f %dv5'/>", x, ABOVE + HEIGHT);
	if (is_flat)
		html_print(plot->out, "<text x='%.1f' y='%d'>%s</text>\n", x - 3,
			   ABOVE + HEIGHT + 18, label);
	else
		html_print(
			plot->out,
			"<text class='end' transform='translate(%.1f %d)rotate(-90)'>%s</text>\n",
			x + 4, ABOVE + HEIGHT + 8, label);
	free(label);
}

/* True if all names fit beside each other and before the drawing's end. */
static bool fit_flat(const struct plot *plot, double length)
{
	double limit = WIDTH;

	for (size_t i = plot->machine->count; i--;) {
		double x = x_of(plot, (double)i);

		if (!begins_kernel(plot, i))
			continue;
		if (x + length > limit)
			return false;
		limit = x - CHARACTER;
	}
	return true;
}

static void draw_labels(const struct plot *plot, bool is_flat)
{
	bool *named = xcalloc(plot->machine->count, sizeof(*named));

	choose_labels(plot, is_flat ? 1 : LABEL_APART, named);
	for (size_t i = 0; i < plot->machine->count; i++)
		if (named[i])
			draw_label(plot, i, is_flat);
	free(named);
}

static void draw_levels(const struct plot *plot)
{
	const struct segments *segments = &plot->series->segments;

	for (size_t i = 0; i < segments->count; i++) {
		const struct segments_level *level = &segments->levels[i];
		double from = x_of_value(plot, level->first) - plot->step / 2;
		double to = x_of_value(plot, level->first + level->count - 1) + plot->step / 2;

		if (isfinite(level->low) && isfinite(level->high))
			html_print(plot->out,
				   "<path class='shade' d='M%.1f %.1fH%.1fV%.1fH%.1fz'/>", from,
				   y_of(plot, exp(level->low)), to, y_of(plot, exp(level->high)),
				   from);
		html_print(plot->out, "<path class='level' d='M%.1f %.1fH%.1f'/>\n", from,
			   y_of(plot, exp(level->mean)), to);
	}
}

static void draw_values(const struct plot *plot)
{
	const struct dataset_series *series = plot->series;

	fputs("<path class=\"whisker\" d=\"", plot->out);
	for (size_t i = 0; i < series->count; i++) {
		if (!isfinite(series->values[i].low) || !isfinite(series->values[i].high))
			continue;
		put(plot->out, "M", x_of_value(plot, i));
		put(plot->out, " ", y_of(plot, series->values[i].low));
		put(plot->out, "V", y_of(plot, series->values[i].high));
	}
	fprintf(plot->out, "\"/>\n<path class=\"dot%s\" d=\"", plot->step < 5 ? " small" : "");
	for (size_t i = 0; i < series->count; i++) {
		put(plot->out, "M", x_of_value(plot, i));
		put(plot->out, " ", y_of(plot, series->values[i].value));
		fputs("h0", plot->out);
	}
	fputs("\"/>\n", plot->out);
}

/* Up: slower, filled while open. Diamond: pending. Circle: was slower. Down: faster. */
static const char *const signs[ALERTS_STATES] = {
	[ALERTS_OPEN] = "m0-6 7 12h-14z",
	[ALERTS_PENDING] = "m0-7 7 7-7 7-7-7z",
	[ALERTS_ACKNOWLEDGED] = "m0-6 7 12h-14z",
	[ALERTS_OVER] = "m-4 0a4 4 0 1 0 8 0 4 4 0 1 0-8 0z",
	[ALERTS_FASTER] = "m0 6 7-12h-14z",
};

/* Writes the effects of close changes in two lines in turn. */
static void draw_changes(const struct plot *plot)
{
	const struct segments *segments = &plot->series->segments;
	double last = -INFINITY;
	bool is_low = false;

	for (size_t i = 0; i + 1 < segments->count; i++) {
		const struct segments_change *change = &segments->changes[i];
		enum alerts_state state = sitemap_alert(plot->map, plot->series, i)->state;
		const char *kind = change->d > 0 ? "worse" : "better";
		double x = (x_of_value(plot, change->at - 1) + x_of_value(plot, change->at)) / 2;
		bool is_end = x > WIDTH - 80;
		char text[FORMAT_BYTES];
		int y;

		is_low = x - last < 76 && !is_low;
		last = x;
		y = is_low ? 30 : 14;
		html_print(plot->out,
			   "<path class='place %s' d='M%.1f %dH%.1f'/>"
			   "<path class='change %s' d='M%.1f %dV%d'/>"
			   "<path class='sign %s' d='M%.1f %d.0%s'/>"
			   "<text class='%s%s' x='%.1f' y='%d'>%s</text>\n",
			   kind, x_of_value(plot, change->from), ABOVE,
			   x_of_value(plot, change->to), kind, x, y, ABOVE + HEIGHT,
			   alerts_state_name(state), x, y - 3, signs[state], kind,
			   is_end ? " end" : "", is_end ? x - 10 : x + 10, y + 1,
			   format_percent(change->d, text));
	}
}

void chart_write(const struct sitemap *map, const struct dataset_series *series, FILE *out)
{
	const struct dataset_machine *machine = &map->dataset->machines[series->machine];
	struct plot plot = {
		.map = map,
		.series = series,
		.machine = machine,
		.axis = axis_fit(series, map->alerts->margin),
		.step = (double)(WIDTH - LEFT - RIGHT) / (double)machine->count,
		.out = out,
	};
	double length = label_length(&plot);
	bool is_flat = fit_flat(&plot, length);

	html_print(out,
		   "<svg viewBox='0 0 %d %.0f' role='img' data-left='%d' data-step='%.4f'>"
		   "<title>%s of %zu runs, %s: %zu changes of level</title>\n",
		   WIDTH, ABOVE + HEIGHT + (is_flat ? 26 : 14 + length), LEFT, plot.step,
		   terms_metric(machine, series->metric), series->count,
		   map->dataset->points[series->point].name, series->segments.count - 1);
	draw_bands(&plot);
	draw_axis(&plot);
	draw_labels(&plot, is_flat);
	draw_levels(&plot);
	draw_values(&plot);
	draw_changes(&plot);
	fputs("</svg>\n", out);
}
