// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The first process of a guest: starts the runner as the host asks, sends its files through the
 * data port while it is stopped, and powers off.
 */
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
#include <unistd.h>

#include "base/atomic_file.h"
#include "protocol.h"
#include "sys/kfile.h"

enum { LINES_MAX = 128, IDLE_PERCENT = 98, IDLE_SECONDS = 2, SETTLE_SECONDS_MAX = 30 };

/* All guests are one machine: this name and the model of their CPU identify it. */
static const char host_name[] = "qemu";
static const char check_path[] = "/" GUEST_RESULTS "/check.txt";
static const char errors_path[] = "/" GUEST_RESULTS "/errors.txt";

/* The data port; the files that are sent, or NULL; and the bytes of each that were sent. */
static int port;
static const char *paths[PROTOCOL_FILES];
static off_t sent[PROTOCOL_FILES];

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

/* Return: the text of a file, to be freed; "" when it cannot be read. */
static char *read_text(const char *path)
{
	char *text;

	return kfile_read_all(path, &text, NULL) ? strdup("") : text;
}

static void write_text(const char *path, const char *text)
{
	int error = kfile_write(path, text);

	if (error)
		fprintf(stderr, "init: write %s: %s\n", path, strerror(-error));
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
	char *text = read_text("/proc/stat"), *at = text + strcspn(text, " ");

	*ret_idle = *ret_total = 0;
	for (int i = 0; i < 8; i++) {
		unsigned long long jiffies = strtoull(at, &at, 10);

		*ret_total += jiffies;
		if (i == 3)
			*ret_idle = jiffies;
	}
	free(text);
}

/* Sets what --tune holds on a machine. */
static void keep_quiet(void)
{
	static const struct {
		const char *path, *word;
	} knobs[] = {
		/* From now on the console shows only why the kernel dies: panic(), die(). */
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

/* Waits for the work that the kernel put off until after its boot. */
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

/* Opens the data port in raw mode. Return: 0 or -errno. */
static int open_port(const char *name)
{
	struct termios mode;
	char path[64];

	snprintf(path, sizeof(path), "/dev/%s", name);
	port = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (port < 0 || tcgetattr(port, &mode))
		return -errno;
	cfmakeraw(&mode);
	mode.c_cflag |= CLOCAL;
	return tcsetattr(port, TCSANOW, &mode) ? -errno : 0;
}

static int send_chunk(enum protocol_name name, const char *bytes, size_t size)
{
	char header[PROTOCOL_HEADER_MAX];
	int error = atomic_file_write(port, header, protocol_header(name, size, header));

	return error ? error : atomic_file_write(port, bytes, size);
}

/* Sends a word, and waits until it is out. Return: 0; -EIO: the port has no device; or -errno. */
static int send_word(enum protocol_name name, const char *text)
{
	int error = send_chunk(name, text, strlen(text));

	tcdrain(port);
	return error;
}

/* Sends what a file has grown by. */
static void send_file(enum protocol_name name)
{
	static char bytes[65536];
	int fd = open(paths[name], O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t got;

	while (fd >= 0 && (got = pread(fd, bytes, sizeof(bytes), sent[name])) > 0) {
		send_chunk(name, bytes, (size_t)got);
		sent[name] += got;
	}
	if (fd >= 0)
		close(fd);
}

static void send_files(void)
{
	for (int name = 0; name < PROTOCOL_FILES; name++)
		if (paths[name])
			send_file((enum protocol_name)name);
	send_word(PROTOCOL_KEEP, "");
}

/* For tests: go wrong after @number processes, or seconds of checks, by the kernel parameters. */
static void misbehave(uint32_t number)
{
	if (number == parameter(GUEST_GARBLE))
		dprintf(port, "a line of somebody else\n");
	if (number == parameter(GUEST_CRASH)) {
		write_text("/proc/sys/kernel/sysrq", "1");
		write_text("/proc/sysrq-trigger", "c");
	}
	if (number == parameter(GUEST_HANG))
		for (;;)
			pause();
}

/*
 * A run stops itself after each process, and only then are files sent. Checks take no times, so
 * they do not stop, and their output is sent each second. Return: as of waitpid(2).
 */
static int attend(pid_t runner, bool is_run)
{
	uint32_t turns = 0;
	int status;

	for (;;) {
		pid_t pid = waitpid(-1, &status, is_run ? WUNTRACED : WNOHANG);

		if (pid < 0 && errno == ECHILD)
			return -1;
		if (pid == runner && !WIFSTOPPED(status))
			return status;
		if (!pid)
			sleep(1);
		if (!pid || pid == runner) {
			send_files();
			misbehave(++turns);
		}
		if (pid == runner)
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

/* The files of a run are in its folder; checks have one file. */
static void choose_files(const char *folder)
{
	char *path;

	paths[PROTOCOL_CHECK] = check_path;
	for (int name = 0; *folder && name < PROTOCOL_FILES; name++)
		if (asprintf(&path, "%s/%s", folder, protocol_text((enum protocol_name)name)) > 0)
			paths[name] = path;
}

/* Return: how the runner ended, as reported to the host. */
static char *run(void)
{
	static char *argv[LINES_MAX];
	char *folder = read_text("/" GUEST_RUN), *end;
	int status;
	pid_t runner;

	choose_files(folder);
	read_lines("/" GUEST_ARGV, argv);
	runner = argv[0] ? fork() : -1;
	if (!runner)
		become_runner(argv);
	status = attend(runner, *folder);
	free(folder);
	if (WIFSIGNALED(status) ? asprintf(&end, "signal %d", WTERMSIG(status)) < 0
				: asprintf(&end, "exit %d", WEXITSTATUS(status)) < 0)
		end = strdup("unknown");
	return end;
}

/* Without the port the host hears nothing: the console alone can say why. */
static void say_hello(void)
{
	char *name = read_text("/" GUEST_PORT);
	int error = open_port(name);

	if (!error)
		error = send_word(PROTOCOL_HELLO, "");
	if (error) {
		fprintf(stderr, "init: use the data port /dev/%s: %s (see docs/VM.md)\n", name,
			strerror(-error));
		tcdrain(STDERR_FILENO);
		power_off();
	}
	free(name);
}

int main(void)
{
	char *end;

	mount_all();
	sethostname(host_name, strlen(host_name));
	open_console();
	say_hello();
	if (parameter(GUEST_PROBE) != UINT32_MAX)
		power_off();
	keep_quiet();
	settle();
	end = run();
	print_errors();
	send_files();
	send_word(PROTOCOL_DONE, end);
	power_off();
}
