// SPDX-License-Identifier: GPL-2.0-or-later
/* Slows system calls down by a seccomp filter of a given number of instructions. */
#include "slowdown.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

static const unsigned int timed_calls[] = {
	SYS_mprotect, SYS_pkey_mprotect, SYS_mremap,  SYS_munmap,
	SYS_madvise,  SYS_clone,	 SYS_getppid,
};

enum {
	CALLS = sizeof(timed_calls) / sizeof(timed_calls[0]),
	FRAME = CALLS + 3, /* the load, the comparisons and two returns */
	FILTER_STEPS_MAX = BPF_MAXINSNS - FRAME,
};

/* Loads the call's number; jumps to the steps if the call is timed, else allows; steps; allows. */
static int add_filter(unsigned short steps)
{
	static struct sock_filter filter[BPF_MAXINSNS];
	struct sock_fprog program = { .filter = filter };
	struct sock_filter *at = filter;

	*at++ = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
					     offsetof(struct seccomp_data, nr));
	for (int i = 0; i < CALLS; i++)
		*at++ = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, timed_calls[i],
						     (unsigned char)(CALLS - i), 0);
	*at++ = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	for (int i = 0; i < steps; i++)
		*at++ = (struct sock_filter)BPF_STMT(BPF_ALU | BPF_DIV | BPF_K, 1);
	*at++ = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	program.len = (unsigned short)(at - filter);
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) ? -errno : 0;
}

int slowdown_install(unsigned long steps)
{
	int error;

	if (steps > SLOWDOWN_MAX)
		return -EINVAL;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -errno;
	do {
		unsigned short now = steps < FILTER_STEPS_MAX ? (unsigned short)steps
							      : (unsigned short)FILTER_STEPS_MAX;

		error = add_filter(now);
		steps -= now;
	} while (steps && !error);
	return error;
}
