// SPDX-License-Identifier: GPL-2.0-or-later
/* What becomes of a boot, whatever the guest says? QEMU is a shell script that says it. */
#include "fixture.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vm/boot.h"
#include "base/die.h"

#define HOST "key,value\nclock_domain,\"icount\"\n"
#define PLAN "round,seq,process,program,point,status\n"

static const volatile sig_atomic_t no_signal;

/* Frames, as a file that the script prints. */
static void write_frames(const char *path, const struct protocol_frame *frames, size_t count)
{
	char line[PROTOCOL_LINE_MAX], *text = xstrdup("");

	for (size_t i = 0; i < count; i++) {
		char *longer;

		protocol_encode(&frames[i], line);
		longer = xasprintf("%s\n%s\n", text, line);
		free(text);
		text = longer;
	}
	fixture_write(path, text);
	free(text);
}

static struct protocol_frame frame_of(uint32_t seq, enum protocol_name name, uint64_t offset,
				      const char *text)
{
	struct protocol_frame frame = { .seq = seq, .name = name, .offset = offset };

	frame.size = strlen(text);
	memcpy(frame.payload, text, frame.size);
	return frame;
}

/* Up to the first process: hello, three files, and the question. */
static void write_beginning(void)
{
	const struct protocol_frame frames[] = {
		frame_of(0, PROTOCOL_HELLO, 0, ""),
		frame_of(1, PROTOCOL_HOST, 0, HOST),
		frame_of(2, PROTOCOL_PLAN, 0, PLAN "1,1,1,p,c,ok\n"),
		frame_of(3, PROTOCOL_SAMPLES, 0, "header\nrow\n"),
		frame_of(4, PROTOCOL_SYNC, 0, ""),
	};

	write_frames("/beginning", frames, 5);
}

static void write_end(uint32_t seq, const char *how)
{
	const struct protocol_frame frames[] = {
		frame_of(seq, PROTOCOL_DONE, 0, how),
		frame_of(seq + 1, PROTOCOL_SYNC, 0, ""),
	};

	write_frames("/end", frames, 2);
}

/* The script runs in the fixture's root. */
static void boot(const char *script, bool is_check, unsigned int timeout_s,
		 struct boot_end *ret_end)
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

	fixture_write("/qemu", text);
	chmod(path, 0755);
	machine.qemu = path;
	guest_run_open(out, "set", "run", &record);
	boot_run(&guest, &record, timeout_s, is_check, &no_signal, ret_end);
	assert_int_equal(guest_run_close(&record, boot_status_name(ret_end->status),
					 ret_end->detail, facts),
			 0);
	free(text);
	free(out);
	free(path);
}

/* A command about one file of the fixture. */
static int shell(const char *format, const char *path)
{
	const char *at = strstr(format, "%s");
	char *command =
		xasprintf("%.*s%s%s", (int)(at - format), format, fixture_path(path), at + 2);
	int status = system(command);

	free(command);
	return status;
}

static void expect_missing(const char *leaf)
{
	assert_int_equal(access(fixture_path(leaf), F_OK), -1);
}

static void test_complete(void **state)
{
	struct boot_end end;

	(void)state;
	write_beginning();
	write_end(4, "exit 0");
	boot("echo Linux boots; cat beginning; read a; cat end; read b; echo \"$a/$b\" >answers",
	     false, 60, &end);
	assert_int_equal(end.status, BOOT_COMPLETE);
	assert_true(end.said_hello);
	fixture_expect("/answers", "ok 4/bye 5");
	fixture_expect("/out/set/run/status", "complete");
	fixture_expect("/out/set/run/host.csv", HOST "vm_accel,\"tcg\"\nvm_status,\"complete\"");
	fixture_expect("/out/set/run/plan.csv", PLAN "1,1,1,p,c,ok");
	fixture_expect("/out/set/run/samples.csv", "header\nrow");
	fixture_expect("/out/set/run/console.txt", "Linux boots");
	fixture_expect("/out/set/run/log.txt", "");
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
	struct boot_end end;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(shell("rm -rf %s", "/out"), 0);
		write_beginning();
		write_end(4, rows[i].how);
		boot("cat beginning; read a; cat end; read b", rows[i].is_check, 60, &end);
		assert_int_equal(end.status, rows[i].status);
	}
}

/* A guest's words reach a terminal, status and host.csv: nothing there obeys them. */
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
	struct boot_end end;

	(void)state;
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		assert_int_equal(shell("rm -rf %s", "/out"), 0);
		write_beginning();
		write_end(4, lies[i]);
		boot("cat beginning; read a; cat end; read b", true, 60, &end);
		assert_int_equal(end.status, BOOT_FAILED);
		assert_int_equal(end.exit_code, -1);
		for (const char *at = end.detail; *at; at++)
			assert_in_range(*at, ' ', '~');
	}
	fixture_expect("/out/set/run/status", "failed: the runner ended with exit ?[2J");
}

/* What came after the last question is no whole process. */
static void test_cut_off_in_a_process(void **state)
{
	const struct protocol_frame more[] = {
		frame_of(4, PROTOCOL_SAMPLES, 11, "half a r"),
		frame_of(5, PROTOCOL_LOG, 0, "words\n"),
	};
	struct boot_end end;

	(void)state;
	write_beginning();
	write_frames("/more", more, 2);
	boot("cat beginning; read a; cat more; echo out of memory >&2; exit 3", false, 60, &end);
	assert_int_equal(end.status, BOOT_CUT_OFF);
	assert_non_null(strstr(end.detail, "out of memory"));
	fixture_expect("/out/set/run/samples.csv", "header\nrow");
	expect_missing("/out/set/run/fit.csv");
	fixture_expect("/out/set/run/log.txt", "");
}

static void test_panic(void **state)
{
	struct boot_end end;

	(void)state;
	write_beginning();
	boot("cat beginning; read a; echo '[ 9.1] Kernel panic - not syncing: Fatal'; exit 0",
	     false, 60, &end);
	assert_int_equal(end.status, BOOT_PANIC);
	fixture_expect("/out/set/run/status", "panic: Kernel panic - not syncing: Fatal");
	fixture_expect("/out/set/run/samples.csv", "header\nrow");
}

static void test_nothing_at_all(void **state)
{
	struct boot_end end;

	(void)state;
	boot("echo unsupported machine type >&2; exit 1", false, 60, &end);
	assert_int_equal(end.status, BOOT_NO_ROWS);
	assert_false(end.said_hello);
	assert_non_null(strstr(end.detail, "unsupported machine type"));
	expect_missing("/out/set/run/samples.csv");
	expect_missing("/out/set/run/host.csv");
	expect_missing("/out/set/run/log.txt");
}

/* It is killed, and so nothing waits for it. */
static void test_hang(void **state)
{
	struct boot_end end;

	(void)state;
	write_beginning();
	boot("cat beginning; read a; echo $$ >pid; exec sleep 1000", false, 2, &end);
	assert_int_equal(end.status, BOOT_HANG);
	fixture_expect("/out/set/run/samples.csv", "header\nrow");
	assert_int_not_equal(shell("kill -0 $(cat %s) 2>/dev/null", "/pid"), 0);
}

/* A frame that breaks, then a question that breaks: the second is noticed by the silence. */
static void test_broken_frames_are_asked_for(void **state)
{
	struct boot_end end;

	(void)state;
	write_beginning();
	write_end(4, "exit 0");
	boot("sed 's/ host.csv 0 a/ host.csv 0 b/' beginning; read a; cat beginning; read b;"
	     "sed 's/ sync / sink /' end; read c; cat end; read d; echo $a/$b/$c/$d >answers",
	     false, 60, &end);
	assert_int_equal(end.status, BOOT_COMPLETE);
	fixture_expect("/answers", "again 1/ok 4/again 5/bye 5");
	fixture_expect("/out/set/run/plan.csv", PLAN "1,1,1,p,c,ok");
	fixture_expect("/out/set/run/samples.csv", "header\nrow");
}

static void test_one_that_never_gets_through(void **state)
{
	struct boot_end end;

	(void)state;
	write_beginning();
	boot("while true; do sed 's/ host.csv 0 a/ host.csv 0 b/' beginning; read a; done", false,
	     60, &end);
	assert_int_equal(end.status, BOOT_LOST_FRAMES);
	expect_missing("/out/set/run/host.csv");
}

static void test_hostile_frames_end_it(void **state)
{
	const struct protocol_frame lie = frame_of(4, PROTOCOL_SAMPLES, 1 << 30, "far away");
	struct boot_end end;

	(void)state;
	write_beginning();
	write_frames("/lie", &lie, 1);
	boot("cat beginning; read a; cat lie; exec sleep 1000", false, 60, &end);
	assert_int_equal(end.status, BOOT_LOST_FRAMES);
	fixture_expect("/out/set/run/samples.csv", "header\nrow");
}

static void *wait_to_be_pinned(void *argument)
{
	pthread_barrier_t *barrier = argument;

	pthread_setname_np(pthread_self(), "CPU 0/KVM");
	pthread_barrier_wait(barrier);
	pthread_barrier_wait(barrier);
	return NULL;
}

/* We are the QEMU here: one of our threads has the name. */
static void test_the_guests_cpu_is_pinned(void **state)
{
	struct qemu_guest guest = { .machine = machine_of(IMAGE_X86_64), .smp = 1 };
	struct qemu self = { .pid = getpid() };
	pthread_barrier_t barrier;
	cpu_set_t before, after;
	pthread_t thread;

	(void)state;
	CPU_ZERO(&before);
	assert_int_equal(sched_getaffinity(0, sizeof(before), &before), 0);
	if (CPU_COUNT(&before) < 2)
		skip();
	pthread_barrier_init(&barrier, NULL, 2);
	assert_int_equal(pthread_create(&thread, NULL, wait_to_be_pinned, &barrier), 0);
	pthread_barrier_wait(&barrier);
	guest.accel = MACHINE_ACCEL_TCG;
	qemu_pin(&self, &guest);
	pthread_getaffinity_np(thread, sizeof(after), &after);
	assert_int_equal(CPU_COUNT(&after), CPU_COUNT(&before));
	guest.accel = MACHINE_ACCEL_KVM;
	qemu_pin(&self, &guest);
	pthread_getaffinity_np(thread, sizeof(after), &after);
	assert_int_equal(CPU_COUNT(&after), 1);
	pthread_barrier_wait(&barrier);
	pthread_join(thread, NULL);
	pthread_barrier_destroy(&barrier);
	sched_getaffinity(0, sizeof(after), &after);
	assert_true(CPU_EQUAL(&before, &after));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_complete, fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_how_the_runner_ended, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_what_a_hostile_runner_says, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_cut_off_in_a_process, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_panic, fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_nothing_at_all, fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_hang, fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_broken_frames_are_asked_for, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_one_that_never_gets_through, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_hostile_frames_end_it, fixture_make,
						fixture_remove),
		cmocka_unit_test(test_the_guests_cpu_is_pinned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
