// SPDX-License-Identifier: GPL-2.0-or-later
/* Each wrong command line of ./run.sh vm gets one clear line. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "vm/qemu.h"
#include "vm/vm_options.h"

enum { ARGUMENTS_MAX = 32 };

static char *of_x86, *of_arm64;

static char *make_image(const char *path, size_t offset, const char *magic)
{
	char bytes[8192] = "";

	memcpy(bytes + offset, magic, 4);
	bytes[0x207] = 2;
	bytes[0x206] = 0xf;
	bytes[0x236] = 1;
	fixture_bytes(path, bytes, sizeof(bytes));
	return strdup(fixture_path(path));
}

static int make_images(void **state)
{
	if (fixture_make(state))
		return -1;
	of_x86 = make_image("/bzImage", 0x202, "HdrS");
	of_arm64 = make_image("/Image", 56, "ARM\x64");
	return 0;
}

static int remove_images(void **state)
{
	free(of_x86);
	free(of_arm64);
	return fixture_remove(state);
}

/* Splits arguments at blanks; %x and %a are the images. They live until the next call. Return:
 * argc.
 */
static int split(const char *line, char **ret_argv)
{
	static char texts[ARGUMENTS_MAX][256];
	char copy[512], *rest = copy, *word;
	int argc = 0;

	snprintf(copy, sizeof(copy), "vm %s", line);
	while ((word = strsep(&rest, " "))) {
		const char *image = strstr(word, "%x") ? of_x86 : of_arm64;
		char *sign = strchr(word, '%');

		if (sign)
			*sign = '\0';
		snprintf(texts[argc], sizeof(texts[argc]), "%s%s", word, sign ? image : "");
		ret_argv[argc] = texts[argc];
		argc++;
	}
	ret_argv[argc] = NULL;
	return argc;
}

static void parse(const char *line)
{
	struct vm_options options;
	char *argv[ARGUMENTS_MAX];

	vm_options_parse(split(line, argv), argv, &options);
}

static void test_wrong_lines(void **state)
{
	static const struct {
		const char *line, *word;
	} wrong[] = {
		{ "", "not an option" },
		{ "--boots 1", "--kernel NAME=IMAGE" },
		{ "--kernel x", "NAME=IMAGE" },
		{ "--kernel =%x", "NAME=IMAGE" },
		{ "--kernel a=", "NAME=IMAGE" },
		{ "--kernel ../a=%x", "NAME=IMAGE" },
		{ "--kernel .a=%x", "no dot" },
		{ "--kernel a/b=%x", "NAME=IMAGE" },
		{ "--kernel a=/not/there", "No such file" },
		{ "--kernel a=/", "directory" },
		{ "--kernel a=/dev/null", "Invalid" },
		{ "--kernel a=%x --kernel a=%x", "twice" },
		{ "--kernel a=%x --kernel b=%a", "for aarch64, not x86_64" },
		{ "--kernel a=%x --arch aarch64", "as --arch says" },
		{ "--kernel a=%x --arch arm64", "give x86_64, aarch64 or ppc64le" },
		{ "--kernel a=%x --boots 0", "1 to 100" },
		{ "--kernel a=%x --boots 101", "1 to 100" },
		{ "--kernel a=%x --boots 1x", "1 to 100" },
		{ "--kernel a=%x --boots -1", "1 to 100" },
		{ "--kernel a=%x --rounds 0", "1 to 1000" },
		{ "--kernel a=%x --smp 0", "1 to 64" },
		{ "--kernel a=%x --smp 2 --accel tcg", "one CPU" },
		{ "--kernel a=%x --accel xen", "auto, kvm or tcg" },
		{ "--kernel a=%x --memory 1", "256M" },
		{ "--kernel a=%x --memory 1024", "256M" },
		{ "--kernel a=%x --memory 255M", "256M" },
		{ "--kernel a=%x --memory 1GB", "256M" },
		{ "--kernel a=%x --memory 99999999999999999999G", "256M" },
		{ "--kernel a=%x --memory -1G", "256M" },
		{ "--kernel a=%x --timeout 9", "10 to 86400" },
		{ "--kernel a=%x --timeout 86401", "10 to 86400" },
		{ "--kernel a=%x --seed x", "whole number" },
		{ "--kernel a=%x --seed 18446744073709551616", "whole number" },
		{ "--kernel a=%x --only ", "not empty" },
		{ "--kernel a=%x --cpu ", "model" },
		{ "--kernel a=%x --check --rounds 2", "--check" },
		{ "--kernel a=%x --check --quick", "--check" },
		{ "--kernel a=%x --check --case fork.anon", "--check" },
		{ "--kernel a=%x --size 4K", "--size 4K: of which case?" },
		{ "--kernel a=%x --case x;y", "--case 'x;y'" },
		{ "--kernel a=%x --append x --append y", "in one" },
		{ "--kernel a=%x --append a:x --append a:y", "one already" },
		{ "--kernel a=%x more", "not an option" },
		{ "--kernel a=%x --such", "such" },
	};
	char text[1024];

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(fixture_child(parse, wrong[i].line, text, sizeof(text)),
				 EXIT_USAGE);
		assert_non_null(strstr(text, wrong[i].word));
		assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
	}
}

static void test_defaults(void **state)
{
	struct vm_options options;
	char *argv[ARGUMENTS_MAX];

	(void)state;
	vm_options_parse(split("--kernel base=%x", argv), argv, &options);
	assert_int_equal(options.kernel_count, 1);
	assert_string_equal(options.kernels[0].name, "base");
	assert_string_equal(options.kernels[0].append, "");
	assert_int_equal(options.arch, IMAGE_X86_64);
	assert_int_equal(options.boots, 4);
	assert_int_equal(options.smp, 1);
	assert_int_equal(options.timeout_s, 900);
	assert_false(options.has_seed);
	assert_string_equal(options.memory, "1G");
	assert_ptr_equal(strstr(options.command, "./run.sh vm --kernel base=/"), options.command);
	free(options.command);
	vm_options_parse(split("--programs p --compare c --seed 1 --kernel base=%x", argv), argv,
			 &options);
	assert_ptr_equal(strstr(options.command, "./run.sh vm --seed 1 --kernel"), options.command);
	free(options.command);
	vm_options_parse(split("--check --kernel base=%a", argv), argv, &options);
	assert_int_equal(options.boots, 1);
	assert_int_equal(options.arch, IMAGE_AARCH64);
	assert_int_equal(options.timeout_s, 7200);
	free(options.command);
	vm_options_parse(split("--full --timeout 30 --kernel base=%a", argv), argv, &options);
	assert_int_equal(options.timeout_s, 30);
	free(options.command);
}

/* A colon selects a kernel only behind its name; --kernel may come later. */
static void test_parameters_of_one_kernel(void **state)
{
	struct vm_options options;
	char *argv[ARGUMENTS_MAX];

	(void)state;
	vm_options_parse(split("--append b:thp=never --kernel a=%x --append earlycon=uart:x "
			       "--kernel b=%x",
			       argv),
			 argv, &options);
	assert_string_equal(options.append, "earlycon=uart:x");
	assert_string_equal(options.kernels[0].append, "");
	assert_string_equal(options.kernels[1].append, "thp=never");
	free(options.command);
}

static bool has_pair(char **argv, const char *option, const char *value)
{
	for (int i = 0; argv[i]; i++)
		if (!strcmp(argv[i], option))
			return argv[i + 1] && !strcmp(argv[i + 1], value);
	return false;
}

static void test_command_lines(void **state)
{
	struct qemu_guest guest = {
		.machine = machine_of(IMAGE_AARCH64),
		.accel = MACHINE_ACCEL_TCG,
		.kernel = "K",
		.initrd = "I",
		.append = "more=1",
		.memory = "2G",
		.smp = 1,
	};
	char *argv[QEMU_ARGUMENTS_MAX];

	(void)state;
	qemu_arguments(&guest, argv);
	assert_string_equal(argv[0], "qemu-system-aarch64");
	assert_true(has_pair(argv, "-accel", "tcg"));
	assert_true(has_pair(argv, "-icount", "shift=0,sleep=off"));
	assert_true(has_pair(argv, "-M", "virt,gic-version=3"));
	assert_true(has_pair(argv, "-cpu", "max,pauth-impdef=on"));
	assert_true(has_pair(argv, "-append", "console=ttyAMA0 panic=-1 more=1"));
	qemu_free_arguments(argv);
	guest.accel = MACHINE_ACCEL_KVM;
	guest.smp = 4;
	qemu_arguments(&guest, argv);
	assert_true(has_pair(argv, "-accel", "kvm"));
	assert_true(has_pair(argv, "-M", "virt,gic-version=host"));
	assert_true(has_pair(argv, "-cpu", "host"));
	assert_true(has_pair(argv, "-smp", "4"));
	assert_false(has_pair(argv, "-icount", "shift=0,sleep=off"));
	qemu_free_arguments(argv);
	guest.cpu = "neoverse-n1";
	qemu_arguments(&guest, argv);
	assert_true(has_pair(argv, "-cpu", "neoverse-n1"));
	qemu_free_arguments(argv);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wrong_lines),
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_parameters_of_one_kernel),
		cmocka_unit_test(test_command_lines),
	};

	return cmocka_run_group_tests(tests, make_images, remove_images);
}
