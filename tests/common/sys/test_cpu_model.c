// SPDX-License-Identifier: GPL-2.0-or-later
/* A CPU gets its name, and never that of another. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sys/cpu_model.h"
#include "sys/cpuid_codename.h"
#include "measure/host.h"
#include "sys/kfile.h"

#define MIDR "/sys/devices/system/cpu/cpu0/regs/identification/midr_el1"

static void expect(const char *vendor, const char *core, const char *part)
{
	struct cpu_model cpu;

	memset(&cpu, 'x', sizeof(cpu));
	cpu_model_read(0, &cpu);
	assert_string_equal(cpu.vendor, vendor);
	assert_string_equal(cpu.core, core);
	assert_string_equal(cpu.part, part);
}

static void test_midr(void **state)
{
	static const struct {
		const char *midr, *vendor, *core, *part;
	} rows[] = {
		{ "0x00000000413fd0c1\n", "ARM", "Neoverse-N1", "0x41:0xd0c r3p1" },
		{ "0x00000000410fd4f1\n", "ARM", "Neoverse-V2", "0x41:0xd4f r0p1" },
		{ "0x00000000461f0010\n", "Fujitsu", "A64FX", "0x46:0x001 r1p0" },
		{ "0x00000000481fd010\n", "HiSilicon", "TaiShan-v110", "0x48:0xd01 r1p0" },
		{ "0x00000000511f0011\n", "Qualcomm", "Oryon-X1", "0x51:0x001 r1p1" },
		{ "0x00000000611f0231\n", "Apple", "M1-Firestorm", "0x61:0x023 r1p1" },
		{ "0x00000000c00fac30\n", "Ampere", "Ampere-1", "0xc0:0xac3 r0p0" },
		{ "0x00000000000f0510\n", "QEMU", "max", "0x00:0x051 r0p0" },
		/* of no table, or of another maker's: numbers */
		{ "0x00000000410fff00\n", "ARM", "part 0xff0", "0x41:0xff0 r0p0" },
		{ "0x00000000c00fd0c0\n", "Ampere", "part 0xd0c", "0xc0:0xd0c r0p0" },
		{ "0x00000000371fd0c2\n", "implementer 0x37", "part 0xd0c", "0x37:0xd0c r1p2" },
		{ "0x00000000000f0520\n", "implementer 0x00", "part 0x052", "0x00:0x052 r0p0" },
		{ "0x00000000370f0510\n", "implementer 0x37", "part 0x051", "0x37:0x051 r0p0" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		fixture_write(MIDR, rows[i].midr);
		expect(rows[i].vendor, rows[i].core, rows[i].part);
	}
}

static void test_a_damaged_midr_names_nothing(void **state)
{
	static const char *const lies[] = {
		"",
		"0x\n",
		"garbage\n",
		"0x413fd0c1\n",		 /* another format than the kernel's */
		"0x00000000413fd0c\n",	 /* a digit lost */
		"0x00000000413fd0c1f\n", /* one more */
		"0x00000000413fd0cg\n",
		"0x 000000 413fd0c1\n",
		"0000000000413fd0c1\n",
		"0x0000413fd0c1gggg\n",
		"0x00000000413fd0c1 and more\n",
		"0x000000000413fd0c1\n",
		"000000000x413fd0c1\n",
		"0x00000000413ed0c1\n", /* no 64-bit code */
		"0x00000001413fd0c1\n", /* bits that are 0 */
		"0xffffffffffffffff\n",
		"0x0000000000000000\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		fixture_write(MIDR, lies[i]);
		expect("", "", "");
	}
	fixture_write("/proc/cpuinfo", "CPU implementer\t: 0x41\nCPU variant\t: 0x0\n"
				       "CPU part\t: 0xd08\nCPU revision\t: 3\n");
	expect("ARM", "Cortex-A72", "0x41:0xd08 r0p3");
}

static void test_cpuinfo(void **state)
{
	static const struct {
		const char *text, *vendor, *core, *part;
	} rows[] = {
		{ "", "", "", "" },
		{ "\n\n", "", "", "" },
		{ "CPU implementer : 0x41\nCPU part : 0xd0c\n", "", "", "" },
		{ "CPU implementer : 0x41\nCPU variant : 0x3\nCPU part : 0xd\nCPU revision : 1\n",
		  "ARM", "part 0x00d", "0x41:0x00d r3p1" },
		{ "CPU implementer : 0x41\nCPU variant : 0x3\nCPU part : d0c\nCPU revision : 1\n",
		  "", "", "" },
		{ "CPU implementer : 0x41\nCPU variant : 0x3\nCPU part : 0x1d0c\nCPU revision : "
		  "1\n",
		  "", "", "" },
		{ "CPU implementer : 0x41\nCPU variant : 0x3\nCPU part : 0x\nCPU revision : 1\n",
		  "", "", "" },
		{ "CPU implementer : 0x41\nCPU variant : 0x3\nCPU part : 0xd0c\nCPU revision : "
		  "1x\n",
		  "", "", "" },
		{ "revision : 2.1 (pvr 003f 0201)\n", "IBM", "POWER7", "0x003f:0x0201" },
		{ "revision : 2.2 (pvr 004e 1202)\n", "IBM", "POWER9", "0x004e:0x1202" },
		{ "revision : 2.1 (pvr 004b 0201)\n", "IBM", "POWER8E", "0x004b:0x0201" },
		{ "revision : 2.0 (pvr 0082 0200)\n", "IBM", "Power11", "0x0082:0x0200" },
		{ "revision : 1.0 (pvr 0099 0100)\n", "", "pvr 0x0099", "0x0099:0x0100" },
		{ "revision : 2.0 (pvr 0x80 0200)\n", "", "", "" },
		{ "revision : 2.0 (pvr 0080 020)\n", "", "", "" },
		{ "revision : 2.0 (pvr 0080\n", "", "", "" },
		{ "revision : 2.0 (pvr 0080 0200\n", "", "", "" },
		{ "revision : 2.0 (pvr 00800 200)\n", "", "", "" },
		{ "revision : 2.0 (pvr 0080 zzzz)\n", "", "", "" },
		{ "revision : 2.0\n", "", "", "" },
		{ "vendor_id : AuthenticAMD\ncpu family : 25\nmodel : 1\nstepping : 1\n", "AMD",
		  "family 25 model 1", "25:1 stepping 1" },
		{ "vendor_id : HygonGenuine\ncpu family : 24\nmodel : 0\n", "Hygon",
		  "family 24 model 0", "" },
		{ "vendor_id : GenuineIntel\nmodel : 207\n", "Intel", "", "" },
		{ "vendor_id : GenuineIntel\ncpu family : -6\nmodel : 207\n", "Intel", "", "" },
		{ "vendor_id : GenuineTypo\ncpu family : 6\nmodel : 99999\n", "GenuineTypo", "",
		  "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		fixture_write("/proc/cpuinfo", rows[i].text);
		expect(rows[i].vendor, rows[i].core, rows[i].part);
	}
}

/* A phone: the kind of the CPU that measures, by MIDR, or by the block of /proc/cpuinfo. */
static void test_kinds_of_cores(void **state)
{
	static const char *const parts[] = { "d46", "d46", "d4d", "d4e" };
	char path[96], text[256], *types;
	struct cpu_model model;

	(void)state;
	types = cpu_model_types();
	assert_string_equal(types, "");
	free(types);
	fixture_write("/sys/devices/system/cpu/online", "0-3\n");
	fixture_write("/proc/cpuinfo",
		      "processor\t: 0\nCPU implementer\t: 0x41\nCPU variant\t: 0x1\n"
		      "CPU part\t: 0xd46\nCPU revision\t: 1\n\nprocessor\t: 13\nprocessor\t: 3\n"
		      "CPU implementer\t: 0x41\nCPU variant\t: 0x1\nCPU part\t: 0xd4e\n"
		      "CPU revision\t: 0\n");
	cpu_model_read(3, &model);
	assert_string_equal(model.core, "Cortex-X3");
	for (int cpu = 0; cpu < 4; cpu++) {
		snprintf(path, sizeof(path),
			 "/sys/devices/system/cpu/cpu%d/regs/identification/midr_el1", cpu);
		snprintf(text, sizeof(text), "0x00000000411f%s0\n", parts[cpu]);
		fixture_write(path, text);
	}
	cpu_model_read(2, &model);
	assert_string_equal(model.core, "Cortex-A715");
	types = cpu_model_types();
	assert_string_equal(types, "2x Cortex-A510, 1x Cortex-A715, 1x Cortex-X3");
	free(types);
}

static void test_hybrid_x86(void **state)
{
	struct cpu_model model;
	char *types;

	(void)state;
	fixture_write("/sys/devices/system/cpu/online", "0-5\n");
	fixture_write("/proc/cpuinfo", "processor : 0\nvendor_id : GenuineIntel\ncpu family : 6\n"
				       "model : 151\nstepping : 2\n");
	fixture_write("/sys/devices/cpu_core/cpus", "0-1\n");
	fixture_write("/sys/devices/cpu_atom/cpus", "2-5\n");
	cpu_model_read(4, &model);
	assert_string_equal(model.core, "family 6 model 151 cpu_atom");
	types = cpu_model_types();
	assert_string_equal(types,
			    "2x family 6 model 151 cpu_core, 4x family 6 model 151 cpu_atom");
	free(types);
	/* A CPU without a name: the list would be wrong. */
	fixture_write("/proc/cpuinfo", "processor : 0\n");
	types = cpu_model_types();
	assert_string_equal(types, "");
	free(types);
}

#ifdef PTEBENCH_HAVE_CPUID
/* Leaf 0, 1 and the brand string of a CPU of family 6. */
static bool is_exact(unsigned int model, const char *brand)
{
	struct cpu_raw_data_t raw = { 0 };

	raw.basic_cpuid[0][0] = 1;
	memcpy(&raw.basic_cpuid[0][1], "Genu", 4);
	memcpy(&raw.basic_cpuid[0][3], "ineI", 4);
	memcpy(&raw.basic_cpuid[0][2], "ntel", 4);
	raw.basic_cpuid[1][0] = (model >> 4) << 16 | 6 << 8 | (model & 15) << 4 | 3;
	raw.ext_cpuid[0][0] = 0x80000004;
	for (size_t i = 0; brand[i]; i++)
		((char *)raw.ext_cpuid)[sizeof(raw.ext_cpuid[0]) * 2 + i] = brand[i];
	return cpuid_codename_is_exact(&raw);
}

/* Model 167 shares the low digit of the model with Wolfdale (23), model 207 that of a Conroe. */
static void test_code_names(void **state)
{
	(void)state;
	assert_true(is_exact(94, "Intel(R) Core(TM) i7-6700 CPU @ 3.40GHz"));
	assert_false(is_exact(167, "Intel(R) Xeon(R) Processor @ 2.60GHz"));
	assert_false(is_exact(255, "Intel(R) Core(TM) i7-6700 CPU @ 3.40GHz"));
	assert_false(is_exact(207, "Intel(R) Xeon(R) Processor"));
	assert_false(is_exact(94 + 16, "Intel(R) Core(TM) i7-6700 CPU @ 3.40GHz"));
}
#endif

/* SPARC has lines of the names that powerpc has. */
static void test_other_architectures(void **state)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	(void)state;
	fixture_write("/proc/cpuinfo", "cpu\t\t: TI UltraSparc II\ntype\t\t: sun4u\n"
				       "machine : 2817\nmodel : a board\n");
	host_begin(out);
	host_write(out, 0);
	assert_int_equal(fclose(out), 0);
	assert_non_null(strstr(text, "\ncpu_powerpc,\"unknown\"\n"));
	assert_non_null(strstr(text, "\npowerpc_machine,\"unknown\"\n"));
	assert_non_null(strstr(text, "\npowerpc_model,\"unknown\"\n"));
	free(text);
}

/* What host.csv says of trees with the files that these machines show. */
static void test_machines(void **state)
{
	static const struct {
		const char *host, *line;
	} rows[] = {
		{ "altra", "cpu_vendor,\"ARM\"" },
		{ "altra", "cpu_core,\"Neoverse-N1\"" },
		{ "altra", "cpu_part,\"0x41:0xd0c r3p1\"" },
		{ "altra", "cpu_types,\"80x Neoverse-N1\"" },
		{ "altra", "midr_el1,\"0x00000000413fd0c1\"" },
		{ "altra", "cpu_model,\"unknown\"" },
		{ "altra", "cpu_model_number,\"unknown\"" },
		{ "altra", "smt_active,\"0\"" },
		{ "altra", "numa_nodes,\"0\"" },
		{ "altra", "cpufreq_min_khz,\"1000000\"" },
		{ "altra", "cpufreq_max_khz,\"3000000\"" },
		{ "altra", "khugepaged_scan_sleep_ms,\"10000\"" },
		{ "altra", "dmi_product,\"R272-P30-JG\"" },
		{ "altra", "dmi_bios_version,\"F17a (SCP: 1.08.20211002)\"" },
		{ "altra", "mitigation.spectre_v2,\"Mitigation: CSV2, BHB\"" },
		{ "altra", "mitigation.retbleed,\"unknown\"" },
		{ "altra", "kernel_compiler,\"aarch64-linux-gnu-gcc-13 (Ubuntu 13.2.0-23ubuntu4) "
			   "13.2.0, GNU ld (GNU Binutils for Ubuntu) 2.42\"" },
		{ "epyc", "cpu_vendor,\"AMD\"" },
		{ "epyc", "cpu_core,\"family 25 model 1\"" },
		{ "epyc", "cpu_model,\"AMD EPYC 7543 32-Core Processor\"" },
		{ "epyc", "cpu_model_number,\"1\"" },
		{ "epyc", "powerpc_model,\"unknown\"" },
		{ "epyc", "smt_active,\"1\"" },
		{ "epyc", "numa_nodes,\"0-1\"" },
		{ "epyc", "ksm,\"0\"" },
		{ "epyc", "lru_gen,\"0x0007\"" },
		{ "epyc", "clocksource,\"tsc\"" },
		{ "epyc", "device_tree_compatible,\"unknown\"" },
		{ "epyc", "kernel_compiler,\"gcc-12 (Debian 12.2.0-14) 12.2.0, GNU ld (GNU "
			  "Binutils for Debian) 2.40\"" },
		{ "xeon", "cpu_vendor,\"Intel\"" },
		{ "xeon", "cpu_core,\"family 6 model 207\"" },
		{ "xeon", "cpu_part,\"6:207 stepping 2\"" },
		{ "xeon", "kernel_compiler,\"Debian clang version 18.1.8 (9), Debian LLD "
			  "18.1.8\"" },
		{ "power10", "cpu_vendor,\"IBM\"" },
		{ "power10", "cpu_core,\"POWER10\"" },
		{ "power10", "cpu_part,\"0x0080:0x0200\"" },
		{ "power10", "cpu_powerpc,\"POWER10 (architected), altivec supported\"" },
		{ "power10", "cpu_model_number,\"unknown\"" },
		{ "power10", "powerpc_revision,\"2.0 (pvr 0080 0200)\"" },
		{ "power10", "cpu_types,\"128x POWER10\"" },
		{ "power10", "powerpc_platform,\"pSeries\"" },
		{ "power10", "powerpc_machine,\"CHRP IBM,9105-22A\"" },
		{ "power10", "powerpc_model,\"IBM,9105-22A\"" },
		{ "power10", "powerpc_mmu,\"Radix\"" },
		{ "power10", "device_tree_model,\"IBM,9105-22A\"" },
		{ "power10", "dmi_bios_version,\"unknown\"" },
		{ "power10", "kernel_compiler,\"gcc (GCC) 11.4.1 20231218 (Red Hat 11.4.1-3), GNU "
			     "ld version 2.35.2-43.el9\"" },
		{ "pi4", "cpu_core,\"Cortex-A72\"" },
		{ "pi4", "device_tree_model,\"Raspberry Pi 4 Model B Rev 1.1\"" },
		{ "pi4", "device_tree_compatible,\"raspberrypi,4-model-b\"" },
		{ "pi4", "kernel_compiler,\"gcc version 7.4.0 (Ubuntu/Linaro "
			 "7.4.0-1ubuntu1~18.04.1)\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char root[512], line[256], *text;
		size_t size;
		FILE *out = open_memstream(&text, &size);

		snprintf(root, sizeof(root), "%s/hosts/%s", TEST_DATA, rows[i].host);
		setenv(KFILE_ROOT_VARIABLE, root, 1);
		host_begin(out);
		host_write(out, 0);
		assert_int_equal(fclose(out), 0);
		snprintf(line, sizeof(line), "\n%s\n", rows[i].line);
		if (!strstr(text, line))
			fail_msg("%s: no line %s", rows[i].host, rows[i].line);
		free(text);
	}
}

/* An empty tree. */
static int again(void **state)
{
	fixture_remove(state);
	return fixture_make(state);
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_midr),
		cmocka_unit_test(test_a_damaged_midr_names_nothing),
		cmocka_unit_test(test_cpuinfo),
		cmocka_unit_test_setup(test_kinds_of_cores, again),
		cmocka_unit_test_setup(test_hybrid_x86, again),
		cmocka_unit_test_setup(test_other_architectures, again),
#ifdef PTEBENCH_HAVE_CPUID
		cmocka_unit_test(test_code_names),
#endif
		cmocka_unit_test(test_machines),
	};

	return fixture_run(tests, fixture_make, fixture_remove);
}
