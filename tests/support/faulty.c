// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Lets calls to the disk, the kernel and the clock fail. For LD_PRELOAD: $FAULTY says which call
 * fails, and how. "CALL:PATH:FROM:HOW[:TIMES]": from the FROM-th CALL on of a file whose path holds
 * PATH, TIMES calls (all that follow) fail by HOW: an error, "short" (half is written),
 * "none" (success, and nothing was done) or "KILL" (the process dies instead). "clock": the date
 * jumps by a day to and fro. $FAULTY_PROGRAM: in that one alone.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { DAY_S = 86400 };

static struct {
	char call[16], path[128], how[16];
	long from, times;
} rule;

static bool steps_clock;

static const struct {
	const char *name;
	int error;
} errors[] = {
	{ "EIO", EIO },	      { "ENOSPC", ENOSPC }, { "EINTR", EINTR },	  { "EBUSY", EBUSY },
	{ "EINVAL", EINVAL }, { "EAGAIN", EAGAIN }, { "EDQUOT", EDQUOT }, { "EROFS", EROFS },
};

static void __attribute__((constructor)) read_rule(void)
{
	const char *text = getenv("FAULTY"), *program = getenv("FAULTY_PROGRAM");

	if (!text || (program && strcmp(program, program_invocation_short_name)))
		return;
	steps_clock = !strcmp(text, "clock");
	if (sscanf(text, "%15[^:]:%127[^:]:%ld:%15[^:]:%ld", rule.call, rule.path, &rule.from,
		   rule.how, &rule.times) < 4)
		rule.call[0] = '\0';
}

/* Return: does this call fail? With errno, unless it is to be cut short or left out. */
static bool fails(const char *call, const char *path)
{
	if (strcmp(rule.call, call) || !strstr(path, rule.path))
		return false;
	if (--rule.from > 0 || (rule.times && rule.from <= -rule.times))
		return false;
	if (!strcmp(rule.how, "KILL"))
		raise(SIGKILL);
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (!strcmp(rule.how, errors[i].name))
			errno = errors[i].error;
	return true;
}

static bool fails_at(const char *call, int fd)
{
	char name[32], path[4096];
	ssize_t length;

	if (strcmp(rule.call, call))
		return false;
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	length = readlink(name, path, sizeof(path) - 1);
	path[length < 0 ? 0 : length] = '\0';
	return fails(call, path);
}

static bool is_how(const char *how)
{
	return !strcmp(rule.how, how);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t size)
{
	if (!fails_at("write", fd))
		return REAL(write)(fd, bytes, size);
	if (is_how("none"))
		return (ssize_t)size;
	return is_how("short") ? REAL(write)(fd, bytes, (size + 1) / 2) : -1;
}

ssize_t read(int fd, void *bytes, size_t size)
{
	return fails_at("read", fd) ? -1 : REAL(read)(fd, bytes, size);
}

int fsync(int fd)
{
	return fails_at("fsync", fd) ? -1 : REAL(fsync)(fd);
}

int fdatasync(int fd)
{
	return fails_at("fdatasync", fd) ? -1 : REAL(fdatasync)(fd);
}

int ftruncate(int fd, off_t length)
{
	return fails_at("ftruncate", fd) ? -1 : REAL(ftruncate)(fd, length);
}

/* Linux closes it all the same: close(2). */
int close(int fd)
{
	bool has_failed = fails_at("close", fd);
	int error = errno, result = REAL(close)(fd);

	if (!has_failed)
		return result;
	errno = error;
	return -1;
}

int open(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
	va_end(args);
	return fails("open", path) ? -1 : REAL(open)(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
	va_end(args);
	return fails("open", path) ? -1 : REAL(openat)(folder, path, flags, mode);
}

int rename(const char *from, const char *to)
{
	return fails("rename", to) ? -1 : REAL(rename)(from, to);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
	return fails("rename", to) ? -1 : REAL(renameat)(from_folder, from, to_folder, to);
}

pid_t fork(void)
{
	return fails("fork", "-") ? -1 : REAL(fork)();
}

int kill(pid_t pid, int number)
{
	if (!fails("kill", "-"))
		return REAL(kill)(pid, number);
	return is_how("none") ? 0 : -1;
}

/* Each reading of the date is a day off, to and fro. */
static time_t step_s(void)
{
	static unsigned int calls;

	return steps_clock ? (calls++ % 2 ? -DAY_S : DAY_S) : 0;
}

int clock_gettime(clockid_t clock, struct timespec *ret_time)
{
	int result = REAL(clock_gettime)(clock, ret_time);

	if (clock == CLOCK_REALTIME)
		ret_time->tv_sec += step_s();
	return result;
}

int gettimeofday(struct timeval *restrict ret_time, void *restrict zone)
{
	int result = REAL(gettimeofday)(ret_time, zone);

	ret_time->tv_sec += step_s();
	return result;
}

time_t time(time_t *ret_time)
{
	time_t now = REAL(time)(NULL) + step_s();

	if (ret_time)
		*ret_time = now;
	return now;
}
