/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers and names as short ASCII texts, whatever they are. */
#ifndef PTEBENCH_TEXT_H
#define PTEBENCH_TEXT_H

#include <stddef.h>
#include <stdio.h>

#include "judge.h"

enum { TEXT_BYTES = 32, TEXT_COLUMNS = 75 };

/**
 * text_clean() - a copy with printable ASCII alone, '?' for each other byte.
 *
 * What comes from files of others reaches neither a terminal nor a page as it is. The caller frees
 * it.
 */
char *text_clean(const char *text);

/**
 * text_value() - three digits: "12.4ns", "2.10ms", "3.2min"; "312", "45.6k" for counts.
 * @value: ns, or a count; not negative.
 * @ret_text: TEXT_BYTES; at most 8 columns.
 */
const char *text_value(double value, enum samples_figure figure, char *ret_text);

/** text_percent() - B/A - 1 of a ln ratio: "+0.3%", "-54.8%", "+1949%"; at most 8 columns; "-" for
 * NAN. */
const char *text_percent(double ln_ratio, char *ret_text);

/** text_interval() - "[-55.2,-54.4]", in percent; at most 15 columns; "-" for NAN. */
const char *text_interval(double low, double high, char *ret_text);

/** text_cv() - a coefficient of variation: "0.6", "12.3", "456"; at most 5 columns; "-" for NAN. */
const char *text_cv(double percent, char *ret_text);

/** text_q() - ".000" to "1.00"; "-" for NAN; 4 columns. */
const char *text_q(double q, char *ret_text);

/**
 * text_point() - a point's name in two: what its group has in common, and its folio size.
 * @ret_group: "mprotect.ro anon 64M"; freed by the caller.
 * @ret_label: "64K", "2M-pte"; the last parameter where there is no folio size; freed likewise.
 */
void text_point(const char *point, char **ret_group, char **ret_label);

/** text_wrap() - print words in lines of 75 columns; longer words are cut. @indent: of all lines.
 */
void text_wrap(FILE *out, const char *text, int indent);

/**
 * text_figure_name() - "time", "instructions:k", "cycles:k".
 *
 * "instructions" in place of "time" where the clock counts them (clock domain icount): those of
 * user and kernel together.
 */
const char *text_figure_name(const struct judge_machine *machine, enum samples_figure figure);

/** text_unit() - as what text_value() writes a figure: @figure, but counts where ns are none. */
enum samples_figure text_unit(const struct judge_machine *machine, enum samples_figure figure);

/** text_host() - as text_machine(), of a name and the facts of a run; freed likewise. */
char *text_host(const char *name, const struct facts *facts);

/** text_machine() - "altra: ARM Neoverse-N1, aarch64, 4K pages, THP=madvise, ..., bare metal";
 * freed likewise. */
char *text_machine(const struct judge_machine *machine);

/** text_units() - "6 boots a side", "5 and 6 boots", "5 to 6 boots a side"; freed likewise. */
char *text_units(const struct judge_machine *machine, enum samples_figure figure);

/** text_set() - "base (6.16.0-rc1)": the set and its kernels; freed likewise. */
char *text_set(const struct set *set);

/** text_command() - what made the set's first run, from its host.csv, less --set; freed likewise.
 */
char *text_command(const struct set *set);

#endif
