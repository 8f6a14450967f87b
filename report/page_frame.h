/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Begin and end of a self-contained page with its style and script. */
#ifndef PTEBENCH_PAGE_FRAME_H
#define PTEBENCH_PAGE_FRAME_H

#include <stdio.h>

/** page_frame_begin() - write all before the first section. @title: untrusted. */
void page_frame_begin(const char *title, FILE *out);

/** page_frame_end() - write all after the last section. */
void page_frame_end(FILE *out);

#endif
