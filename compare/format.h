/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers and names as short ASCII texts, whatever they are. */
#ifndef PTEBENCH_FORMAT_H
#define PTEBENCH_FORMAT_H

#include <stddef.h>
#include <stdio.h>

#include "comparison.h"

enum { FORMAT_BYTES = 32, FORMAT_COLUMNS = 75 };

/**
 * format_clean() - a copy with printable ASCII alone, '?' for each other byte.
 *
 * What comes from files of others reaches neither a terminal nor a page as it is. The caller frees
 * it.
 */
char *format_clean(const char *text);

/**
 * format_value() - three digits: "12.4ns", "2.10ms", "3.2min"; "312", "45.6k" for counts.
 * @value: ns, or a count; not negative.
 * @ret_text: FORMAT_BYTES; at most 8 columns.
 */
const char *format_value(double value, enum csv_reader_metric metric, char *ret_text);

/** format_percent() - B/A - 1 of a ln ratio: "+0.3%", "-54.8%", "+1949%"; at most 8 columns; "-"
 * for NAN. */
const char *format_percent(double ln_ratio, char *ret_text);

/** format_interval() - "[-55.2,-54.4]", in percent; at most 15 columns; "-" for NAN. */
const char *format_interval(double low, double high, char *ret_text);

/** format_cv() - a coefficient of variation: "0.6", "12.3", "456"; at most 5 columns; "-" for NAN.
 */
const char *format_cv(double percent, char *ret_text);

/** format_q() - ".000" to "1.00"; "-" for NAN; 4 columns. */
const char *format_q(double q, char *ret_text);

/**
 * format_point() - a point's name in two: what its group has in common, and its folio size.
 * @ret_group: "mprotect.ro anon 64M"; freed by the caller.
 * @ret_label: "64K", "2M-pte"; the last parameter where there is no folio size; freed likewise.
 */
void format_point(const char *point, char **ret_group, char **ret_label);

/** format_wrap() - print words in lines of 75 columns; longer words are cut. @indent: of all lines.
 */
void format_wrap(FILE *out, const char *text, int indent);

/**
 * format_metric_name() - "time", "instructions:k", "cycles:k".
 *
 * "instructions" in place of "time" where the clock counts them (clock domain icount): those of
 * user and kernel together.
 */
const char *format_metric_name(const struct comparison_machine *machine,
			       enum csv_reader_metric metric);

/** format_unit() - as what format_value() writes a metric: @metric, but counts where ns are none.
 */
enum csv_reader_metric format_unit(const struct comparison_machine *machine,
				   enum csv_reader_metric metric);

/** format_host() - as format_machine(), of a name and the facts of a run; freed likewise. */
char *format_host(const char *name, const struct host_facts *facts);

/** format_machine() - "altra: ARM Neoverse-N1, aarch64, 4K pages, THP=madvise, ..., bare metal";
 * freed likewise. */
char *format_machine(const struct comparison_machine *machine);

/** format_units() - "6 boots a side", "5 and 6 boots", "5 to 6 boots a side"; freed likewise. */
char *format_units(const struct comparison_machine *machine, enum csv_reader_metric metric);

/** format_set() - "base (6.16.0-rc1)": the set and its kernels; freed likewise. */
char *format_set(const struct load_set *set);

/** format_command() - what made the set's first run, from its host.csv, less --set; freed likewise.
 */
char *format_command(const struct load_set *set);

#endif
