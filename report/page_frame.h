/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Begin and end of a page that stands alone: style and script are in it. */
#ifndef PTEBENCH_PAGE_FRAME_H
#define PTEBENCH_PAGE_FRAME_H

#include <stdio.h>

/** page_frame_begin() - up to the first section. @title: of files. */
void page_frame_begin(const char *title, FILE *out);

/** page_frame_end() - after the last section. */
void page_frame_end(FILE *out);

#endif
