/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The real machine's swap areas and zram devices, as they were and as they must be again. */
#ifndef PTEBENCH_MACHINE_H
#define PTEBENCH_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct machine - what there is.
 * @devices: bit N: zramN exists; of the first 64.
 * @swaps: the text of /proc/swaps.
 */
struct machine {
	uint64_t devices;
	char swaps[4096];
};

/** machine_make() - a root that shows the real machine, with a journal of its own and no swap that
 * would do already; cmocka set-up function. */
int machine_make(void **state);

/** machine_remove() - remove what is left, also after a failure; cmocka teardown function. */
int machine_remove(void **state);

/** machine_look() - what there is now. */
void machine_look(struct machine *ret_machine);

/** machine_new_devices() - devices made since machine_make(). */
unsigned int machine_new_devices(void);

/** machine_has_more_swap() - is a swap area on that was not at machine_make()? */
bool machine_has_more_swap(void);

/** machine_has() - does zramN exist? */
bool machine_has(unsigned int number);

/** machine_next() - the number that the next device gets: the lowest that is free. */
unsigned int machine_next(void);

/** machine_expect_as_before() - assert devices and swap areas as at machine_make(), no journal. */
void machine_expect_as_before(void);

/** machine_has_zram() - may we make zram devices, and do their nodes appear? */
bool machine_has_zram(void);

/** machine_add() - make a device that is not ours; 0 bytes: of no size. Return: its number. */
unsigned int machine_add(uint64_t bytes);

/** machine_drop() - remove a device that is open or on nowhere. */
void machine_drop(unsigned int number);

/** machine_open() - open the node of a device. */
int machine_open(unsigned int number);

/** machine_write_journal() - a journal with the rights of a true one, in any root. */
void machine_write_journal(const char *text);

#endif
