// SPDX-License-Identifier: GPL-2.0-or-later
/* zram devices that are not provably ours are left alone, whatever a journal says. */
#include "fixture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/swap.h>
#include <unistd.h>

#include "sys/kfile.h"
#include "machine.h"
#include "base/size.h"
#include "state/swap.h"

#define CONTROL "/sys/class/zram-control"

/* Somebody else adds a device just before we do. */
static bool is_overtaken;

int __real_kfile_read(const char *path, char *ret_text, size_t size);
int __wrap_kfile_read(const char *path, char *ret_text, size_t size);

int __wrap_kfile_read(const char *path, char *ret_text, size_t size)
{
	if (is_overtaken && !strcmp(path, CONTROL "/hot_add")) {
		is_overtaken = false;
		machine_add(0);
	}
	return __real_kfile_read(path, ret_text, size);
}

/* A journal of this boot with a mark that no device bears. */
static void forge(unsigned int device, bool is_marked)
{
	char boot_id[64], text[512];

	assert_int_equal(kfile_read("/proc/sys/kernel/random/boot_id", boot_id, sizeof(boot_id)),
			 0);
	snprintf(text, sizeof(text),
		 "ptebench-swap-journal 2\nboot_id\t%s\ndevice\t%u\nmark\t0123456789abcdef\n"
		 "marked\t%d\nend\n",
		 boot_id, device, is_marked);
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

/* The device of that number is not ours, so ours is gone, and its journal goes, too. */
static void expect_left_alone(unsigned int number)
{
	struct reason reason;
	struct machine was, now;

	machine_look(&was);
	assert_int_equal(swap_restore(&reason), 0);
	machine_look(&now);
	assert_true(machine_has(number));
	assert_int_equal(now.devices, was.devices);
	assert_string_equal(now.swaps, was.swaps);
	assert_false(kfile_exists(SWAP_PATH));
}

static void test_device_with_data_is_left_alone(void **state)
{
	unsigned int number;

	(void)state;
	if (!machine_has_zram())
		skip();
	number = machine_add(MIB);
	fill(number);
	forge(number, false);
	expect_left_alone(number);
	forge(number, true);
	expect_left_alone(number);
}

/* Nothing was stored in it; but ours had its swap header. */
static void test_number_used_again_is_left_alone(void **state)
{
	unsigned int number;

	(void)state;
	if (!machine_has_zram())
		skip();
	number = machine_add(0);
	forge(number, true);
	expect_left_alone(number);
	machine_drop(number);
	number = machine_add(MIB);
	forge(number, true);
	expect_left_alone(number);
}

static void test_device_in_use_is_left_alone(void **state)
{
	struct reason reason;
	unsigned int number;
	char name[32];
	int fd;

	(void)state;
	if (!machine_has_zram())
		skip();
	number = machine_add(MIB);
	fd = machine_open(number);
	assert_true(fd >= 0);
	forge(number, false);
	assert_int_equal(swap_restore(&reason), -EBUSY);
	snprintf(name, sizeof(name), "zram%u", number);
	assert_non_null(strstr(reason.text, name));
	assert_true(machine_has(number));
	assert_true(kfile_exists(SWAP_PATH));
	close(fd);
}

static void read_journal(char *ret_text, size_t size)
{
	assert_int_equal(kfile_read(SWAP_PATH, ret_text, size - 1), 0);
	strcat(ret_text, "\n");
}

/* As ours in all but the mark, and on: it is not switched off. */
static void test_swap_area_of_another_mark_is_left_alone(void **state)
{
	char journal[512], forged[512], *mark;
	struct reason reason;
	unsigned int number;

	(void)state;
	if (!machine_has_zram())
		skip();
	number = machine_next();
	assert_int_equal(swap_begin(MIB, &reason), 0);
	read_journal(journal, sizeof(journal));
	strcpy(forged, journal);
	mark = strstr(forged, "mark\t");
	assert_non_null(mark);
	mark[5] = mark[5] == '0' ? '1' : '0';
	machine_write_journal(forged);
	expect_left_alone(number);
	machine_write_journal(journal);
	assert_int_equal(swap_restore(&reason), 0);
	machine_expect_as_before();
}

/* Somebody has switched ours off, and made the device his own. */
static void test_device_taken_over_is_left_alone(void **state)
{
	struct reason reason;
	unsigned int number;
	char path[64];

	(void)state;
	if (!machine_has_zram())
		skip();
	number = machine_next();
	assert_int_equal(swap_begin(MIB, &reason), 0);
	snprintf(path, sizeof(path), "/dev/zram%u", number);
	assert_int_equal(swapoff(path), 0);
	snprintf(path, sizeof(path), "/sys/block/zram%u/reset", number);
	assert_int_equal(kfile_write(path, "1"), 0);
	snprintf(path, sizeof(path), "/sys/block/zram%u/disksize", number);
	assert_int_equal(kfile_write(path, "2097152"), 0);
	fill(number);
	expect_left_alone(number);
	machine_drop(number);
	machine_expect_as_before();
}

/* The journal of who was killed before the swap header was written. */
static void test_blank_device_of_the_journal_is_removed(void **state)
{
	static const uint64_t sizes[] = { 0, MIB };
	struct reason reason;
	unsigned int other;

	(void)state;
	if (!machine_has_zram())
		skip();
	other = machine_add(0);
	for (size_t i = 0; i < 2; i++) {
		forge(machine_add(sizes[i]), false);
		assert_int_equal(swap_restore(&reason), 0);
		assert_int_equal(machine_new_devices(), 1);
		assert_false(kfile_exists(SWAP_PATH));
	}
	assert_true(machine_has(other));
	forge(machine_next(), false); /* killed before there was a device */
	assert_int_equal(swap_restore(&reason), 0);
	assert_int_equal(machine_new_devices(), 1);
	machine_drop(other);
	machine_expect_as_before();
}

static void test_number_taken_by_another(void **state)
{
	struct reason reason;
	unsigned int other;

	(void)state;
	if (!machine_has_zram())
		skip();
	other = machine_next();
	is_overtaken = true;
	assert_int_equal(swap_begin(MIB, &reason), 0);
	assert_false(is_overtaken);
	assert_int_equal(machine_new_devices(), 2);
	assert_int_equal(swap_restore(&reason), 0);
	assert_int_equal(machine_new_devices(), 1);
	assert_true(machine_has(other));
	machine_drop(other);
	machine_expect_as_before();
}

/* A device of another size under the name of ours: nothing is written to it. */
static void test_stale_node_is_not_written(void **state)
{
	struct reason reason;
	unsigned int other;
	char ours[64], node[64], text[256];

	(void)state;
	if (!machine_has_zram())
		skip();
	other = machine_add(MIB);
	snprintf(ours, sizeof(ours), "/dev/zram%u", machine_next());
	snprintf(node, sizeof(node), "/dev/zram%u", other);
	unlink(fixture_path("/dev"));
	fixture_link(ours, node);
	assert_int_equal(swap_begin(MIB, &reason), -ENODEV);
	assert_non_null(strstr(reason.text, ours));
	assert_int_equal(swap_restore(&reason), 0);
	assert_int_equal(machine_new_devices(), 1);
	snprintf(node, sizeof(node), "/sys/block/zram%u/mm_stat", other);
	assert_int_equal(kfile_read(node, text, sizeof(text)), 0);
	assert_int_equal(strtoull(text, NULL, 10), 0); /* bytes stored */
	machine_drop(other);
	machine_expect_as_before();
}

#define REAL(test) cmocka_unit_test_setup_teardown(test, machine_make, machine_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		REAL(test_device_with_data_is_left_alone),
		REAL(test_number_used_again_is_left_alone),
		REAL(test_device_in_use_is_left_alone),
		REAL(test_swap_area_of_another_mark_is_left_alone),
		REAL(test_device_taken_over_is_left_alone),
		REAL(test_blank_device_of_the_journal_is_removed),
		REAL(test_number_taken_by_another),
		REAL(test_stale_node_is_not_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
