// SPDX-License-Identifier: GPL-2.0-or-later
/* Is an archive what the kernel's unpacker expects? Read back by a parser of its own. */
#include "fixture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "vm/cpio.h"

struct entry {
	unsigned long numbers[13]; /* in the order of the header */
	const char *name;
	const unsigned char *bytes;
};

enum { INODE, MODE, UID, GID, LINKS, MTIME, SIZE, MAJOR, MINOR, RMAJOR, RMINOR, NAMESIZE, CHECK };

static char *archive;
static size_t archive_size;

static struct cpio begin(void)
{
	struct cpio cpio = { .out = open_memstream(&archive, &archive_size) };

	assert_non_null(cpio.out);
	return cpio;
}

static void end(struct cpio *cpio)
{
	assert_int_equal(cpio_close(cpio), 0);
	assert_int_equal(fclose(cpio->out), 0);
}

static size_t align(size_t offset)
{
	return (offset + 3) / 4 * 4;
}

/* As init/initramfs.c does it: 6 bytes of magic, 13 numbers of 8 digits. Return: where the next is.
 */
static size_t read_entry(size_t offset, struct entry *ret_entry)
{
	char digits[9] = "", *stop;

	offset = align(offset);
	assert_in_range(offset + 110, 1, archive_size);
	assert_memory_equal(archive + offset, "070701", 6);
	for (size_t i = 0; i < 13; i++) {
		memcpy(digits, archive + offset + 6 + 8 * i, 8);
		ret_entry->numbers[i] = strtoul(digits, &stop, 16);
		assert_int_equal(*stop, 0);
	}
	ret_entry->name = archive + offset + 110;
	assert_int_equal(strlen(ret_entry->name) + 1, ret_entry->numbers[NAMESIZE]);
	offset = align(offset + 110 + ret_entry->numbers[NAMESIZE]);
	ret_entry->bytes = (const unsigned char *)archive + offset;
	assert_in_range(offset + ret_entry->numbers[SIZE], 1, archive_size);
	return offset + ret_entry->numbers[SIZE];
}

static size_t expect(size_t offset, const char *name, unsigned long mode, const char *bytes)
{
	struct entry entry;

	offset = read_entry(offset, &entry);
	assert_string_equal(entry.name, name);
	assert_int_equal(entry.numbers[MODE], mode);
	assert_int_equal(entry.numbers[UID] + entry.numbers[GID] + entry.numbers[CHECK], 0);
	assert_int_equal(entry.numbers[SIZE], strlen(bytes));
	assert_memory_equal(entry.bytes, bytes, strlen(bytes));
	return offset;
}

static void test_read_back(void **state)
{
	struct cpio cpio = begin();
	size_t at;

	(void)state;
	fixture_write("/program", "from the disk");
	cpio_folder(&cpio, "lab");
	cpio_bytes(&cpio, "lab/argv", 0644, "one\n", 4);
	cpio_bytes(&cpio, "empty", 0600, "", 0);
	cpio_link(&cpio, "sh", "bin/busybox");
	assert_int_equal(cpio_file(&cpio, "init", 0755, fixture_path("/program")), 0);
	end(&cpio);
	at = expect(0, "lab", S_IFDIR | 0755, "");
	at = expect(at, "lab/argv", S_IFREG | 0644, "one\n");
	at = expect(at, "empty", S_IFREG | 0600, "");
	at = expect(at, "sh", S_IFLNK | 0777, "bin/busybox");
	at = expect(at, "init", S_IFREG | 0755, "from the disk");
	at = expect(at, "TRAILER!!!", 0, "");
	assert_int_equal(align(at), archive_size);
	free(archive);
}

/* Names and contents of all lengths modulo 4. */
static void test_alignment(void **state)
{
	static const char name[] = "abcdefgh", bytes[] = "12345678";

	(void)state;
	for (size_t n = 1; n < 8; n++)
		for (size_t b = 0; b < 8; b++) {
			struct cpio cpio = begin();
			size_t at;

			cpio_bytes(&cpio, name + 8 - n, 0644, bytes + 8 - b, b);
			cpio_folder(&cpio, "next");
			end(&cpio);
			at = expect(0, name + 8 - n, S_IFREG | 0644, bytes + 8 - b);
			expect(at, "next", S_IFDIR | 0755, "");
			free(archive);
		}
}

static void test_files_that_cannot_be_read(void **state)
{
	struct cpio cpio = begin();

	(void)state;
	assert_int_equal(cpio_file(&cpio, "x", 0644, fixture_path("/not-there")), -ENOENT);
	assert_int_equal(cpio_file(&cpio, "x", 0644, fixture_path("/")), -EINVAL);
	end(&cpio);
	expect(0, "TRAILER!!!", 0, "");
	free(archive);
}

static void test_another_archive_behind_it(void **state)
{
	struct cpio cpio = begin();
	size_t at;

	(void)state;
	fixture_write("/gzip", "\x1f\x8b and more");
	fixture_write("/text", "no archive");
	fixture_write("/empty", "");
	cpio_bytes(&cpio, "a", 0644, "x", 1);
	assert_int_equal(cpio_close(&cpio), 0);
	assert_int_equal(cpio_archive(&cpio, fixture_path("/gzip")), 0);
	assert_int_equal(cpio_archive(&cpio, fixture_path("/text")), -EBADMSG);
	assert_int_equal(cpio_archive(&cpio, fixture_path("/empty")), -EBADMSG);
	assert_int_equal(cpio_archive(&cpio, fixture_path("/not-there")), -ENOENT);
	assert_int_equal(fclose(cpio.out), 0);
	at = expect(0, "a", S_IFREG | 0644, "x");
	at = align(expect(at, "TRAILER!!!", 0, ""));
	assert_int_equal(archive_size - at, strlen("\x1f\x8b and more"));
	assert_memory_equal(archive + at, "\x1f\x8b and more", archive_size - at);
	free(archive);
}

static void test_a_full_disk_is_told(void **state)
{
	struct cpio cpio = { .out = fopen("/dev/full", "we") };

	(void)state;
	if (!cpio.out)
		skip();
	cpio_folder(&cpio, "lab");
	assert_int_equal(cpio_close(&cpio), -ENOSPC);
	fclose(cpio.out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_read_back, fixture_make, fixture_remove),
		cmocka_unit_test(test_alignment),
		cmocka_unit_test_setup_teardown(test_files_that_cannot_be_read, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_another_archive_behind_it, fixture_make,
						fixture_remove),
		cmocka_unit_test(test_a_full_disk_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
