// SPDX-License-Identifier: GPL-2.0-or-later
/* A machine is recognised, and facts that would explain a difference are found. */
#include "fixture.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "compare/kernel_config.h"
#include "compare/host_facts.h"

static struct host_facts read_text(const char *text)
{
	struct host_facts facts;
	struct reason reason;

	fixture_write("/host.csv", text);
	assert_int_equal(host_facts_read(fixture_path("/host.csv"), &facts, &reason), 0);
	return facts;
}

static void test_values_in_quotes_and_missing_ones(void **state)
{
	struct host_facts facts =
		read_text("key,value\nhost,\"a \"\"b\"\", c\"\nsmt,off\nempty,\"\"\n");

	(void)state;
	assert_string_equal(host_facts_get(&facts, "host"), "a \"b\", c");
	assert_string_equal(host_facts_get(&facts, "smt"), "off");
	assert_string_equal(host_facts_get(&facts, "governor"), HOST_FACTS_UNKNOWN);
	host_facts_free(&facts);
}

static void test_malformed_files_are_refused(void **state)
{
	static const char *const lies[] = {
		"",
		"value,key\n",
		"key,value\nhost\n",
		"key,value\nhost,a,b\n",
		"key,value\nhost,\"a\n",
		"key,value\nhost,a\nhost,b\n",
		"key,value\n,a\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		struct host_facts facts;
		struct reason reason;

		fixture_write("/host.csv", lies[i]);
		assert_int_equal(host_facts_read(fixture_path("/host.csv"), &facts, &reason),
				 -EBADMSG);
		assert_non_null(strstr(reason.text, "host.csv"));
		host_facts_free(&facts);
	}
}

static void expect_machine(const char *one, const char *other, bool same)
{
	struct host_facts a = read_text(one), b = read_text(other);
	char *x = host_facts_machine(&a), *y = host_facts_machine(&b);

	assert_int_equal(!strcmp(x, y), same);
	free(y);
	free(x);
	host_facts_free(&b);
	host_facts_free(&a);
}

static void test_the_machine_is_host_and_cpu_and_not_its_settings(void **state)
{
	(void)state;
	expect_machine("key,value\nhost,a\ncpu_model,X\ngovernor,powersave\nboot_id,1\n",
		       "key,value\nhost,a\ncpu_model,X\ngovernor,performance\nboot_id,2\n", true);
	expect_machine("key,value\nhost,a\ncpu_model,X\n", "key,value\nhost,a\ncpu_model,Y\n",
		       false);
	expect_machine("key,value\nhost,a\ncpu_model,X\n", "key,value\nhost,b\ncpu_model,X\n",
		       false);
	expect_machine("key,value\nhost,a\ncpu_stepping,1\n", "key,value\nhost,a\ncpu_stepping,2\n",
		       false);
	expect_machine("key,value\nhost,a\npowerpc_revision,2.0 (pvr 0080 0200)\n",
		       "key,value\nhost,a\npowerpc_revision,2.2 (pvr 004e 1202)\n", false);
	/* a file of before cpu_core was written, and one of a later table of names */
	expect_machine("key,value\nhost,a\nmidr_el1,0x00000000413fd0c1\n",
		       "key,value\nhost,a\nmidr_el1,0x00000000413fd0c1\ncpu_vendor,ARM\n"
		       "cpu_core,Neoverse-N1\ncpu_part,0x41:0xd0c r3p1\n"
		       "powerpc_revision,unknown\n",
		       true);
	/* cells do not run into each other */
	expect_machine("key,value\ncpu_model,1\ncpu_family,23\n",
		       "key,value\ncpu_model,12\ncpu_family,3\n", false);
}

static void test_the_name_of_the_cpu(void **state)
{
	static const struct {
		const char *text, *name;
	} rows[] = {
		{ "key,value\ncpu_vendor,ARM\ncpu_core,Neoverse-N1\nmidr_el1,0x413fd0c1\n",
		  "ARM Neoverse-N1" },
		{ "key,value\ncpu_vendor,QEMU\ncpu_core,max\nmidr_el1,0x000f0510\n", "QEMU max" },
		{ "key,value\ncpu_vendor,unknown\ncpu_core,pvr 0x0099\n", "pvr 0x0099" },
		{ "key,value\ncpu_vendor,IBM\ncpu_core,POWER10\ncpu_powerpc,\"POWER10, altivec\"\n",
		  "IBM POWER10" },
		{ "key,value\ncpu_vendor,AMD\ncpu_core,family 25 model 1\ncpu_model,AMD EPYC\n",
		  "AMD EPYC" },
		{ "key,value\ncpu_vendor,AMD\ncpu_core,family 25 model 1\n",
		  "AMD family 25 model 1" },
		{ "key,value\ncpu_vendor,Intel\n", NULL },
		/* written before there was cpu_core */
		{ "key,value\nmidr_el1,0x00000000000f0510\n", "0x00000000000f0510" },
		{ "key,value\ncpu_powerpc,POWER9\n", "POWER9" },
		{ "key,value\nhost,a\n", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct host_facts facts = read_text(rows[i].text);
		char *name = host_facts_cpu(&facts);

		if (rows[i].name)
			assert_string_equal(name, rows[i].name);
		else
			assert_null(name);
		free(name);
		host_facts_free(&facts);
	}
}

static void test_metal_or_vm_and_unknown_is_neither(void **state)
{
	static const struct {
		const char *text, *kind;
	} rows[] = {
		{ "key,value\ncpuid_hypervisor,yes\n", "VM" },
		{ "key,value\ncpuid_hypervisor,no\n", "bare metal" },
		{ "key,value\ncpuid_hypervisor,unknown\n", "metal or VM unknown" },
		{ "key,value\nhypervisor_type,xen\n", "VM" },
		{ "key,value\ndmi_product,KVM Virtual Machine\n", "VM" },
		{ "key,value\ndmi_vendor,QEMU\n", "VM" },
		{ "key,value\ndmi_product,PowerEdge R7525\n", "metal or VM unknown" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct host_facts facts = read_text(rows[i].text);

		assert_string_equal(host_facts_kind(&facts), rows[i].kind);
		host_facts_free(&facts);
	}
}

static void test_what_differs_beyond_the_kernel(void **state)
{
	static const struct {
		const char *key, *a, *b;
		bool differ;
	} rows[] = {
		{ "governor", "powersave", "performance", true },
		{ "memory_total", "24684092 kB", "24680000 kB", false },
		{ "memory_total", "24684092 kB", "12342046 kB", true },
		{ "memory_total", "unknown", "12342046 kB", true },
		{ "kernel_cmdline", "BOOT_IMAGE=/a ro quiet", "BOOT_IMAGE=/b ro quiet", false },
		{ "kernel_cmdline", "ro initrd=a  quiet", "ro quiet initrd=b", false },
		{ "kernel_cmdline", "ro", "ro mitigations=off", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(host_facts_differ(rows[i].key, rows[i].a, rows[i].b),
				 rows[i].differ);
	assert_true(host_facts_is_environment("governor"));
	assert_true(host_facts_is_environment("mitigation.retbleed"));
	assert_false(host_facts_is_environment("kernel_release"));
	assert_false(host_facts_is_environment("boot_id"));
	assert_false(host_facts_is_environment("cpu_model"));
	assert_false(host_facts_is_environment("vm_kernel_fnv1a64"));
	assert_false(host_facts_is_environment("cpu_core"));
	assert_false(host_facts_is_environment("powerpc_model"));
	assert_true(host_facts_is_environment("kernel_compiler"));
	assert_true(host_facts_is_environment("dmi_bios_version"));
}

static struct kernel_config config_of(const char *path)
{
	struct kernel_config config;

	assert_int_equal(kernel_config_read(fixture_path(path), &config), 0);
	return config;
}

static void test_options_that_differ_are_named(void **state)
{
	static const char text[] =
		"# comment\nCONFIG_B=y\nCONFIG_A=\"x=1\"\n# CONFIG_C is not set\n";
	static const char other[] = "CONFIG_A=\"x=2\"\nCONFIG_AB=m\nCONFIG_B=y\n";
	struct kernel_config a, b;
	char **texts;

	(void)state;
	fixture_write("/a", text);
	fixture_gzip("/b", other, strlen(other));
	a = config_of("/a");
	b = config_of("/b");
	assert_int_equal(kernel_config_differences(&a, &b, &texts), 2);
	assert_string_equal(texts[0], "CONFIG_A \"x=1\" -> \"x=2\"");
	assert_string_equal(texts[1], "CONFIG_AB n -> m");
	free(texts[0]);
	free(texts[1]);
	free(texts);
	assert_int_equal(kernel_config_differences(&a, &a, &texts), 0);
	free(texts);
	kernel_config_free(&b);
	kernel_config_free(&a);
}

static void test_damaged_configs_are_none(void **state)
{
	struct kernel_config config;
	gzFile packed = gzopen(fixture_path("/whole"), "w");

	(void)state;
	for (int i = 0; i < 2000; i++)
		gzprintf(packed, "CONFIG_%d=%d\n", i * 7919 % 2003, i * 104729);
	gzclose(packed);
	assert_int_equal(kernel_config_read(fixture_path("/whole"), &config), 0);
	assert_int_equal(config.count, 2000);
	kernel_config_free(&config);
	assert_int_equal(truncate(fixture_path("/whole"), 3000), 0);
	assert_int_equal(kernel_config_read(fixture_path("/whole"), &config), -EBADMSG);
	kernel_config_free(&config);
	fixture_write("/other", "hello\n");
	assert_int_equal(kernel_config_read(fixture_path("/other"), &config), -EBADMSG);
	kernel_config_free(&config);
	assert_int_equal(kernel_config_read(fixture_path("/none"), &config), -ENOENT);
	kernel_config_free(&config);
}

static size_t options_of_run(const char *hash)
{
	struct kernel_config config;
	size_t count;

	kernel_config_read_of_run(fixture_path("/set/run"), hash, &config);
	count = config.count;
	kernel_config_free(&config);
	return count;
}

/* 3: of the run's own; 2: of the set's. What does not have the hash that host.csv names is none. */
static void test_a_run_gets_the_config_that_its_host_csv_names(void **state)
{
	static const char own[] = "CONFIG_A=y\nCONFIG_B=y\nCONFIG_C=y\n";
	static const char shared[] = "CONFIG_A=y\nCONFIG_B=n\n";
	char hash[HASH_BYTES], shared_hash[HASH_BYTES], path[64];

	(void)state;
	hash_fnv1a64(own, strlen(own), hash);
	hash_fnv1a64(shared, strlen(shared), shared_hash);
	snprintf(path, sizeof(path), "/set/kernel-config-%s", shared_hash);
	fixture_write("/set/run/kernel-config", own);
	fixture_write(path, shared);
	assert_int_equal(options_of_run(hash), 3);
	assert_int_equal(options_of_run(shared_hash), 2);
	fixture_gzip(path, shared, strlen(shared));
	assert_int_equal(options_of_run(shared_hash), 2);
	assert_int_equal(options_of_run("unknown"), 0);
	assert_int_equal(options_of_run("0123456789abcdef"), 0);
	fixture_write(path, own);
	assert_int_equal(options_of_run(shared_hash), 0);
	fixture_write("/set/run/kernel-config", shared);
	assert_int_equal(options_of_run(hash), 0);
}

/* /proc/config.gz is gzip as the kernel gave it: its hash is one of the packed bytes. */
static void test_the_hash_of_packed_bytes(void **state)
{
	char hash[HASH_BYTES], bytes[256], path[64];
	gzFile packed = gzopen(fixture_path("/packed"), "w");
	size_t size;
	FILE *file;

	(void)state;
	gzputs(packed, "CONFIG_A=y\n");
	gzclose(packed);
	file = fopen(fixture_path("/packed"), "re");
	assert_non_null(file);
	size = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	hash_fnv1a64(bytes, size, hash);
	fixture_write("/set/run/kernel-config", "");
	snprintf(path, sizeof(path), "/set/kernel-config-%s", hash);
	assert_int_equal(options_of_run(hash), 0);
	fixture_link(path, fixture_path("/packed"));
	assert_int_equal(options_of_run(hash), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values_in_quotes_and_missing_ones),
		cmocka_unit_test(test_malformed_files_are_refused),
		cmocka_unit_test(test_the_machine_is_host_and_cpu_and_not_its_settings),
		cmocka_unit_test(test_the_name_of_the_cpu),
		cmocka_unit_test(test_metal_or_vm_and_unknown_is_neither),
		cmocka_unit_test(test_what_differs_beyond_the_kernel),
		cmocka_unit_test(test_options_that_differ_are_named),
		cmocka_unit_test(test_damaged_configs_are_none),
		cmocka_unit_test(test_a_run_gets_the_config_that_its_host_csv_names),
		cmocka_unit_test(test_the_hash_of_packed_bytes),
	};

	return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
