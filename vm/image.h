/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A kernel image: its architecture, format and version. */
#ifndef PTEBENCH_IMAGE_H
#define PTEBENCH_IMAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/die.h"

enum image_arch { IMAGE_X86_64, IMAGE_AARCH64, IMAGE_PPC64LE, IMAGE_ARCHES };

/**
 * struct image - the header of an image.
 * @format: "bzImage", "Image", "Image.gz", "EFI zboot", "ELF".
 * @version: "6.12.107+deb13-cloud-arm64 (debian-kernel@...) ...", in printable ASCII; "" where the
 * format hides it.
 * @has_payload: an EFI zboot image with a gzip payload, for image_unpack().
 */
struct image {
	enum image_arch arch;
	const char *format;
	char version[128];
	bool has_payload;
};

/** image_arches - "x86_64", "aarch64", "ppc64le", NULL. */
extern const char *const image_arches[IMAGE_ARCHES + 1];

/**
 * image_read() - recognise a kernel image.
 * @ret_reason: receives why not, without the path.
 *
 * Return: 0; -EBADMSG: no kernel image, or not a supported one; or -errno of open(2) or mmap(2).
 */
int image_read(const char *path, struct image *ret_image, struct reason *ret_reason);

/**
 * image_unpack() - write the Image of an EFI zboot image, which old QEMUs do not unpack.
 * @to: the file to write.
 *
 * Return: 0; -EBADMSG: it is broken; or -errno.
 */
int image_unpack(const char *path, const char *to);

/** image_digest() - hash the file. @ret_digest: HASH_BYTES. Return: 0 or -errno. */
int image_digest(const char *path, char *ret_digest);

/** image_release() - the version's first word, as in uname(2). @ret_release: 64 bytes. */
void image_release(const struct image *image, char *ret_release);

#endif
