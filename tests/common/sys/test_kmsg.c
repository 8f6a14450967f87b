// SPDX-License-Identifier: GPL-2.0-or-later
/* Each complaint of the kernel is found, and nothing else. A file plays /dev/kmsg. */
#include "fixture.h"

#include <string.h>
#include <unistd.h>

#include "sys/kmsg.h"

#define TAINTED "/proc/sys/kernel/tainted"

static int make(void **state)
{
	fixture_make(state);
	fixture_write("/dev/kmsg", "");
	fixture_write(TAINTED, "4608\n"); /* 4096 and 512 */
	return 0;
}

static void test_complaints(void **state)
{
	static const char *const records[] = {
		"4,1,2,-;WARNING: CPU: 1 PID: 9 at mm/mprotect.c:1",
		"1,1,2,-;BUG: unable to handle page fault",
		"1,1,2,-;Bad rss-counter state mm:0 type:MM_ANONPAGES val:1",
		"1,1,2,-;Bad page map in process x",
		"1,1,2,-;Oops: 0002 [#1]",
	};
	char line[128];
	struct kmsg kmsg;

	(void)state;
	for (size_t i = 0; i < sizeof(records) / sizeof(records[0]); i++) {
		fixture_write("/dev/kmsg", "");
		kmsg_open(&kmsg);
		assert_true(kmsg.fd >= 0);
		fixture_write("/dev/kmsg", records[i]);
		assert_true(kmsg_next_complaint(&kmsg, line, sizeof(line)));
		assert_string_equal(line, strchr(records[i], ';') + 1);
		assert_false(kmsg_next_complaint(&kmsg, line, sizeof(line)));
		kmsg_close(&kmsg);
	}
}

/* Programs write to the log, too; and a CPU that was away for long says nothing of its kernel. */
static void test_who_complains(void **state)
{
	static const struct {
		const char *record;
		bool is_of_kernel;
	} cases[] = {
		{ "4,1,2,-;WARNING: of the kernel", true },
		{ "12,1,2,-;WARNING: of a program", false },
		{ "0,1,2,-;watchdog: BUG: soft lockup - CPU#0 stuck for 23s!", false },
	};
	char line[128];
	struct kmsg kmsg;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		fixture_write("/dev/kmsg", "");
		kmsg_open(&kmsg);
		fixture_write("/dev/kmsg", cases[i].record);
		assert_true(kmsg_next_complaint(&kmsg, line, sizeof(line)));
		assert_int_equal(kmsg.is_of_kernel, cases[i].is_of_kernel);
		kmsg_close(&kmsg);
	}
}

static void test_what_is_no_complaint(void **state)
{
	char line[128];
	struct kmsg kmsg;

	(void)state;
	fixture_write("/dev/kmsg", "4,1,2,-;WARNING: from before\n");
	kmsg_open(&kmsg);
	assert_false(kmsg_next_complaint(&kmsg, line, sizeof(line)));
	fixture_write("/dev/kmsg", "4,1,2,-;WARNING: from before\n6,1,2,-;usb 1-1: new device");
	assert_false(kmsg_next_complaint(&kmsg, line, sizeof(line)));
	kmsg_close(&kmsg);
}

/* Flags that were set before, or that mean no trouble (64: user space asked for it), are none. */
static void test_taint(void **state)
{
	struct kmsg kmsg;

	(void)state;
	kmsg_open(&kmsg);
	assert_int_equal(kmsg_new_taint(&kmsg), 0);
	fixture_write(TAINTED, "4672\n");
	assert_int_equal(kmsg_new_taint(&kmsg), 0);
	fixture_write(TAINTED, "4640\n");
	assert_int_equal(kmsg_new_taint(&kmsg), 32);
	kmsg_close(&kmsg);
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_complaints),
		cmocka_unit_test(test_who_complains),
		cmocka_unit_test(test_what_is_no_complaint),
		cmocka_unit_test(test_taint),
	};

	return fixture_run(tests, make, fixture_remove);
}
