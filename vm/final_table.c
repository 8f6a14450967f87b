// SPDX-License-Identifier: GPL-2.0-or-later
/* Prints the checks that failed, and runs compare for each kernel but the first. */
#include "final_table.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/die.h"

/* A guest's text must not control a terminal. */
static void print_clean(const char *kernel, const char *line)
{
	printf("%s: ", kernel);
	for (; *line && *line != '\n'; line++)
		putchar(*line < ' ' || *line > '~' ? '?' : *line);
	putchar('\n');
}

bool final_table_print_checks(const char *kernel, const char *run)
{
	char *path = xasprintf("%s/check.txt", run), *line = NULL;
	bool has_count = false, has_failure = false;
	FILE *in = fopen(path, "re");
	size_t room = 0;

	while (in && getline(&line, &room, in) > 0) {
		const char *text = line + strspn(line, " ");
		bool is_failure = !strncmp(text, "not ok ", strlen("not ok "));
		bool is_count = !strncmp(line, "# checks: ", strlen("# checks: "));

		has_failure |= is_failure;
		has_count |= is_count;
		if (is_failure || is_count)
			print_clean(kernel, text);
	}
	if (!has_count)
		printf("%s: the checks did not come to their end\n", kernel);
	fflush(stdout);
	if (in)
		fclose(in);
	free(line);
	free(path);
	return has_count && !has_failure;
}

/* Return: the exit status of compare. */
static int compare(const struct vm_options *options, const struct vm_options_kernel *other)
{
	char *a = xasprintf("%s/%s", options->out, options->kernels[0].name);
	char *b = xasprintf("%s/%s", options->out, other->name);
	pid_t child = fork();
	int status = 0;

	if (!child) {
		execl(options->compare, options->compare, a, b, (char *)NULL);
		warn("run %s: %s", options->compare, strerror(errno));
		_exit(EXIT_FAILED);
	}
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	free(b);
	free(a);
	return child > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILED;
}

/* Return: the worse of two exit codes: failed or slower, then undecided. */
static int worse(int a, int b)
{
	if (a == EXIT_DONE || b == EXIT_DONE)
		return a == EXIT_DONE ? b : a;
	return a == EXIT_UNDECIDED ? b : a;
}

int final_table_finish(const struct vm_options *options, size_t failed)
{
	int status = failed ? EXIT_FAILED : EXIT_DONE;

	for (unsigned int i = 1; !options->checks && i < options->kernel_count; i++) {
		if (i > 1)
			putchar('\n');
		fflush(stdout);
		status = worse(status, compare(options, &options->kernels[i]));
	}
	for (unsigned int i = 0; i < options->kernel_count; i++)
		printf("results: %s/%s\n", options->out, options->kernels[i].name);
	if (failed)
		warn("boots that did not end well, or had failures: %zu", failed);
	if (fflush(stdout) || ferror(stdout))
		die(EXIT_FAILED, "write the results: %s", strerror(errno));
	return status;
}
