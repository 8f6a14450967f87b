// SPDX-License-Identifier: GPL-2.0-or-later
/* Checks that the machine is as it was. */
#include "machine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture.h"
#include "sys/kfile.h"
#include "state/swap.h"

#define CONTROL "/sys/class/zram-control"

static struct machine before;
static uint64_t added;

bool machine_has(unsigned int number)
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/block/zram%u", number);
	return !access(path, F_OK);
}

unsigned int machine_next(void)
{
	unsigned int number = 0;

	while (machine_has(number))
		number++;
	return number;
}

void machine_look(struct machine *ret_machine)
{
	memset(ret_machine, 0, sizeof(*ret_machine));
	for (unsigned int i = 0; i < 64; i++)
		ret_machine->devices |= (uint64_t)machine_has(i) << i;
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
	added = 0;
	machine_look(&before);
	return 0;
}

int machine_remove(void **state)
{
	struct reason reason;

	swap_restore(&reason);
	for (unsigned int i = 0; i < 64; i++)
		if (added >> i & 1 && machine_has(i))
			machine_drop(i);
	return fixture_remove(state);
}

unsigned int machine_new_devices(void)
{
	struct machine now;

	machine_look(&now);
	return (unsigned int)__builtin_popcountll(now.devices & ~before.devices);
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
	assert_int_equal(now.devices, before.devices);
	assert_string_equal(now.swaps, before.swaps);
	assert_false(kfile_exists(SWAP_PATH));
}

/* hot_add adds a device when it is read, drivers/block/zram/zram_drv.c. */
unsigned int machine_add(uint64_t bytes)
{
	char path[64], text[32];
	uint64_t number;

	assert_int_equal(kfile_read_u64(CONTROL "/hot_add", &number), 0);
	assert_true(number < 64);
	added |= 1ull << number;
	snprintf(path, sizeof(path), "/sys/block/zram%u/disksize", (unsigned int)number);
	snprintf(text, sizeof(text), "%llu", (unsigned long long)bytes);
	if (bytes)
		assert_int_equal(kfile_write(path, text), 0);
	return (unsigned int)number;
}

/* udev may have it open for a moment. */
void machine_drop(unsigned int number)
{
	char text[16];
	int error = -EBUSY;

	snprintf(text, sizeof(text), "%u", number);
	for (unsigned int i = 0; i < 100 && error == -EBUSY; i++) {
		error = kfile_write(CONTROL "/hot_remove", text);
		usleep(error ? 10000 : 0);
	}
	assert_int_equal(error, 0);
	added &= ~(1ull << number);
}

int machine_open(unsigned int number)
{
	char node[64];

	snprintf(node, sizeof(node), "/dev/zram%u", number);
	return open(node, O_RDWR | O_CLOEXEC);
}

bool machine_has_zram(void)
{
	unsigned int number;
	int fd;

	if (geteuid() || access(CONTROL "/hot_remove", W_OK) || access("/proc/swaps", R_OK))
		return false;
	number = machine_add(0);
	fd = machine_open(number); /* a container's /dev has no new nodes */
	if (fd >= 0)
		close(fd);
	machine_drop(number);
	return fd >= 0;
}

void machine_write_journal(const char *text)
{
	fixture_write(SWAP_PATH, text);
	chmod(fixture_path(KNOBS_JOURNAL_DIR), 0700);
	chmod(fixture_path(SWAP_PATH), 0600);
}
