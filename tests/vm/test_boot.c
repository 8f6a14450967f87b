// SPDX-License-Identifier: GPL-2.0-or-later
/* Boots of a shell script in place of QEMU: how each ends, and which rows are kept. */
#include "fixture.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vm/boot.h"
#include "base/die.h"

#define HOST "key,value\nclock_domain,\"icount\"\n"
#define PLAN "round,seq,process,program,point,status\n"

static const volatile sig_atomic_t no_signal;
static struct boot_end end; /* of the last boot */

/* Writes a guest's stream up to the end of its first process. Return: its bytes. */
static size_t write_beginning(void)
{
	static const char plan[] = PLAN "1,1,1,p,c,ok\n", samples[] = "header\nrow\n";
	char *text = xasprintf("hello 0\nhost.csv %zu\n%splan.csv %zu\n%ssamples.csv %zu\n%s"
			       "keep 0\n",
			       strlen(HOST), HOST, strlen(plan), plan, strlen(samples), samples);
	size_t length = strlen(text);

	fixture_write("/beginning", text);
	free(text);
	return length;
}

static void write_end(const char *how)
{
	char *text = xasprintf("keep 0\ndone %zu\n%s", strlen(how), how);

	fixture_write("/end", text);
	free(text);
}

/* Runs a command with the path of a file of the fixture. */
static int shell(const char *format, const char *path)
{
	const char *at = strstr(format, "%s");
	char *command =
		xasprintf("%.*s%s%s", (int)(at - format), format, fixture_path(path), at + 2);
	int status = system(command);

	free(command);
	return status;
}

/* Runs the script in the fixture's root. Return: as of guest_run_close(). */
static int try_boot(const char *script, bool is_check, unsigned int timeout_s)
{
	static const char *const facts[][2] = { { "vm_accel", "tcg" }, { NULL, NULL } };
	char *path = xstrdup(fixture_path("/qemu")), *out = xstrdup(fixture_path("/out"));
	struct machine machine = *machine_of(IMAGE_AARCH64);
	struct qemu_guest guest = {
		.machine = &machine,
		.accel = MACHINE_ACCEL_TCG,
		.kernel = "kernel",
		.initrd = "initrd",
		.append = "",
		.memory = "1G",
		.smp = 1,
	};
	char *text = xasprintf("#!/bin/sh\ncd %s\n%s\n", fixture_path(""), script);
	struct guest_run record;
	int error;

	fixture_write("/qemu", text);
	chmod(path, 0755);
	machine.qemu = path;
	shell("rm -rf %s", "/out");
	guest_run_open(out, "set", "run", &record);
	boot_run(&guest, &record, timeout_s, is_check, &no_signal, &end);
	error = guest_run_close(&record, boot_status_name(end.status), end.detail, facts);
	free(text);
	free(out);
	free(path);
	return error;
}

static void boot(const char *script)
{
	assert_int_equal(try_boot(script, false, 60), 0);
}

static int make(void **state)
{
	int error = fixture_make(state);

	write_beginning();
	write_end("exit 0");
	return error;
}

static void expect_missing(const char *leaf)
{
	assert_int_equal(access(fixture_path(leaf), F_OK), -1);
}

/* Pieces of any size, with console text in between. QEMU need not end. */
static void test_complete(void **state)
{
	static const char *const scripts[] = {
		"echo Linux boots; cat beginning end >&3; exec sleep 1000",
		"echo Linux boots; cat beginning end | while read -r l; do echo \"$l\"; done >&3",
		"dd bs=1 if=beginning >&3; echo Linux boots; dd bs=7 if=end >&3",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		if (i == 1)
			fixture_write("/end", "done 6\nexit 0\n");
		boot(scripts[i]);
		assert_int_equal(end.status, BOOT_COMPLETE);
		assert_true(end.said_hello);
		assert_in_range(end.seconds, 0, 30);
		fixture_expect("/out/set/run/status", "complete");
		fixture_expect("/out/set/run/host.csv",
			       HOST "vm_accel,\"tcg\"\nvm_status,\"complete\"");
		fixture_expect("/out/set/run/plan.csv", PLAN "1,1,1,p,c,ok");
		fixture_expect("/out/set/run/samples.csv", "header\nrow");
		fixture_expect("/out/set/run/console.txt", "Linux boots");
		fixture_expect("/out/set/run/log.txt", "");
	}
}

static void test_how_the_runner_ended(void **state)
{
	static const struct {
		const char *how;
		bool is_check;
		enum boot_status status;
	} rows[] = {
		{ "exit 0", true, BOOT_COMPLETE },   { "exit 1", true, BOOT_COMPLETE },
		{ "exit 1", false, BOOT_FAILED },    { "exit 2", true, BOOT_FAILED },
		{ "signal 11", false, BOOT_FAILED }, { "", true, BOOT_FAILED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		write_end(rows[i].how);
		assert_int_equal(try_boot("cat beginning end >&3", rows[i].is_check, 60), 0);
		assert_int_equal(end.status, rows[i].status);
	}
}

/* Text of a guest reaches a terminal, status and host.csv: it must be printable. */
static void test_what_a_hostile_runner_says(void **state)
{
	static const char *const lies[] = {
		"exit 0\nvm_status,\"complete\"",
		"exit 99999999999999999999",
		"exit 256",
		"exit ",
		"exit -1",
		"exit \033[2J",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		write_end(lies[i]);
		assert_int_equal(try_boot("cat beginning end >&3", true, 60), 0);
		assert_int_equal(end.status, BOOT_FAILED);
		assert_int_equal(end.exit_code, -1);
		for (const char *at = end.detail; *at; at++)
			assert_in_range(*at, ' ', '~');
	}
	fixture_expect("/out/set/run/status", "failed: the runner ended with exit ?[2J");
}

/* Nothing that came after the last "keep" stays. */
static void test_cut_off_in_a_process(void **state)
{
	static const char *const more[] = {
		"samples.csv 8\nhalf a r",
		"samples.csv 8\nhalf",
		"samples.csv 8\nhalf a rplan.csv 13\n1,1,2,p,c,ok\nlog.txt 6\nwords\n",
		"samples.csv 8\nhalf a rfit.csv 2\nx\nkeep 0",
		"plan.c",
		"plan.csv 13",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++) {
		fixture_write("/more", more[i]);
		boot("cat beginning more >&3; echo out of memory >&2; exit 3");
		assert_int_equal(end.status, BOOT_CUT_OFF);
		assert_non_null(strstr(end.detail, "out of memory"));
		fixture_expect("/out/set/run/plan.csv", PLAN "1,1,1,p,c,ok");
		fixture_expect("/out/set/run/samples.csv", "header\nrow");
		expect_missing("/out/set/run/fit.csv");
		fixture_expect("/out/set/run/log.txt", "");
	}
}

static void test_panic(void **state)
{
	(void)state;
	boot("cat beginning >&3; echo '[ 9.1] Kernel panic - not syncing: Fatal'; exit 0");
	assert_int_equal(end.status, BOOT_PANIC);
	fixture_expect("/out/set/run/status", "panic: Kernel panic - not syncing: Fatal");
	fixture_expect("/out/set/run/samples.csv", "header\nrow");
}

/* The console in pieces of several sizes: printable on stderr, where its last lines go. */
static void test_console_lines(void **state)
{
	static const char *const pieces[] = { "1", "2", "7", "4096" };

	(void)state;
	fixture_write("/text", "Linux version 6\r\n[ 1.0] half a\n\n\n\x1b[31mred\n"
			       "Kernel panic - not syncing: \x1b why\nno end");
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		char *script = xasprintf("exec dd status=none if=text bs=%s", pieces[i]);
		int saved = dup(STDERR_FILENO);

		assert_non_null(freopen(fixture_path("/stderr"), "w", stderr));
		boot(script);
		fflush(stderr);
		dup2(saved, STDERR_FILENO);
		close(saved);
		assert_int_equal(end.status, BOOT_PANIC);
		assert_string_equal(end.detail, "Kernel panic - not syncing: ? why");
		assert_int_equal(shell("sed 1d %s | tr '\\n' @ | grep -Fqx '    Linux version 6@"
				       "    [ 1.0] half a@    ?[31mred@"
				       "    Kernel panic - not syncing: ? why@    no end@'",
				       "/stderr"),
				 0);
		fixture_expect("/out/set/run/console.txt",
			       "Linux version 6\n[ 1.0] half a\n\x1b[31mred\n"
			       "Kernel panic - not syncing: \x1b why\nno end");
		free(script);
	}
}

/* NUL bytes are dropped, and long lines are cut. */
static void test_console_without_line_breaks(void **state)
{
	(void)state;
	boot("head -c 8192 /dev/zero; head -c 24576 /dev/zero | tr '\\0' x");
	assert_int_equal(end.status, BOOT_NO_ROWS);
	assert_int_equal(
		shell("[ $(tr -d '\\n' <%s | wc -c) = 24576 ]", "/out/set/run/console.txt"), 0);
	assert_int_equal(shell("[ $(wc -l <%s) = 7 ]", "/out/set/run/console.txt"), 0);
}

static void test_nothing_at_all(void **state)
{
	(void)state;
	boot("echo unsupported machine type >&2; exit 1");
	assert_int_equal(end.status, BOOT_NO_ROWS);
	assert_false(end.said_hello);
	assert_non_null(strstr(end.detail, "unsupported machine type"));
	expect_missing("/out/set/run/samples.csv");
	expect_missing("/out/set/run/host.csv");
	expect_missing("/out/set/run/log.txt");
}

/* A hanging QEMU is killed. */
static void test_hang(void **state)
{
	(void)state;
	assert_int_equal(try_boot("cat beginning >&3; echo $$ >pid; exec sleep 1000", false, 2), 0);
	assert_int_equal(end.status, BOOT_HANG);
	fixture_expect("/out/set/run/samples.csv", "header\nrow");
	assert_int_not_equal(shell("kill -0 $(cat %s) 2>/dev/null", "/pid"), 0);
}

/* Chunks on the console are text. */
static void test_a_console_is_no_port(void **state)
{
	(void)state;
	boot("cat end; cat beginning >&3");
	assert_int_equal(end.status, BOOT_CUT_OFF);
	fixture_expect("/out/set/run/console.txt", "keep 0\ndone 6\nexit 0");
	fixture_expect("/out/set/run/samples.csv", "header\nrow");
}

static void test_garbage_ends_it(void **state)
{
	static const struct {
		const char *sent, *why;
		size_t after;
	} rows[] = {
		{ "[ 1.0] oops\nkeep 0\ndone 6\nexit 0", "something that is no chunk", 12 },
		{ "../x 3\nabckeep 0\n", "something that is no chunk", 7 },
		{ "samples.csv 8\nhalf a rsamples.csv 4000000000\n", "too much", 45 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t length = write_beginning() + rows[i].after;
		char *detail = xasprintf("the guest sent %s after %zu bytes", rows[i].why, length);

		fixture_write("/lie", rows[i].sent);
		boot("cat beginning lie >&3; exec sleep 1000");
		assert_int_equal(end.status, BOOT_GARBLED);
		assert_string_equal(end.detail, detail);
		fixture_expect("/out/set/run/samples.csv", "header\nrow");
		assert_int_equal(shell("grep -q '^garbled: ' %s", "/out/set/run/status"), 0);
		free(detail);
	}
}

/* A chunk far larger than a pipe, beside a busy console. */
static void test_big_chunks(void **state)
{
	(void)state;
	boot("head -c 20000000 /dev/urandom >big\n"
	     "(while :; do echo storm; done) & storm=$!\n"
	     "{ cat beginning; echo log.txt 20000000; cat big end; } >&3\n"
	     "kill $storm");
	assert_int_equal(end.status, BOOT_COMPLETE);
	assert_int_equal(shell("cd %s && cmp big out/set/run/log.txt", ""), 0);
	assert_int_equal(shell("grep -q '^storm$' %s", "/out/set/run/console.txt"), 0);
	fixture_expect("/out/set/run/samples.csv", "header\nrow");
}

/* A file size limit stands for a full disk: the boot ends at once. */
static void test_full_disk(void **state)
{
	struct rlimit before, limit;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	limit = (struct rlimit) { .rlim_cur = 1 << 20, .rlim_max = before.rlim_max };
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	assert_int_equal(
		try_boot("{ cat beginning; echo log.txt 20000000; head -c 20000000 /dev/zero; "
			 "echo keep 0; } >&3; exec sleep 1000",
			 false, 60),
		-EFBIG);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_in_range(end.seconds, 0, 30);
	fixture_expect("/out/set/run/samples.csv", "header\nrow");
}

/* A guest that never stops sending is killed. */
static void test_endless_stream(void **state)
{
	(void)state;
	boot("{ cat beginning; echo hello 1000000000; head -c 1000000000 /dev/zero; } >&3\n"
	     "yes 'keep 0' >&3");
	assert_int_equal(end.status, BOOT_GARBLED);
	assert_non_null(strstr(end.detail, "the guest sent too much"));
	fixture_expect("/out/set/run/samples.csv", "header\nrow");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_complete, make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_how_the_runner_ended, make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_what_a_hostile_runner_says, make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_cut_off_in_a_process, make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_panic, make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_console_lines, make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_console_without_line_breaks, make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_nothing_at_all, make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_hang, make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_a_console_is_no_port, make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_garbage_ends_it, make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_big_chunks, make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_full_disk, make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_endless_stream, make, fixture_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
