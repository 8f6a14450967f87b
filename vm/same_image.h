/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Refuses to add runs of one kernel image to a set of another. */
#ifndef PTEBENCH_SAME_IMAGE_H
#define PTEBENCH_SAME_IMAGE_H

#include "base/die.h"

/* The key in host.csv of the image's digest; see image_digest(). */
#define SAME_IMAGE_FACT "vm_kernel_fnv1a64"

/**
 * same_image_check() - are all runs in OUT/SET of this image?
 * @digest: of the image.
 * @ret_reason: names a run that is of another image, or does not say of which.
 *
 * Ignores boots without rows. The set need not exist.
 *
 * Return: 0; -EEXIST: they are not; or -errno.
 */
int same_image_check(const char *out, const char *set, const char *digest,
		     struct reason *ret_reason);

#endif
