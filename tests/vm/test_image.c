// SPDX-License-Identifier: GPL-2.0-or-later
/* Kernel images are known by their heads, and other files are refused with a reason. */
#include "fixture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/image.h"

enum { KERNEL_BYTES = 16384 };

static unsigned char kernel[KERNEL_BYTES];

static void put(size_t offset, const char *bytes, size_t length)
{
	memcpy(kernel + offset, bytes, length);
}

enum { X86, ARM64, PPC64, ZBOOT };

/* Numbers are little-endian. */
static const struct {
	int kernel;
	size_t offset;
	const char *bytes;
	size_t length;
} heads[] = {
	{ X86, 0x1fe, "\x55\xaa", 2 },
	{ X86, 0x202, "HdrS", 4 },
	{ X86, 0x206, "\x0f\x02", 2 },
	{ X86, 0x20e, "\x00\x0e", 2 },
	{ X86, 0x236, "\x01", 1 },
	{ X86, 0x1000, "6.1.0-56-cloud-amd64 (me@here) #1 SMP", 38 },
	{ ARM64, 0, "MZ", 2 },
	{ ARM64, 24, "\x0a", 1 },
	{ ARM64, 56, "ARM\x64", 4 },
	{ ARM64, 0x2000, "Linux version %s", 16 },
	{ ARM64, 0x3000, "Linux version 6.12.107-arm64 (me@here)\n", 40 },
	{ PPC64, 0, "\x7f\x45LF\x02\x01\x01", 7 },
	{ PPC64, 18, "\x15", 1 },
	{ PPC64, 0x3000, "Linux version 6.1.0-powerpc64le (me@here)\n", 43 },
	{ ZBOOT, 0, "MZ", 2 },
	{ ZBOOT, 4, "zimg", 4 },
	{ ZBOOT, 8, "\x00\x10", 2 },
	{ ZBOOT, 24, "gzip", 4 },
	{ ZBOOT, 0x3c, "\x40", 1 },
	{ ZBOOT, 0x40, "PE", 2 },
	{ ZBOOT, 0x44, "\x64\xaa", 2 },
};

static void make(int wanted)
{
	memset(kernel, 0, sizeof(kernel));
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (heads[i].kernel == wanted)
			put(heads[i].offset, heads[i].bytes, heads[i].length);
}

static void put_u32(size_t offset, size_t number)
{
	for (size_t i = 0; i < 4; i++)
		kernel[offset + i] = (unsigned char)(number >> 8 * i);
}

static void expect(const char *path, enum image_arch arch, const char *format, const char *release)
{
	struct reason reason = { "" };
	struct image image;
	char text[64];

	assert_int_equal(image_read(fixture_path(path), &image, &reason), 0);
	assert_int_equal(image.arch, arch);
	assert_string_equal(image.format, format);
	image_release(&image, text);
	assert_string_equal(text, release);
}

static void expect_refused(const char *path, int error, const char *word)
{
	struct image image = { .format = "untouched" };
	struct reason reason = { "" };

	assert_int_equal(image_read(fixture_path(path), &image, &reason), error);
	assert_non_null(strstr(reason.text, word));
	assert_null(strchr(reason.text, '\n'));
	assert_string_equal(image.format, "untouched");
}

static void test_formats(void **state)
{
	(void)state;
	make(X86);
	fixture_bytes("/bzImage", kernel, sizeof(kernel));
	expect("/bzImage", IMAGE_X86_64, "bzImage", "6.1.0-56-cloud-amd64");
	make(ARM64);
	fixture_bytes("/Image", kernel, sizeof(kernel));
	expect("/Image", IMAGE_AARCH64, "Image", "6.12.107-arm64");
	fixture_gzip("/Image.gz", kernel, sizeof(kernel));
	expect("/Image.gz", IMAGE_AARCH64, "Image.gz", "6.12.107-arm64");
	make(PPC64);
	fixture_bytes("/vmlinux", kernel, sizeof(kernel));
	expect("/vmlinux", IMAGE_PPC64LE, "ELF", "6.1.0-powerpc64le");
	make(ZBOOT);
	put(24, "zstd", 4);
	fixture_bytes("/vmlinuz.efi", kernel, sizeof(kernel));
	expect("/vmlinuz.efi", IMAGE_AARCH64, "EFI zboot", "");
}

static void test_names(void **state)
{
	(void)state;
	assert_string_equal(image_arch_name(IMAGE_X86_64), "x86_64");
	assert_string_equal(image_arch_name(IMAGE_AARCH64), "aarch64");
	assert_string_equal(image_arch_name(IMAGE_PPC64LE), "ppc64le");
}

static void test_other_kernels(void **state)
{
	static const struct {
		int kernel;
		size_t offset;
		const char *bytes;
		size_t length;
		const char *word;
	} others[] = {
		{ X86, 0x236, "\x00", 1, "32 bits" },
		{ X86, 0x206, "\x0b\x02", 2, "32 bits" },
		{ ARM64, 24, "\x0b", 1, "big-endian" },
		{ PPC64, 5, "\x02", 1, "ELF" },
		{ PPC64, 18, "\x3e", 1, "ELF" },
		{ ZBOOT, 0x44, "\x64\x86", 2, "not for arm64" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		make(others[i].kernel);
		put(others[i].offset, others[i].bytes, others[i].length);
		fixture_bytes("/other", kernel, sizeof(kernel));
		expect_refused("/other", -EBADMSG, others[i].word);
	}
}

static void test_no_kernels(void **state)
{
	(void)state;
	expect_refused("/not-there", -ENOENT, "No such file");
	expect_refused("/", -EISDIR, "directory");
	fixture_write("/empty", "");
	expect_refused("/empty", -EBADMSG, "too short");
	fixture_write("/text", "#!/bin/sh\n");
	expect_refused("/text", -EBADMSG, "too short");
	memset(kernel, 'a', sizeof(kernel));
	fixture_bytes("/long-text", kernel, sizeof(kernel));
	expect_refused("/long-text", -EBADMSG, "no bzImage");
	fixture_gzip("/text.gz", kernel, sizeof(kernel));
	expect_refused("/text.gz", -EBADMSG, "holds no arm64 Image");
	memset(kernel, 7, sizeof(kernel));
	put(0, "\x1f\x8b\x08\0", 4);
	fixture_bytes("/broken.gz", kernel, sizeof(kernel));
	expect_refused("/broken.gz", -EBADMSG, "gzip");
}

static void test_truncated(void **state)
{
	(void)state;
	make(X86);
	for (size_t size = 1; size < 4096; size += 15) {
		fixture_bytes("/cut", kernel, size);
		expect_refused("/cut", -EBADMSG, "too short");
	}
	/* The version lies behind the end; where the PE header should be, there is nothing. */
	fixture_bytes("/cut", kernel, 4096);
	expect("/cut", IMAGE_X86_64, "bzImage", "");
	make(ZBOOT);
	put_u32(0x3c, 0xffffffff);
	fixture_bytes("/cut", kernel, sizeof(kernel));
	expect_refused("/cut", -EBADMSG, "not for arm64");
}

/* Bytes that would move a terminal's cursor end the text. */
static void test_versions_are_printable(void **state)
{
	(void)state;
	make(X86);
	put(0x1000, "6.1-\x1b[31mred", 12);
	fixture_bytes("/bzImage", kernel, sizeof(kernel));
	expect("/bzImage", IMAGE_X86_64, "bzImage", "6.1-");
	make(X86);
	memset(kernel + 0x1000, 'v', 0x3000);
	fixture_bytes("/bzImage", kernel, sizeof(kernel));
	expect("/bzImage", IMAGE_X86_64, "bzImage",
	       "vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv");
}

static void test_payload_of_zboot(void **state)
{
	unsigned char inner[KERNEL_BYTES], packed[2048];
	struct reason reason;
	struct image image;
	size_t size;
	char *from;
	FILE *in;

	(void)state;
	make(ARM64);
	memcpy(inner, kernel, sizeof(inner));
	fixture_gzip("/inner.gz", inner, sizeof(inner));
	in = fopen(fixture_path("/inner.gz"), "re");
	assert_non_null(in);
	size = fread(packed, 1, sizeof(packed), in);
	fclose(in);
	make(ZBOOT);
	put_u32(12, size);
	memcpy(kernel + 0x1000, packed, size);
	fixture_bytes("/zboot", kernel, sizeof(kernel));
	assert_int_equal(image_read(fixture_path("/zboot"), &image, &reason), 0);
	assert_true(image.has_payload);
	from = strdup(fixture_path("/zboot"));
	assert_int_equal(image_unpack(from, fixture_path("/unpacked")), 0);
	expect("/unpacked", IMAGE_AARCH64, "Image", "6.12.107-arm64");
	put_u32(12, KERNEL_BYTES);
	fixture_bytes("/zboot", kernel, sizeof(kernel));
	assert_int_equal(image_unpack(from, fixture_path("/unpacked")), -EBADMSG);
	put_u32(12, size);
	memset(kernel + 0x1000, 0, size);
	fixture_bytes("/zboot", kernel, sizeof(kernel));
	assert_int_equal(image_unpack(from, fixture_path("/unpacked")), -EBADMSG);
	free(from);
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_other_kernels),
		cmocka_unit_test(test_no_kernels),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_versions_are_printable),
		cmocka_unit_test(test_payload_of_zboot),
	};

	return fixture_run(tests, fixture_make, fixture_remove);
}
