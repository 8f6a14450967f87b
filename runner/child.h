/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Follows a child to its end, and to the end of all processes that it started. */
#ifndef PTEBENCH_CHILD_H
#define PTEBENCH_CHILD_H

#include <sys/types.h>

#include "bench_exec.h"

/**
 * child_follow() - read what a program writes until it has ended and nobody holds its pipe any
 * more.
 * @child: the program, a child of ours; it is reaped, unless it cannot be killed.
 * @out: the end of the pipe that is read; closed.
 * @stop: when not NULL: the program is asked to end, by SIGTERM, once *@stop is not 0.
 * @result: as bench_exec_run(); @take, @context and @limit_s are set.
 *
 * A worker of the program inherits its pipe, so what was killed is seen to be gone. Who does not
 * end when asked is killed, and whom SIGKILL does not end is left behind: this returns in any case
 * where @limit_s or *@stop is set.
 */
void child_follow(pid_t child, int out, const volatile int *stop, struct bench_exec_result *result);

#endif
