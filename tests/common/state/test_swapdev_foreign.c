// SPDX-License-Identifier: GPL-2.0-or-later
/* Are zram devices left alone that are not provably ours, whatever a journal says? */
#include "fixture.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sys/kfile.h"
#include "machine.h"
#include "base/size.h"
#include "state/swapdev.h"
#include "state/zram.h"

static const unsigned int *vanished;

int __real_zram_list(struct zram_list *ret_list);
int __wrap_zram_list(struct zram_list *ret_list);

/* Others may remove a device between the list and what is done by it. */
int __wrap_zram_list(struct zram_list *ret_list)
{
	int error = __real_zram_list(ret_list);

	if (!error && vanished)
		ret_list->numbers[ret_list->count++] = *vanished;
	vanished = NULL;
	return error;
}

/* Tells of an area of 1 MiB with a UUID that no device bears. */
static void forge(unsigned int device, uint64_t sequence)
{
	char boot_id[64], text[512];

	assert_int_equal(kfile_read("/proc/sys/kernel/random/boot_id", boot_id, sizeof(boot_id)),
			 0);
	snprintf(text, sizeof(text),
		 "ptebench-swap-journal 1\nboot_id\t%s\nbytes\t1048576\n"
		 "uuid\t000102030405060708090a0b0c0d0e0f\n"
		 "device\t%u\nsequence\t%llu\nend\n",
		 boot_id, device, (unsigned long long)sequence);
	machine_write_journal(text);
}

static void fill(unsigned int number)
{
	char block[4096];
	int fd = machine_open(number);

	memset(block, 'x', sizeof(block));
	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, block, sizeof(block), 65536), sizeof(block));
	assert_int_equal(fsync(fd), 0);
	close(fd);
}

static void expect_refused(unsigned int number, int error)
{
	struct reason reason;
	struct machine now;
	char name[32];

	assert_int_equal(swapdev_restore(NULL, &reason), error);
	snprintf(name, sizeof(name), error == -EBUSY ? "%u" : "zram%u", number);
	assert_non_null(strstr(reason.text, name));
	machine_look(&now);
	assert_true(zram_list_has(&now.devices, number));
	assert_true(kfile_exists(SWAPDEV_PATH));
}

static void test_foreign_device_is_left_alone(void **state)
{
	unsigned int number;
	int fd;

	(void)state;
	if (!machine_has_zram())
		skip();
	number = machine_add(MIB); /* of our size, but with something in it */
	fill(number);
	forge(number, zram_sequence(number));
	expect_refused(number, -EPERM);
	machine_remove_last();
	number = machine_add(2 * MIB); /* empty, of another size */
	forge(number, zram_sequence(number));
	expect_refused(number, -EPERM);
	machine_remove_last();
	number = machine_add(MIB); /* of the same number only */
	if (zram_sequence(number)) {
		forge(number, zram_sequence(number) - 1);
		expect_refused(number, -EPERM);
	}
	fd = machine_open(number); /* in use */
	assert_true(fd >= 0);
	forge(number, zram_sequence(number));
	expect_refused(number, -EBUSY);
	close(fd);
	machine_remove_last();
	unlink(fixture_path(SWAPDEV_PATH));
	machine_expect_as_before();
}

/* As ours in all but the UUID, and on: it is not switched off. */
static void test_swap_area_of_another_mark_is_left_alone(void **state)
{
	char journal[4096], forged[4096], *uuid;
	struct machine with_ours, now;
	struct reason reason;

	(void)state;
	if (!machine_has_zram())
		skip();
	assert_int_equal(swapdev_begin(MIB, &reason), 0);
	assert_int_equal(kfile_read(SWAPDEV_PATH, journal, sizeof(journal) - 1), 0);
	strcat(journal, "\n");
	strcpy(forged, journal);
	uuid = strstr(forged, "uuid\t");
	assert_non_null(uuid);
	uuid[5] = uuid[5] == '0' ? '1' : '0';
	machine_look(&with_ours);
	machine_write_journal(forged);
	assert_int_equal(swapdev_restore(NULL, &reason), -EPERM);
	machine_look(&now);
	assert_string_equal(now.swaps, with_ours.swaps);
	machine_write_journal(journal);
	assert_int_equal(swapdev_restore(NULL, &reason), 0);
	machine_expect_as_before();
}

/* The journal as it is before the device is made. */
static void intend(void)
{
	char text[4096];
	struct machine now;
	size_t used;

	machine_look(&now);
	forge(0, 0);
	assert_int_equal(kfile_read(SWAPDEV_PATH, text, sizeof(text)), 0);
	used = (size_t)(strstr(text, "device\t") - text);
	for (unsigned int i = 0; i < now.devices.count; i++)
		if (!machine_is_new(now.devices.numbers[i]))
			used += (size_t)snprintf(text + used, sizeof(text) - used, "existing\t%u\n",
						 now.devices.numbers[i]);
	snprintf(text + used, sizeof(text) - used, "end\n");
	machine_write_journal(text);
}

static void test_intent_finds_the_one_blank_device(void **state)
{
	struct reason reason;
	struct machine now;
	unsigned int others;
	bool restored;

	(void)state;
	if (!machine_has_zram())
		skip();
	others = machine_add(MIB);
	fill(others);
	intend();
	assert_int_equal(swapdev_restore(&restored, &reason), 0);
	assert_false(restored);
	machine_add(0);
	intend();
	assert_int_equal(swapdev_restore(&restored, &reason), 0);
	assert_true(restored);
	machine_forget_last();
	assert_int_equal(machine_new_devices(), 1);
	machine_look(&now);
	assert_true(zram_list_has(&now.devices, others));
	machine_remove_last();
	machine_expect_as_before();
}

static void test_intent_does_not_choose(void **state)
{
	struct reason reason;

	(void)state;
	if (!machine_has_zram())
		skip();
	machine_add(0);
	machine_add(0);
	intend();
	assert_int_equal(swapdev_restore(NULL, &reason), -EPERM);
	assert_int_equal(machine_new_devices(), 2);
	unlink(fixture_path(SWAPDEV_PATH));
	machine_remove_last();
	machine_remove_last();
	machine_expect_as_before();
}

static void test_number_of_a_vanished_device_comes_again(void **state)
{
	struct reason reason;
	unsigned int number;
	bool restored;

	(void)state;
	if (!machine_has_zram())
		skip();
	number = machine_add(0);
	machine_remove_last();
	vanished = &number;
	assert_int_equal(swapdev_begin(MIB, &reason), 0);
	assert_null(vanished);
	assert_int_equal(swapdev_restore(&restored, &reason), 0);
	assert_true(restored);
	machine_expect_as_before();
}

#define REAL(test) cmocka_unit_test_setup_teardown(test, machine_make, machine_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		REAL(test_foreign_device_is_left_alone),
		REAL(test_swap_area_of_another_mark_is_left_alone),
		REAL(test_intent_finds_the_one_blank_device),
		REAL(test_intent_does_not_choose),
		REAL(test_number_of_a_vanished_device_comes_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
