// SPDX-License-Identifier: GPL-2.0-or-later
/* Is the machine as it was? */
#include "machine.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture.h"
#include "sys/kfile.h"
#include "state/swapdev.h"

static struct machine before;
static unsigned int added[2], added_count;

void machine_look(struct machine *ret_machine)
{
	memset(ret_machine, 0, sizeof(*ret_machine));
	assert_int_equal(zram_list(&ret_machine->devices), 0);
	assert_int_equal(kfile_read("/proc/swaps", ret_machine->swaps, sizeof(ret_machine->swaps)),
			 0);
}

int machine_make(void **state)
{
	fixture_make(state);
	fixture_write("/run/here", "");
	fixture_write("/proc/meminfo", "SwapFree: 0 kB\n");
	fixture_link("/proc/swaps", "/proc/swaps");
	fixture_link("/proc/self", "/proc/self");
	fixture_link("/proc/sys", "/proc/sys");
	fixture_link("/sys", "/sys");
	fixture_link("/dev", "/dev");
	added_count = 0;
	machine_look(&before);
	return 0;
}

int machine_remove(void **state)
{
	struct reason reason;

	swapdev_restore(NULL, &reason);
	while (added_count)
		zram_remove(added[--added_count], &reason);
	return fixture_remove(state);
}

unsigned int machine_new_devices(void)
{
	struct machine now;
	unsigned int count = 0;

	machine_look(&now);
	for (unsigned int i = 0; i < now.devices.count; i++)
		count += machine_is_new(now.devices.numbers[i]);
	return count;
}

bool machine_is_new(unsigned int number)
{
	return !zram_list_has(&before.devices, number);
}

bool machine_has_more_swap(void)
{
	struct machine now;

	machine_look(&now);
	return strcmp(now.swaps, before.swaps);
}

void machine_expect_as_before(void)
{
	struct machine now;

	machine_look(&now);
	assert_int_equal(now.devices.count, before.devices.count);
	assert_int_equal(machine_new_devices(), 0);
	assert_string_equal(now.swaps, before.swaps);
	assert_false(kfile_exists(SWAPDEV_PATH));
}

unsigned int machine_add(uint64_t bytes)
{
	char path[64], text[32];
	unsigned int number;

	assert_true(added_count < sizeof(added) / sizeof(added[0]));
	assert_int_equal(zram_add(&number), 0);
	added[added_count++] = number;
	snprintf(path, sizeof(path), "/sys/block/zram%u/disksize", number);
	snprintf(text, sizeof(text), "%llu", (unsigned long long)bytes);
	if (bytes)
		assert_int_equal(kfile_write(path, text), 0);
	return number;
}

void machine_remove_last(void)
{
	struct reason reason;

	assert_int_equal(zram_remove(added[--added_count], &reason), 0);
}

void machine_forget_last(void)
{
	added_count--;
}

int machine_open(unsigned int number)
{
	char node[64];

	snprintf(node, sizeof(node), "/dev/zram%u", number);
	return open(node, O_RDWR | O_CLOEXEC);
}

bool machine_has_zram(void)
{
	int fd;

	if (geteuid() || access(ZRAM_CONTROL "/hot_remove", W_OK) || access("/proc/swaps", R_OK))
		return false;
	fd = machine_open(machine_add(0)); /* a container's /dev has no new nodes */
	if (fd >= 0)
		close(fd);
	machine_remove_last();
	return fd >= 0;
}

void machine_write_journal(const char *text)
{
	fixture_write(SWAPDEV_PATH, text);
	chmod(fixture_path(KNOBS_JOURNAL_DIR), 0700);
	chmod(fixture_path(SWAPDEV_PATH), 0600);
}
