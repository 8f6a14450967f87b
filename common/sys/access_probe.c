// SPDX-License-Identifier: GPL-2.0-or-later
/* Catches the SIGSEGV of an access. */
#include "access_probe.h"

#include <setjmp.h>
#include <string.h>

static sigjmp_buf back;
static volatile sig_atomic_t last;

static void jump_back(int number)
{
	last = number;
	siglongjmp(back, number);
}

int access_probe_signal(void)
{
	return (int)last;
}

void access_probe_begin(struct access_probe *ret_probe)
{
	struct sigaction action = { .sa_handler = jump_back, .sa_flags = SA_NODEFER };

	sigaction(SIGSEGV, &action, &ret_probe->segv);
	sigaction(SIGBUS, &action, &ret_probe->bus);
}

void access_probe_end(const struct access_probe *probe)
{
	sigaction(SIGSEGV, &probe->segv, NULL);
	sigaction(SIGBUS, &probe->bus, NULL);
}

/* With SA_NODEFER the signal mask does not change, so sigsetjmp() need not save it. */
bool access_probe_load(const char *address, uint64_t *ret_word)
{
	last = 0;
	if (sigsetjmp(back, 0))
		return false;
	*ret_word = *(const volatile uint64_t *)(const void *)address;
	return true;
}

bool access_probe_store(char *address, uint64_t word)
{
	last = 0;
	if (sigsetjmp(back, 0))
		return false;
	*(volatile uint64_t *)(void *)address = word;
	return true;
}
