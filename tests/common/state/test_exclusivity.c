// SPDX-License-Identifier: GPL-2.0-or-later
/* A child that stops itself does not outlive its parent, whichever comes first. */
#include "fixture.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "state/exclusivity.h"

/*
 * A child forks a grandchild, which stops for @parent, 0: its real one, after @child died or
 * before. Return: the status of the grandchild.
 */
static int status_of(bool is_orphan, bool is_unknown)
{
	int numbers[2], status;
	pid_t child, grandchild;

	assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), 0);
	assert_int_equal(pipe(numbers), 0);
	child = fork();
	if (!child) {
		pid_t parent = getpid();

		grandchild = fork();
		if (!grandchild) {
			while (is_orphan && getppid() == parent)
				usleep(1000);
			exclusivity_stop(is_unknown ? 0 : parent);
		}
		if (write(numbers[1], &grandchild, sizeof(grandchild)) < 0)
			_exit(1);
		if (!is_orphan)
			waitpid(grandchild, NULL, WUNTRACED);
		_exit(0);
	}
	assert_int_equal(read(numbers[0], &grandchild, sizeof(grandchild)), sizeof(grandchild));
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_int_equal(waitpid(grandchild, &status, WUNTRACED), grandchild);
	if (WIFSTOPPED(status)) {
		kill(grandchild, SIGKILL);
		waitpid(grandchild, NULL, 0);
	}
	close(numbers[0]);
	close(numbers[1]);
	return status;
}

static void test_child_dies_with_its_parent(void **state)
{
	(void)state;
	assert_true(WIFSIGNALED(status_of(false, false)));
	assert_true(WIFEXITED(status_of(true, false)));
	/* What is not told cannot be known. */
	assert_true(WIFSTOPPED(status_of(true, true)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_child_dies_with_its_parent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
