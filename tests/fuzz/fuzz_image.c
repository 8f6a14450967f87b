// SPDX-License-Identifier: GPL-2.0-or-later
/* Fuzzes the reader of kernel images. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "fuzz.h"
#include "vm/image.h"

/* A kernel's head is a page; the rest of it is zeros here. */
enum { HEAD_BYTES = 4096, HUGE_BYTES = 1 << 20, GUARD_BYTES = 65536 };

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void __real_free(void *memory);
void __wrap_free(void *memory);

static struct {
	char *at;
	size_t size;
} huge;

/* Room to inflate to: the sanitizer would take milliseconds for each. */
void *__wrap_malloc(size_t size)
{
	if (size < HUGE_BYTES || huge.at)
		return __real_malloc(size);
	huge.size = size + GUARD_BYTES;
	huge.at = mmap(NULL, huge.size, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	assert(huge.at != MAP_FAILED);
	assert(!mprotect(huge.at + size, GUARD_BYTES, PROT_NONE));
	return huge.at;
}

void __wrap_free(void *memory)
{
	if (!memory || memory != huge.at) {
		__real_free(memory);
		return;
	}
	munmap(huge.at, huge.size);
	huge.at = NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t length = size < HEAD_BYTES && size > 1 && data[0] != 0x1f ? HEAD_BYTES : size;
	char *bytes = calloc(length + 1, 1), release[64];
	struct image image = { .format = NULL };
	struct reason reason = { "" };
	const char *path;

	assert(bytes);
	if (size)
		memcpy(bytes, data, size);
	path = fuzz_file(0, bytes, length);
	free(bytes);
	if (image_read(path, &image, &reason)) {
		assert(*reason.text);
	} else {
		assert(image.arch < IMAGE_ARCHES && image.format);
		for (const char *at = image.version; *at; at++)
			assert(*at >= ' ' && *at <= '~');
		image_release(&image, release);
		if (image.has_payload)
			image_unpack(path, "/dev/null");
	}
	return 0;
}
