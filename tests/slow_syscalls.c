// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Runs a command under a kernel that is slower by a known amount: slow_syscalls N COMMAND...
 * Each system call of the command and of its children first runs a seccomp filter of N dependent
 * additions. The kernel keeps the verdicts of filters that only look at the call's number
 * (kernel/seccomp.c:seccomp_is_const_allow @ v6.18); an addition is not one of the instructions
 * that it can follow, so that the filter runs each time.
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "fail.h"

/* With one to load and one to return, within BPF_MAXINSNS. */
enum { ADDITIONS_MAX = 4000, TOTAL_MAX = 400000 };

static void add_filter(unsigned short additions)
{
	static struct sock_filter filter[ADDITIONS_MAX + 2];
	struct sock_fprog program = { .len = (unsigned short)(additions + 2), .filter = filter };

	filter[0] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0);
	for (unsigned short i = 1; i <= additions; i++)
		filter[i] = (struct sock_filter)BPF_STMT(BPF_ALU | BPF_ADD | BPF_K, 1);
	filter[additions + 1] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0))
		die(EXIT_CANNOT_RUN, "install a seccomp filter: %s", strerror(errno));
}

int main(int argc, char **argv)
{
	unsigned long left;
	char *end;

	fail_name(argv[0]);
	left = argc > 2 ? strtoul(argv[1], &end, 10) : 0;
	if (argc < 3 || *end || end == argv[1] || left > TOTAL_MAX)
		die(EXIT_USAGE, "usage: slow_syscalls N COMMAND...: N from 0 to %d", TOTAL_MAX);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		die(EXIT_CANNOT_RUN, "set no_new_privs: %s", strerror(errno));
	do {
		unsigned short additions =
			left < ADDITIONS_MAX ? (unsigned short)left : (unsigned short)ADDITIONS_MAX;

		add_filter(additions);
		left -= additions;
	} while (left);
	execvp(argv[2], argv + 2);
	die(EXIT_CANNOT_RUN, "run %s: %s", argv[2], strerror(errno));
}
