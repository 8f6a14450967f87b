// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Plays the runner in a guest, for vm.bats: a run of two processes with samples of 1 MiB each.
 * Usage: fake_runner run --out DIR --set SET; PTEBENCH_RUN names the run. With PTEBENCH_PAUSE it
 * stops after each process, as the runner does. While the first is sent a child keeps the kernel's
 * console busy; while the second is sent a child lets the kernel panic.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PROCESS_BYTES = 1 << 20, STORM_LINES = 200, LIFE_US = 4000 };

static FILE *open_leaf(const char *folder, const char *leaf, const char *mode)
{
	char path[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, leaf);
	file = fopen(path, mode);
	if (!file)
		exit(1);
	return file;
}

static void write_word(const char *path, const char *word)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, word, strlen(word)) < 0)
		perror(path);
	if (fd >= 0)
		close(fd);
}

/* Messages of level 0 reach the console whatever its level is. */
static void shout(void)
{
	for (int i = 0; i < STORM_LINES; i++) {
		write_word("/dev/kmsg", "<0>storm\nkeep 0\ndone 6\nexit 0");
		usleep(100);
	}
}

static void kill_kernel(void)
{
	usleep(LIFE_US);
	write_word("/proc/sys/kernel/sysrq", "1");
	write_word("/proc/sysrq-trigger", "c");
}

/* All bytes that there are, in an order that is the same each time. */
static void run_process(const char *folder, unsigned int number)
{
	FILE *samples = open_leaf(folder, "samples.csv", "ae");
	FILE *plan = open_leaf(folder, "plan.csv", "ae");
	unsigned int state = number;

	for (unsigned int i = 0; i < PROCESS_BYTES; i++) {
		state = state * 1103515245 + 12345;
		fputc((int)(state >> 16 & 255), samples);
	}
	fprintf(plan, "1,%u,%u,p,c,ok\n", number, number);
	if (fclose(samples) || fclose(plan))
		exit(1);
}

int main(int argc, char **argv)
{
	const char *out = "", *set = "", *run = getenv("PTEBENCH_RUN");
	bool pauses = getenv("PTEBENCH_PAUSE");
	char path[256];
	FILE *file;

	for (int i = 1; i + 1 < argc; i++) {
		out = strcmp(argv[i], "--out") ? out : argv[i + 1];
		set = strcmp(argv[i], "--set") ? set : argv[i + 1];
	}
	snprintf(path, sizeof(path), "%s/%s", out, set);
	mkdir(path, 0755);
	snprintf(path, sizeof(path), "%s/%s/%s", out, set, run ? run : "run");
	mkdir(path, 0755);
	file = open_leaf(path, "plan.csv", "we");
	fputs("round,seq,process,program,point,status\n", file);
	fclose(file);
	for (unsigned int number = 1; number <= 2; number++) {
		run_process(path, number);
		if (pauses && !fork()) {
			number == 1 ? shout() : kill_kernel();
			_exit(0);
		}
		if (pauses)
			raise(SIGSTOP);
	}
	return 0;
}
