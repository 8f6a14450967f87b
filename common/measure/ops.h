/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hooks that cases of several programs share. All return 0 or -errno. */
#ifndef PTEBENCH_OPS_H
#define PTEBENCH_OPS_H

#include "case.h"

/* mprotect(2) of each region. */
int ops_protect(struct case_run *run, int protection);
int ops_to_read(struct case_run *run);
int ops_to_read_write(struct case_run *run);
int ops_to_none(struct case_run *run);

/* Write or read each page of each region. */
int ops_write(struct case_run *run);
int ops_read(struct case_run *run);

/** ops_count_one() - the op is one call, whatever the number of regions. */
int ops_count_one(struct case_run *run);

/* Fork run->child, which stops itself; kill it and wait for its end. */
int ops_fork_stopped(struct case_run *run);
int ops_end_child(struct case_run *run);

/* Unmap a part of the state's reserved region, and reserve it again. Map nothing else between. */
int ops_dig(char *start, size_t bytes);
int ops_fill(char *start, size_t bytes);

#endif
