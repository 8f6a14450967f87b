/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Begin and end of a page that stands alone: style and script are in it. */
#ifndef PTEBENCH_PAGE_H
#define PTEBENCH_PAGE_H

#include <stdio.h>

/** page_begin() - up to the first section. @title: of files. */
void page_begin(const char *title, FILE *out);

/** page_end() - after the last section. */
void page_end(FILE *out);

#endif
