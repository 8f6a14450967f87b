/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * zram devices as swap areas: made, told from those of others, removed.
 * Source: Documentation/admin-guide/blockdev/zram.rst, drivers/block/zram/zram_drv.c @ 6.18.
 */
#ifndef PTEBENCH_ZRAM_H
#define PTEBENCH_ZRAM_H

#include <stdbool.h>
#include <stdint.h>

#include "page_state.h"

#define ZRAM_CONTROL "/sys/class/zram-control"

enum {
	ZRAM_DEVICES_MAX = 64,
	ZRAM_NUMBER_MAX = 9999,
	ZRAM_UUID_BYTES = 16,
};

struct zram_list {
	unsigned int count;
	unsigned int numbers[ZRAM_DEVICES_MAX];
};

/**
 * struct zram_mark - what our swap area is known by.
 * @bytes: the device's disksize: whole pages, of which the first holds the swap header.
 * @uuid: in the swap header, beside the label "ptebench".
 */
struct zram_mark {
	uint64_t bytes;
	unsigned char uuid[ZRAM_UUID_BYTES];
};

enum zram_owner {
	ZRAM_IS_GONE,	 /* there is no such device */
	ZRAM_IS_BLANK,	 /* of no size, or of the mark's, and nothing was ever stored in it */
	ZRAM_IS_OURS,	 /* its swap header bears the mark */
	ZRAM_IS_FOREIGN, /* anything else */
};

/** zram_list() - the devices there are. Return: 0; -E2BIG: over ZRAM_DEVICES_MAX; or -errno. */
int zram_list(struct zram_list *ret_list);

/** zram_list_has() - is it in the list? */
bool zram_list_has(const struct zram_list *list, unsigned int number);

/** zram_list_drop() - take it out of the list, if it is in it. */
void zram_list_drop(struct zram_list *list, unsigned int number);

/** zram_add() - make a device, of no size. Return: 0 or -errno. */
int zram_add(unsigned int *ret_number);

/**
 * zram_sequence() - what no second device of this boot has, were it of the same number.
 *
 * Return: its diskseq; 0 on kernels before 5.15, or when there is no such device.
 */
uint64_t zram_sequence(unsigned int number);

/**
 * zram_swap_on() - give a blank device its size and swap header, and let the kernel swap to it.
 * @ret_reason: receives what failed.
 *
 * Its priority is below that of the swap areas that are on already.
 *
 * Return: 0 or -errno; what was done stays done.
 */
int zram_swap_on(unsigned int number, const struct zram_mark *mark, struct reason *ret_reason);

/**
 * zram_whose() - what is known of a device.
 * @ret_reason: receives what failed.
 *
 * Return: 0 or -errno.
 */
int zram_whose(unsigned int number, const struct zram_mark *mark, enum zram_owner *ret_owner,
	       struct reason *ret_reason);

/**
 * zram_remove() - swap off, if it is on, and remove the device with its contents.
 * @ret_reason: receives what failed.
 *
 * Return: 0; -EBUSY when somebody has it open for longer than a second; or -errno.
 */
int zram_remove(unsigned int number, struct reason *ret_reason);

#endif
