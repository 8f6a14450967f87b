// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes up a machine of files below another root; runs tests and children. */
#include "fixture.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include "sys/kfile.h"

static char root[64];

int fixture_make(void **state)
{
	(void)state;
	strcpy(root, "/tmp/ptebench-test-XXXXXX");
	assert_non_null(mkdtemp(root));
	setenv(KFILE_ROOT_VARIABLE, root, 1);
	return 0;
}

int fixture_remove(void **state)
{
	char command[128];

	(void)state;
	unsetenv(KFILE_ROOT_VARIABLE);
	snprintf(command, sizeof(command), "rm -rf '%s'", root);
	return system(command);
}

const char *fixture_path(const char *path)
{
	static char real[PATH_MAX];

	snprintf(real, sizeof(real), "%s%s", root, path);
	return real;
}

static char *make_folders(const char *path)
{
	static char real[PATH_MAX];

	snprintf(real, sizeof(real), "%s%s", root, path);
	for (char *p = real + strlen(root) + 1; (p = strchr(p, '/')); p++) {
		*p = '\0';
		mkdir(real, 0755);
		*p = '/';
	}
	return real;
}

void fixture_write(const char *path, const char *text)
{
	FILE *out = fopen(make_folders(path), "w");

	assert_non_null(out);
	fputs(text, out);
	assert_int_equal(fclose(out), 0);
}

void fixture_words(const char *path, size_t first, const uint64_t *words, size_t count)
{
	FILE *file;

	fixture_write(path, "");
	file = fopen(fixture_path(path), "r+");
	assert_non_null(file);
	assert_int_equal(fseek(file, (long)(first * sizeof(*words)), SEEK_SET), 0);
	assert_int_equal(fwrite(words, sizeof(*words), count, file), count);
	assert_int_equal(fclose(file), 0);
}

void fixture_bytes(const char *path, const void *bytes, size_t size)
{
	FILE *out = fopen(make_folders(path), "we");

	assert_non_null(out);
	assert_int_equal(fwrite(bytes, 1, size, out), size);
	assert_int_equal(fclose(out), 0);
}

void fixture_gzip(const char *path, const void *bytes, size_t size)
{
	gzFile out = gzopen(make_folders(path), "wb");

	assert_non_null(out);
	assert_int_equal(gzwrite(out, bytes, (unsigned int)size), size);
	assert_int_equal(gzclose(out), Z_OK);
}

void fixture_link(const char *path, const char *target)
{
	assert_int_equal(symlink(target, make_folders(path)), 0);
}

void fixture_expect(const char *path, const char *text)
{
	char found[4096] = "";

	assert_int_equal(kfile_read(path, found, sizeof(found)), 0);
	assert_string_equal(found, text);
}

void fixture_rows(const char *path, const struct csv_row *rows, size_t count)
{
	char line[CSV_ROW_LINE_BYTES], *text;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	assert_non_null(out);
	csv_row_header(line);
	fprintf(out, "%s\n", line);
	for (size_t i = 0; i < count; i++) {
		csv_row_format(&rows[i], line);
		fprintf(out, "%s\n", line);
	}
	assert_int_equal(fclose(out), 0);
	fixture_write(path, text);
	free(text);
}

void fixture_thp(void)
{
	static const unsigned int sizes_kib[] = { 16, 32, 64, 128, 256, 512, 1024, 2048 };
	char path[128];

	fixture_write("/proc/sys/kernel/random/boot_id", "11111111-2222\n");
	fixture_write("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size", "2097152\n");
	fixture_write("/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
	fixture_write("/sys/kernel/mm/transparent_hugepage/defrag",
		      "always defer defer+madvise [madvise] never\n");
	for (size_t i = 0; i < sizeof(sizes_kib) / sizeof(sizes_kib[0]); i++) {
		snprintf(path, sizeof(path),
			 "/sys/kernel/mm/transparent_hugepage/hugepages-%ukB/enabled",
			 sizes_kib[i]);
		fixture_write(path, sizes_kib[i] == 2048 ? "always [inherit] madvise never\n"
							 : "always inherit madvise [never]\n");
	}
}

int fixture_child(void (*body)(const char *argument), const char *argument, char *ret_text,
		  size_t size)
{
	int fd = memfd_create("output", MFD_CLOEXEC), status;
	ssize_t got;
	pid_t child;

	assert_true(fd >= 0);
	fflush(NULL);
	child = fork();
	if (!child) {
		dup2(fd, STDOUT_FILENO);
		dup2(fd, STDERR_FILENO);
		body(argument);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	got = pread(fd, ret_text, size - 1, 0);
	ret_text[got > 0 ? got : 0] = '\0';
	close(fd);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int fixture_run_tests(struct CMUnitTest *tests, size_t count, CMFixtureFunction make,
		      CMFixtureFunction remove)
{
	for (size_t i = 0; i < count; i++) {
		tests[i].setup_func = make;
		tests[i].teardown_func = remove;
	}
	return _cmocka_run_group_tests("tests", tests, count, NULL, NULL);
}
