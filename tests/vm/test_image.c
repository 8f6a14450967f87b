// SPDX-License-Identifier: GPL-2.0-or-later
/* Kernel images are recognised by their headers, and other files are refused with a reason. */
#include "fixture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "vm/image.h"

enum { KERNEL_BYTES = 16384 };

static unsigned char kernel[KERNEL_BYTES];

static void put(size_t offset, const char *bytes, size_t length)
{
	memcpy(kernel + offset, bytes, length);
}

static void put_number(size_t offset, unsigned long number, size_t width)
{
	for (size_t i = 0; i < width; i++)
		kernel[offset + i] = (unsigned char)(number >> 8 * i);
}

static void save(const char *path, const void *bytes, size_t size)
{
	FILE *out;

	fixture_write(path, "");
	out = fopen(fixture_path(path), "we");
	assert_non_null(out);
	assert_int_equal(fwrite(bytes, 1, size, out), size);
	fclose(out);
}

static void save_gzip(const char *path, const void *bytes, size_t size)
{
	gzFile out;

	fixture_write(path, "");
	out = gzopen(fixture_path(path), "wb");
	assert_non_null(out);
	assert_int_equal(gzwrite(out, bytes, (unsigned int)size), size);
	gzclose(out);
}

static void make_x86(void)
{
	memset(kernel, 0, sizeof(kernel));
	put(0x1fe, "\x55\xaa", 2);
	put(0x202, "HdrS", 4);
	put_number(0x206, 0x20f, 2);
	put_number(0x20e, 0x1000 - 0x200, 2);
	put_number(0x236, 1, 2);
	put(0x1000, "6.1.0-56-cloud-amd64 (me@here) #1 SMP", 38);
}

static void make_arm64(void)
{
	memset(kernel, 0, sizeof(kernel));
	put(0, "MZ", 2);
	put_number(24, 0xa, 8);
	put(56, "ARM\x64", 4);
	put(0x2000, "Linux version %s", 16);
	put(0x3000, "Linux version 6.12.107-arm64 (me@here)\n", 40);
}

static void make_ppc64(void)
{
	memset(kernel, 0, sizeof(kernel));
	put(0, "\x7f\x45LF\x02\x01\x01", 7);
	put_number(18, 21, 2);
	put(0x3000, "Linux version 6.1.0-powerpc64le (me@here)\n", 43);
}

static void make_zboot(const char *compression)
{
	memset(kernel, 0, sizeof(kernel));
	put(0, "MZ", 2);
	put(4, "zimg", 4);
	put_number(8, 0x1000, 4);
	put(24, compression, strlen(compression));
	put_number(0x3c, 0x40, 4);
	put(0x40, "PE\0", 4);
	put_number(0x44, 0xaa64, 2);
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
	make_x86();
	save("/bzImage", kernel, sizeof(kernel));
	expect("/bzImage", IMAGE_X86_64, "bzImage", "6.1.0-56-cloud-amd64");
	make_arm64();
	save("/Image", kernel, sizeof(kernel));
	expect("/Image", IMAGE_AARCH64, "Image", "6.12.107-arm64");
	save_gzip("/Image.gz", kernel, sizeof(kernel));
	expect("/Image.gz", IMAGE_AARCH64, "Image.gz", "6.12.107-arm64");
	make_ppc64();
	save("/vmlinux", kernel, sizeof(kernel));
	expect("/vmlinux", IMAGE_PPC64LE, "ELF", "6.1.0-powerpc64le");
	make_zboot("zstd");
	save("/vmlinuz.efi", kernel, sizeof(kernel));
	expect("/vmlinuz.efi", IMAGE_AARCH64, "EFI zboot", "");
}

static void test_names(void **state)
{
	(void)state;
	assert_string_equal(image_arches[IMAGE_X86_64], "x86_64");
	assert_string_equal(image_arches[IMAGE_AARCH64], "aarch64");
	assert_string_equal(image_arches[IMAGE_PPC64LE], "ppc64le");
}

static void test_other_kernels(void **state)
{
	(void)state;
	make_x86();
	put_number(0x236, 0, 2);
	save("/i386", kernel, sizeof(kernel));
	expect_refused("/i386", -EBADMSG, "32-bit");
	make_x86();
	put_number(0x206, 0x20b, 2);
	save("/old", kernel, sizeof(kernel));
	expect_refused("/old", -EBADMSG, "32-bit");
	make_arm64();
	put_number(24, 0xb, 8);
	save("/big", kernel, sizeof(kernel));
	expect_refused("/big", -EBADMSG, "big-endian");
	make_ppc64();
	put(5, "\x02", 1);
	save("/ppc64", kernel, sizeof(kernel));
	expect_refused("/ppc64", -EBADMSG, "ELF");
	make_ppc64();
	put_number(18, 62, 2);
	save("/vmlinux", kernel, sizeof(kernel));
	expect_refused("/vmlinux", -EBADMSG, "ELF");
	make_zboot("gzip");
	put_number(0x44, 0x8664, 2);
	save("/zboot", kernel, sizeof(kernel));
	expect_refused("/zboot", -EBADMSG, "not for arm64");
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
	save("/long-text", kernel, sizeof(kernel));
	expect_refused("/long-text", -EBADMSG, "no bzImage");
	save_gzip("/text.gz", kernel, sizeof(kernel));
	expect_refused("/text.gz", -EBADMSG, "holds no arm64 Image");
	memset(kernel, 7, sizeof(kernel));
	put(0, "\x1f\x8b\x08\0", 4);
	save("/broken.gz", kernel, sizeof(kernel));
	expect_refused("/broken.gz", -EBADMSG, "gzip");
}

static void test_truncated(void **state)
{
	(void)state;
	make_x86();
	for (size_t size = 1; size < 4096; size += 15) {
		save("/cut", kernel, size);
		expect_refused("/cut", -EBADMSG, "too short");
	}
	/* The version is beyond the end, and there is no PE header. */
	save("/cut", kernel, 4096);
	expect("/cut", IMAGE_X86_64, "bzImage", "");
	make_zboot("gzip");
	put_number(0x3c, 0xffffffff, 4);
	save("/cut", kernel, sizeof(kernel));
	expect_refused("/cut", -EBADMSG, "not for arm64");
}

/* Control characters end the version. */
static void test_versions_are_printable(void **state)
{
	(void)state;
	make_x86();
	put(0x1000, "6.1-\x1b[31mred", 12);
	save("/bzImage", kernel, sizeof(kernel));
	expect("/bzImage", IMAGE_X86_64, "bzImage", "6.1-");
	make_x86();
	memset(kernel + 0x1000, 'v', 0x3000);
	save("/bzImage", kernel, sizeof(kernel));
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
	make_arm64();
	memcpy(inner, kernel, sizeof(inner));
	save_gzip("/inner.gz", inner, sizeof(inner));
	in = fopen(fixture_path("/inner.gz"), "re");
	assert_non_null(in);
	size = fread(packed, 1, sizeof(packed), in);
	fclose(in);
	make_zboot("gzip");
	put_number(12, size, 4);
	memcpy(kernel + 0x1000, packed, size);
	save("/zboot", kernel, sizeof(kernel));
	assert_int_equal(image_read(fixture_path("/zboot"), &image, &reason), 0);
	assert_true(image.has_payload);
	from = strdup(fixture_path("/zboot"));
	assert_int_equal(image_unpack(from, fixture_path("/unpacked")), 0);
	expect("/unpacked", IMAGE_AARCH64, "Image", "6.12.107-arm64");
	put_number(12, KERNEL_BYTES, 4);
	save("/zboot", kernel, sizeof(kernel));
	assert_int_equal(image_unpack(from, fixture_path("/unpacked")), -EBADMSG);
	put_number(12, size, 4);
	memset(kernel + 0x1000, 0, size);
	save("/zboot", kernel, sizeof(kernel));
	assert_int_equal(image_unpack(from, fixture_path("/unpacked")), -EBADMSG);
	free(from);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_formats, fixture_make, fixture_remove),
		cmocka_unit_test(test_names),
		cmocka_unit_test_setup_teardown(test_other_kernels, fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_no_kernels, fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_truncated, fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_versions_are_printable, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_payload_of_zboot, fixture_make,
						fixture_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
