// SPDX-License-Identifier: GPL-2.0-or-later
/* The initramfs is an archive that the kernel unpacks, and the same bytes each time. */
#include "fixture.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/die.h"
#include "vm/initrd.h"

static char *programs, command[] = "./run.sh vm";

static int make_programs(void **state)
{
	if (fixture_make(state))
		return -1;
	fixture_write("/vm-aarch64/bin/init", "the init");
	fixture_write("/vm-aarch64/bin/runner", "the runner's bytes");
	fixture_write("/vm-aarch64/bench/mprotect", "of three");
	fixture_write("/vm-aarch64/bench/fork", "f");
	fixture_write("/vm-aarch64/bench/no.program", "x");
	fixture_write("/config-6.1.0", "CONFIG_MMU=y");
	programs = xstrdup(fixture_path(""));
	return 0;
}

static int remove_programs(void **state)
{
	free(programs);
	return fixture_remove(state);
}

static struct vm_options options_of(const char *archive)
{
	struct vm_options options = { .programs = programs };

	options.arch = IMAGE_AARCH64;
	options.only.texts[options.only.count++] = "fork.*";
	options.own.texts[POINT_OPTIONS_CASE] = "fork.anon";
	options.own.texts[POINT_OPTIONS_SIZE] = "8K,2G";
	options.command = command;
	if (archive)
		options.archives[options.archive_count++] = archive;
	return options;
}

static void make(FILE *out, const char *archive)
{
	struct vm_options options = options_of(archive);
	char *path = xasprintf("%s/vmlinuz", programs);
	struct vm_options_kernel kernel = { .name = "set", .path = path, .append = "" };

	strcpy(kernel.image.version, "6.1.0 (somebody)");
	initrd_make(out, &options, &kernel, "run-1", 7, true);
	free(path);
}

static char *pack(const char *archive, size_t *ret_size)
{
	char *bytes;
	FILE *out = open_memstream(&bytes, ret_size);

	assert_non_null(out);
	make(out, archive);
	assert_int_equal(fclose(out), 0);
	return bytes;
}

/* Return: the exit status of packing. @to: a file. */
static int pack_in_child(const char *to, const char *archive)
{
	FILE *out = fopen(to, "we");
	pid_t child = out ? fork() : -1;
	int status;

	if (!out)
		return -1;
	if (!child) {
		freopen("/dev/null", "w", stderr);
		make(out, archive);
		_exit(0);
	}
	fclose(out);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/*
 * Reads an archive as init/initramfs.c does: 6 bytes of magic, 13 numbers of 8 digits, the name,
 * the bytes, each at a multiple of 4. Appends "MODE NAME=BYTES;" to @ret_text. Return: where it
 * ends.
 */
static size_t read_archive(const char *bytes, size_t size, char *ret_text)
{
	enum { MODE = 1, UID, GID, LINKS, MTIME, SIZE, NAMESIZE = 11, NUMBERS = 13 };
	unsigned long numbers[NUMBERS];
	size_t at = 0;
	const char *name;

	for (;;) {
		assert_in_range(at + 110, 1, size);
		assert_memory_equal(bytes + at, "070701", 6);
		for (size_t i = 0; i < NUMBERS; i++) {
			char digits[9] = "";

			memcpy(digits, bytes + at + 6 + 8 * i, 8);
			numbers[i] = strtoul(digits, NULL, 16);
		}
		name = bytes + at + 110;
		assert_int_equal(strlen(name) + 1, numbers[NAMESIZE]);
		at = (at + 110 + numbers[NAMESIZE] + 3) / 4 * 4;
		assert_in_range(at + numbers[SIZE], 1, size);
		if (!strcmp(name, "TRAILER!!!"))
			return at;
		assert_int_equal(numbers[UID] + numbers[GID] + numbers[MTIME], 0);
		ret_text += sprintf(ret_text, "%lo %s=%.*s;", numbers[MODE], name,
				    (int)numbers[SIZE], bytes + at);
		at = (at + numbers[SIZE] + 3) / 4 * 4;
	}
}

static void test_read_back(void **state)
{
	char text[4096] = "", *bytes;
	size_t size;

	(void)state;
	bytes = pack(NULL, &size);
	assert_int_equal(read_archive(bytes, size, text), size);
	assert_string_equal(
		text, "40755 dev=;40755 proc=;40755 sys=;40755 tmp=;40755 run=;40755 var=;"
		      "40755 boot=;40755 bin=;40755 bench=;40755 results=;100755 init=the init;"
		      "100644 bin/port=ttyS0;"
		      "100755 bin/runner=the runner's bytes;100755 bench/fork=f;"
		      "100755 bench/mprotect=of three;100644 boot/config-6.1.0=CONFIG_MMU=y;"
		      "100644 bin/argv=/bin/runner\nrun\n--bench-dir\n/bench\n--only\nfork.*\n"
		      "--out\n/results\n--set\nset\n--seed\n7\n--case\nfork.anon\n--size\n8K,2G\n;"
		      "100644 bin/environment=PATH=/\nHOME=/\nPTEBENCH_PAUSE=1\n"
		      "PTEBENCH_RUN=run-1\nPTEBENCH_CLOCK_DOMAIN=icount\n"
		      "PTEBENCH_ARGV=./run.sh vm\n;100644 bin/run=/results/set/run-1;");
	free(bytes);
}

/* Times of files do not matter. */
static void test_same_input_same_bytes(void **state)
{
	static const struct timespec long_ago[2] = { { .tv_sec = 1000 }, { .tv_sec = 1000 } };
	size_t size, size_again;
	char *bytes, *again, *path = xasprintf("%s/vm-aarch64/bin/init", programs);

	(void)state;
	bytes = pack(NULL, &size);
	assert_int_equal(utimensat(AT_FDCWD, path, long_ago, 0), 0);
	assert_int_equal(chmod(path, 0600), 0);
	again = pack(NULL, &size_again);
	assert_int_equal(size, size_again);
	assert_memory_equal(bytes, again, size);
	free(path);
	free(bytes);
	free(again);
}

/* Programs of each length modulo 4. */
static void test_alignment(void **state)
{
	char text[4096], expected[64], *bytes;
	size_t size;

	(void)state;
	for (int length = 0; length < 9; length++) {
		snprintf(expected, sizeof(expected), ";100755 init=%.*s;", length, "12345678");
		snprintf(text, sizeof(text), "%.*s", length, "12345678");
		fixture_write("/vm-aarch64/bin/init", text);
		bytes = pack(NULL, &size);
		assert_int_equal(read_archive(bytes, size, text), size);
		assert_non_null(strstr(text, expected));
		free(bytes);
	}
}

/* Return: the path of an archive for --initrd-add. */
static char *make_other(void)
{
	char *path = xasprintf("%s/other", programs);

	assert_int_equal(pack_in_child(path, NULL), 0);
	return path;
}

static void test_another_archive_behind_it(void **state)
{
	char *other = make_other(), *bytes, *text = calloc(2, 4096), *zipped;
	size_t size, own;
	char *zip = xasprintf("gzip -kf %s", other);

	(void)state;
	assert_non_null(text);
	bytes = pack(other, &size);
	own = read_archive(bytes, size, text);
	assert_int_equal(read_archive(bytes + own, size - own, text + strlen(text)), size - own);
	free(bytes);
	assert_int_equal(system(zip), 0);
	zipped = xasprintf("%s.gz", other);
	bytes = pack(zipped, &size);
	assert_memory_equal(bytes + own, "\x1f\x8b", 2);
	free(bytes);
	free(zip);
	free(zipped);
	free(text);
	free(other);
}

static void test_what_is_no_archive(void **state)
{
	static const char *const lies[] = { "/text", "/empty", "/gzip", "/odc", "/not-there", "/" };
	/* The format of cpio without -H newc; the kernel does not unpack it. */
	static const char odc[] =
		"0707070000000000011006440000000000000000010000000000000000000000200"
		"000000000a";

	(void)state;
	fixture_bytes("/odc", odc, sizeof(odc));
	fixture_write("/text", "no archive");
	fixture_write("/empty", "");
	fixture_write("/gzip", "\x1f\x8b and more");
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		char *path = xstrdup(fixture_path(lies[i]));

		assert_int_equal(pack_in_child("/dev/null", path), EXIT_USAGE);
		free(path);
	}
}

static void test_what_cannot_be_packed(void **state)
{
	char *path = xasprintf("%s/vm-aarch64/bin/init", programs);

	(void)state;
	assert_int_equal(pack_in_child("/dev/null", NULL), 0);
	if (!access("/dev/full", W_OK))
		assert_int_equal(pack_in_child("/dev/full", NULL), EXIT_FAILED);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(pack_in_child("/dev/null", NULL), EXIT_FAILED);
	assert_int_equal(mkdir(path, 0755), 0);
	assert_int_equal(pack_in_child("/dev/null", NULL), EXIT_FAILED);
	free(path);
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read_back),
		cmocka_unit_test(test_same_input_same_bytes),
		cmocka_unit_test(test_alignment),
		cmocka_unit_test(test_another_archive_behind_it),
		cmocka_unit_test(test_what_is_no_archive),
		cmocka_unit_test(test_what_cannot_be_packed),
	};

	return fixture_run(tests, make_programs, remove_programs);
}
