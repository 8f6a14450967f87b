// SPDX-License-Identifier: GPL-2.0-or-later
/* Collects the facts of the machine and the kernel. */
#include "host.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "state/pagecache.h"
#include "sys/cpu_model.h"
#include "sys/cpuid_codename.h"
#include "base/die.h"
#include "base/hash.h"
#include "base/shared_config.h"
#include "sys/kfile.h"
#include "base/size.h"
#include "state/thp.h"
#include "base/version.h"

#define CPUS "/sys/devices/system/cpu/cpu"
#define THP "/sys/kernel/mm/transparent_hugepage"

enum { FIELD_BYTES = 512 };

/*
 * Facts that are the first line of a file; of a device tree's list, the first text. A path without
 * a slash at its start is of the CPU that measures. MIDR is that of CPU 0 on all runs of a machine,
 * which it identifies.
 */
static const struct {
	const char *key, *path;
} files[] = {
	{ "kernel_cmdline", "/proc/cmdline" },
	{ "boot_id", "/proc/sys/kernel/random/boot_id" },
	{ "microcode", "microcode/version" },
	{ "midr_el1", CPUS "0/regs/identification/midr_el1" },
	{ "cpu_online", "/sys/devices/system/cpu/online" },
	{ "cpu_isolated", "/sys/devices/system/cpu/isolated" },
	{ "smt", "/sys/devices/system/cpu/smt/control" },
	{ "smt_active", "/sys/devices/system/cpu/smt/active" },
	{ "governor", "cpufreq/scaling_governor" },
	{ "cpufreq_driver", "cpufreq/scaling_driver" },
	{ "cpufreq_min_khz", "cpufreq/cpuinfo_min_freq" },
	{ "cpufreq_max_khz", "cpufreq/cpuinfo_max_freq" },
	{ "boost", "/sys/devices/system/cpu/cpufreq/boost" },
	{ "no_turbo", "/sys/devices/system/cpu/intel_pstate/no_turbo" },
	{ "numa_nodes", "/sys/devices/system/node/online" },
	{ "numa_balancing", "/proc/sys/kernel/numa_balancing" },
	{ "thp_enabled", THP "/enabled" },
	{ "thp_defrag", THP "/defrag" },
	{ "thp_shmem_enabled", THP "/shmem_enabled" },
	{ "khugepaged_defrag", THP "/khugepaged/defrag" },
	{ "khugepaged_scan_sleep_ms", THP "/khugepaged/scan_sleep_millisecs" },
	{ "ksm", "/sys/kernel/mm/ksm/run" },
	{ "lru_gen", "/sys/kernel/mm/lru_gen/enabled" },
	{ "clocksource", "/sys/devices/system/clocksource/clocksource0/current_clocksource" },
	{ "perf_event_paranoid", "/proc/sys/kernel/perf_event_paranoid" },
	{ "hypervisor_type", "/sys/hypervisor/type" },
	{ "dmi_vendor", "/sys/class/dmi/id/sys_vendor" },
	{ "dmi_product", "/sys/class/dmi/id/product_name" },
	{ "dmi_bios_version", "/sys/class/dmi/id/bios_version" },
	{ "device_tree_model", "/proc/device-tree/model" },
	{ "device_tree_compatible", "/proc/device-tree/compatible" },
	{ "overcommit_memory", "/proc/sys/vm/overcommit_memory" },
	{ "tainted", "/proc/sys/kernel/tainted" },
	{ "preempt", "/sys/kernel/debug/sched/preempt" },
};

/* Facts that are one line of /proc/cpuinfo or /proc/meminfo: "key : value". */
static const struct {
	const char *key, *path, *field;
} lines[] = {
	{ "cpu_model", "/proc/cpuinfo", "model name" },
	{ "cpu_family", "/proc/cpuinfo", "cpu family" },
	{ "cpu_stepping", "/proc/cpuinfo", "stepping" },
	{ "memory_total", "/proc/meminfo", "MemTotal" },
	{ "memory_available", "/proc/meminfo", "MemAvailable" },
	{ "swap_total", "/proc/meminfo", "SwapTotal" },
	{ "page_tables", "/proc/meminfo", "PageTables" },
};

/* Lines of /proc/cpuinfo, which other architectures use for other things. */
static const struct {
	const char *key, *field;
} power_lines[] = {
	{ "cpu_powerpc", "cpu" },	    { "powerpc_revision", "revision" },
	{ "powerpc_platform", "platform" }, { "powerpc_machine", "machine" },
	{ "powerpc_mmu", "MMU" },
};

static const char *const vulnerabilities[] = { "gather_data_sampling",
					       "indirect_target_selection",
					       "itlb_multihit",
					       "l1tf",
					       "mds",
					       "meltdown",
					       "mmio_stale_data",
					       "reg_file_data_sampling",
					       "retbleed",
					       "spec_rstack_overflow",
					       "spec_store_bypass",
					       "spectre_v1",
					       "spectre_v2",
					       "srbds",
					       "tsa",
					       "tsx_async_abort",
					       "vmscape" };

void host_begin(FILE *out)
{
	fputs("key,value\n", out);
}

void host_fact(FILE *out, const char *key, const char *value)
{
	fprintf(out, "%s,\"", key);
	for (const char *p = value && *value ? value : HOST_UNKNOWN; *p; p++) {
		if (*p == '"')
			fputc('"', out);
		fputc((unsigned char)*p < ' ' || *p == 127 ? ' ' : *p, out);
	}
	fputs("\"\n", out);
}

char *host_value(const char *host, const char *key)
{
	char *pattern = xasprintf("\n%s,\"", key), *value;
	const char *at = strstr(host, pattern), *end = NULL;

	if (at)
		end = strchr(at += strlen(pattern), '"');
	value = end ? strndup(at, (size_t)(end - at)) : xstrdup("");
	free(pattern);
	return value;
}

static void fact_number(FILE *out, const char *key, uint64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, value);
	host_fact(out, key, text);
}

static void fact_file(FILE *out, const char *key, const char *path)
{
	char *text;

	if (kfile_read_all(path, &text, NULL)) {
		host_fact(out, key, NULL);
		return;
	}
	text[strcspn(text, "\n")] = '\0';
	host_fact(out, key, text);
	free(text);
}

static void fact_field(FILE *out, const char *key, const char *path, const char *field)
{
	char value[FIELD_BYTES] = "";

	kfile_read_field(path, field, value, sizeof(value));
	host_fact(out, key, value);
}

int host_kernel_config(char **ret_bytes, size_t *ret_size)
{
	char path[128];
	struct utsname name;

	if (!kfile_read_all("/proc/config.gz", ret_bytes, ret_size))
		return 0;
	if (uname(&name))
		return -errno;
	snprintf(path, sizeof(path), "/boot/config-%.100s", name.release);
	return kfile_read_all(path, ret_bytes, ret_size);
}

/*
 * Finds the group that names a compiler and is not user@host, in "Linux version 6.8.0 (user@host)
 * (gcc (Debian 12.2.0-14) 12.2.0, GNU ld ...) #1" (linux_banner of init/version.c).
 */
static void fact_compiler(FILE *out)
{
	char *text, *open, *at, *found = NULL;
	int depth = 0;

	if (kfile_read_all("/proc/version", &text, NULL)) {
		host_fact(out, "kernel_compiler", NULL);
		return;
	}
	for (at = open = text; *at && !found; at++) {
		if (*at == '(' && !depth++)
			open = at + 1;
		if (*at != ')' || !depth || --depth)
			continue;
		*at = '\0';
		if (strchr(open, ' ') && (strstr(open, "gcc") || strstr(open, "clang")))
			found = open;
	}
	host_fact(out, "kernel_compiler", found);
	free(text);
}

static void host_facts_kernel(FILE *out)
{
	char digest[HASH_BYTES], *text;
	struct utsname name;
	size_t size;

	if (uname(&name))
		memset(&name, 0, sizeof(name));
	host_fact(out, "kernel_release", name.release);
	host_fact(out, "kernel_version", name.version);
	fact_compiler(out);
	host_fact(out, "architecture", name.machine);
	host_fact(out, "host", name.nodename);
	digest[0] = '\0';
	if (!host_kernel_config(&text, &size)) {
		hash_fnv1a64(text, size, digest);
		free(text);
	}
	host_fact(out, SHARED_CONFIG_FACT, digest);
}

static void host_facts_thp(FILE *out)
{
	size_t sizes[THP_SIZES_MAX];
	size_t count = thp_sizes(sizes);
	char key[48], path[128];

	fact_number(out, "page_bytes", size_page());
	fact_number(out, "pmd_bytes", thp_pmd_bytes());
	for (size_t i = 0; i < count; i++) {
		snprintf(key, sizeof(key), "thp_enabled.%zuk", sizes[i] / KIB);
		snprintf(path, sizeof(path), THP "/hugepages-%zukB/enabled", sizes[i] / KIB);
		fact_file(out, key, path);
	}
}

static void host_facts_mitigations(FILE *out)
{
	char key[64], path[128];

	for (size_t i = 0; i < sizeof(vulnerabilities) / sizeof(vulnerabilities[0]); i++) {
		snprintf(key, sizeof(key), "mitigation.%s", vulnerabilities[i]);
		snprintf(path, sizeof(path), "/sys/devices/system/cpu/vulnerabilities/%s",
			 vulnerabilities[i]);
		fact_file(out, key, path);
	}
}

static void host_facts_cpu(FILE *out, int number)
{
	char model[FIELD_BYTES] = "", *types = cpu_model_types();
	struct cpu_model cpu;
	bool is_number;

	cpu_model_read(number, &cpu);
	host_fact(out, "cpu_vendor", cpu.vendor);
	host_fact(out, "cpu_core", cpu.core);
	host_fact(out, "cpu_part", cpu.part);
	host_fact(out, "cpu_types", types);
	free(types);
	for (size_t i = 0; i < sizeof(power_lines) / sizeof(power_lines[0]); i++)
		if (cpu.is_power)
			fact_field(out, power_lines[i].key, "/proc/cpuinfo", power_lines[i].field);
		else
			host_fact(out, power_lines[i].key, NULL);
	/* The number of the CPU on x86; on ppc64le the name of the machine. */
	kfile_read_field("/proc/cpuinfo", "model", model, sizeof(model));
	is_number = *model && !model[strspn(model, "0123456789")];
	host_fact(out, "cpu_model_number", is_number ? model : NULL);
	host_fact(out, "powerpc_model", cpu.is_power && !is_number ? model : NULL);
}

/* Reads CPUID, on x86. */
static void host_facts_cpuid(FILE *out)
{
#ifdef PTEBENCH_HAVE_CPUID
	struct cpu_raw_data_t raw;
	struct cpu_id_t id;

	if (!cpuid_get_raw_data(&raw) && !cpu_identify(&raw, &id)) {
		host_fact(out, "cpuid_vendor", id.vendor_str);
		host_fact(out, "cpuid_library", cpuid_lib_version());
		host_fact(out, "cpuid_codename",
			  cpuid_codename_is_exact(&raw) ? id.cpu_codename : NULL);
		fact_number(out, "cpuid_ext_family", (uint64_t)id.ext_family);
		fact_number(out, "cpuid_ext_model", (uint64_t)id.ext_model);
		host_fact(out, "cpuid_hypervisor", id.flags[CPU_FEATURE_HYPERVISOR] ? "yes" : "no");
		return;
	}
#endif
	host_fact(out, "cpuid_vendor", NULL);
	host_fact(out, "cpuid_library", NULL);
	host_fact(out, "cpuid_codename", NULL);
	host_fact(out, "cpuid_ext_family", NULL);
	host_fact(out, "cpuid_ext_model", NULL);
	host_fact(out, "cpuid_hypervisor", NULL);
}

/*
 * The environment says if an emulator counts instructions in place of time, since a program cannot
 * see that. An unknown word makes the domain unknown, so that it is not comparable.
 */
static const char *clock_domain(void)
{
	const char *text = getenv(HOST_CLOCK_VARIABLE);

	if (!text || !*text || !strcmp(text, "wall"))
		return "wall";
	return strcmp(text, "icount") ? NULL : "icount";
}

void host_write(FILE *out, int cpu)
{
	host_facts_kernel(out);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		bool is_of_cpu = files[i].path[0] != '/';
		char *path = is_of_cpu ? xasprintf(CPUS "%d/%s", cpu, files[i].path) : NULL;

		fact_file(out, files[i].key, path ? path : files[i].path);
		free(path);
	}
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		fact_field(out, lines[i].key, lines[i].path, lines[i].field);
	host_facts_cpu(out, cpu);
	host_facts_thp(out);
	host_facts_mitigations(out);
	host_facts_cpuid(out);
	fact_number(out, "cpus_online", (uint64_t)sysconf(_SC_NPROCESSORS_ONLN));
	host_fact(out, "file_system", pagecache_type());
	host_fact(out, "clock_domain", clock_domain());
	host_fact(out, "clock", "CLOCK_MONOTONIC_RAW");
	host_fact(out, "compiler", PTEBENCH_COMPILER);
	host_fact(out, "ptebench_version", version_text);
}
