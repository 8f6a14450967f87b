/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hooks that cases of several programs share. All return 0 or -errno. */
#ifndef PTEBENCH_OPS_H
#define PTEBENCH_OPS_H

#include "case.h"

/** ops_protect() - mprotect(2) of each region. */
int ops_protect(struct case_run *run, int protection);

int ops_to_read(struct case_run *run);
int ops_to_read_write(struct case_run *run);
int ops_to_none(struct case_run *run);

/** ops_write() - write each page of each region. */
int ops_write(struct case_run *run);

/** ops_read() - read each page of each region. */
int ops_read(struct case_run *run);

/** ops_count_one() - one call does it all. */
int ops_count_one(struct case_run *run);

/** ops_fork_stopped() - run->child becomes a child that has stopped itself. */
int ops_fork_stopped(struct case_run *run);

/** ops_end_child() - kill run->child and wait for its end. */
int ops_end_child(struct case_run *run);

/**
 * ops_dig() - make the @bytes at @start, which lie in the state's reserved region, a hole;
 * ops_fill() fences it off again. Between the two nothing else may be mapped.
 */
int ops_dig(char *start, size_t bytes);
int ops_fill(char *start, size_t bytes);

#endif
