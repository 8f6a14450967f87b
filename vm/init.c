// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The first process of a guest: runs the runner as the host wrote it down, brings its files out
 * while it is stopped, and powers off.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "guest.h"
#include "sender.h"

enum { LINES_MAX = 128, IDLE_PERCENT = 98, IDLE_SECONDS = 2, SETTLE_SECONDS_MAX = 30 };

/* All guests are one machine, which this name and the model of their CPU distinguish. */
static const char host_name[] = "qemu";
static const char check_path[] = "/" GUEST_RESULTS "/check.txt";
static const char errors_path[] = "/" GUEST_RESULTS "/errors.txt";

/* PID 1 must not end: the kernel would panic. */
static _Noreturn void power_off(void)
{
	reboot(RB_POWER_OFF);
	reboot(RB_AUTOBOOT);
	for (;;)
		pause();
}

static void mount_all(void)
{
	static const struct {
		const char *type, *path;
	} mounts[] = {
		{ "devtmpfs", "/dev" },	 { "proc", "/proc" },
		{ "sysfs", "/sys" },	 { "tmpfs", "/tmp" },
		{ "tmpfs", "/run" },	 { "tmpfs", "/dev/shm" },
		{ "tmpfs", "/var/tmp" }, { "tmpfs", "/" GUEST_RESULTS },
	};

	for (size_t i = 0; i < sizeof(mounts) / sizeof(mounts[0]); i++) {
		mkdir(mounts[i].path, 0755);
		if (mount(mounts[i].type, mounts[i].path, mounts[i].type, 0, NULL) &&
		    errno != EBUSY)
			fprintf(stderr, "init: mount %s: %s\n", mounts[i].path, strerror(errno));
	}
}

static void open_console(void)
{
	int fd = open("/dev/console", O_RDWR | O_NOCTTY);

	if (fd < 0)
		power_off();
	for (int i = 0; i < 3; i++)
		dup2(fd, i);
}

static char *read_text(const char *path)
{
	char *text = calloc(1, 65536);
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (text && fd >= 0 && read(fd, text, 65535) < 0)
		text[0] = '\0';
	if (fd >= 0)
		close(fd);
	return text ? text : strdup("");
}

static void write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		fprintf(stderr, "init: write %s: %s\n", path, strerror(errno));
	if (fd >= 0)
		close(fd);
}

/* @ret_lines: ends with NULL. */
static void read_lines(const char *path, char **ret_lines)
{
	char *text = read_text(path), *rest = text, *line;
	int count = 0;

	while ((line = strsep(&rest, "\n")) && count < LINES_MAX - 1)
		if (*line)
			ret_lines[count++] = strdup(line);
	ret_lines[count] = NULL;
	free(text);
}

/* Return: the number behind a kernel parameter, or UINT32_MAX. */
static uint32_t parameter(const char *name)
{
	char *text = read_text("/proc/cmdline"), *found = strstr(text, name);
	uint32_t number = UINT32_MAX;

	if (found)
		number = (uint32_t)strtoul(found + strlen(name), NULL, 10);
	free(text);
	return number;
}

/* Jiffies of all CPUs: "cpu user nice system idle iowait irq softirq steal". */
static void read_load(unsigned long long *ret_idle, unsigned long long *ret_total)
{
	unsigned long long j[8] = { 0 };
	char *text = read_text("/proc/stat");

	*ret_total = 0;
	if (sscanf(text, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &j[0], &j[1], &j[2], &j[3],
		   &j[4], &j[5], &j[6], &j[7]) < 4)
		j[3] = 0;
	for (int i = 0; i < 8; i++)
		*ret_total += j[i];
	*ret_idle = j[3];
	free(text);
}

/* Nobody but the runner works here: what --tune holds on a machine is held in a guest. */
static void keep_quiet(void)
{
	static const struct {
		const char *path, *word;
	} knobs[] = {
		/* From now on only what the kernel dies of stands on the console: panic(), die().
		 */
		{ "/proc/sys/kernel/printk", "1" },
		{ "/sys/kernel/mm/transparent_hugepage/khugepaged/scan_sleep_millisecs",
		  "4294967295" },
		{ "/sys/kernel/mm/ksm/run", "0" },
		{ "/proc/sys/kernel/numa_balancing", "0" },
	};

	for (size_t i = 0; i < sizeof(knobs) / sizeof(knobs[0]); i++)
		if (!access(knobs[i].path, F_OK))
			write_text(knobs[i].path, knobs[i].word);
}

/* What the kernel put off until after its boot would be measured with the first samples. */
static void settle(void)
{
	unsigned long long idle, total, idle_before, total_before;
	int quiet = 0;

	read_load(&idle_before, &total_before);
	for (int i = 0; i < SETTLE_SECONDS_MAX && quiet < IDLE_SECONDS; i++) {
		sleep(1);
		read_load(&idle, &total);
		quiet = (idle - idle_before) * 100 >= (total - total_before) * IDLE_PERCENT
				? quiet + 1
				: 0;
		idle_before = idle;
		total_before = total;
	}
}

static void redirect(const char *path, int to)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0644);

	if (fd >= 0)
		dup2(fd, to);
}

static _Noreturn void become_runner(char *const *argv)
{
	static char *environment[LINES_MAX];
	int null = open("/dev/null", O_RDWR);

	setsid();
	dup2(null, STDIN_FILENO);
	redirect(check_path, STDOUT_FILENO);
	redirect(errors_path, STDERR_FILENO);
	read_lines("/" GUEST_ENVIRONMENT, environment);
	execve(argv[0], argv, environment);
	fprintf(stderr, "init: run %s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

/* The only folder in another, or NULL. */
static char *only_folder(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	char *found = NULL;

	while (folder && !found && (entry = readdir(folder)))
		if (entry->d_name[0] != '.' && entry->d_type == DT_DIR &&
		    asprintf(&found, "%s/%s", path, entry->d_name) < 0)
			found = NULL;
	if (folder)
		closedir(folder);
	return found;
}

/* The runner makes results/SET/RUN; what lies there is sent from then on. */
static void watch_run(struct sender *sender)
{
	char *set = only_folder("/" GUEST_RESULTS), *run = set ? only_folder(set) : NULL, *path;

	for (int name = 0; run && name < PROTOCOL_FILES; name++)
		if (!sender->paths[name] &&
		    asprintf(&path, "%s/%s", run, protocol_text((enum protocol_name)name)) > 0)
			sender_watch(sender, (enum protocol_name)name, path);
	free(run);
	free(set);
}

static void bring_out(struct sender *sender)
{
	watch_run(sender);
	sender_ship(sender);
}

/* For tests: go wrong as the kernel parameters say after @number processes, or seconds of checks.
 */
static void misbehave(struct sender *sender, uint32_t number)
{
	if (number == parameter(GUEST_GARBLE))
		dprintf(sender->fd, "a line of somebody else\n");
	if (number == parameter(GUEST_CRASH)) {
		write_text("/proc/sys/kernel/sysrq", "1");
		write_text("/proc/sysrq-trigger", "c");
	}
	if (number == parameter(GUEST_HANG))
		for (;;)
			pause();
}

/*
 * A run stops itself after each process, and only then something is sent. Checks do not: they take
 * no times, so what they wrote is sent each second.
 */
static int attend(struct sender *sender, pid_t runner, bool is_run)
{
	uint32_t turns = 0;
	int status;

	for (;;) {
		pid_t pid = waitpid(-1, &status, is_run ? WUNTRACED : WNOHANG);

		if (!pid) {
			sleep(1);
			bring_out(sender);
			misbehave(sender, ++turns);
		}
		if (pid < 0 && errno == ECHILD)
			return -1;
		if (pid != runner)
			continue;
		if (!WIFSTOPPED(status))
			return status;
		bring_out(sender);
		misbehave(sender, ++turns);
		kill(runner, SIGCONT);
	}
}

static void print_errors(void)
{
	char *text = read_text(errors_path);

	printf("\n%s", text);
	fflush(stdout);
	tcdrain(STDOUT_FILENO);
	free(text);
}

/* Return: how it ended, as reported to the host. */
static char *run(struct sender *sender)
{
	static char *argv[LINES_MAX];
	bool is_run;
	char *end;
	int status;
	pid_t runner;

	read_lines("/" GUEST_ARGV, argv);
	is_run = argv[0] && argv[1] && !strcmp(argv[1], "run");
	if (!is_run)
		sender_watch(sender, PROTOCOL_CHECK, strdup(check_path));
	runner = argv[0] ? fork() : -1;
	if (!runner)
		become_runner(argv);
	status = attend(sender, runner, is_run);
	if (WIFSIGNALED(status) ? asprintf(&end, "signal %d", WTERMSIG(status)) < 0
				: asprintf(&end, "exit %d", WEXITSTATUS(status)) < 0)
		end = strdup("unknown");
	return end;
}

/* Without the port the host hears nothing: the console is all that can say why. */
static void say_hello(struct sender *sender)
{
	char *port = read_text("/" GUEST_PORT);
	int error = sender_open(sender, port);

	if (!error)
		error = sender_say(sender, PROTOCOL_HELLO, "");
	if (error) {
		fprintf(stderr, "init: use the data port /dev/%s: %s (see docs/VM.md)\n", port,
			strerror(-error));
		tcdrain(STDERR_FILENO);
		power_off();
	}
	free(port);
}

int main(void)
{
	struct sender sender = { 0 };
	char *end;

	mount_all();
	sethostname(host_name, strlen(host_name));
	open_console();
	say_hello(&sender);
	if (parameter(GUEST_PROBE) != UINT32_MAX)
		power_off();
	keep_quiet();
	settle();
	end = run(&sender);
	print_errors();
	bring_out(&sender);
	sender_say(&sender, PROTOCOL_DONE, end);
	power_off();
}
