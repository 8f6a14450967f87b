// SPDX-License-Identifier: GPL-2.0-or-later
/* Decodes CPU model numbers. */
#include "cpu_model.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "cpulist.h"
#include "kfile.h"

#define HEX_DIGITS "0123456789abcdef"
#define CPUINFO "/proc/cpuinfo"
#define MIDR "/sys/devices/system/cpu/cpu%d/regs/identification/midr_el1"

enum { FIELD_BYTES = 256, MIDR_DIGITS = 16, TYPES_MAX = 16 };

/* The fields of MIDR_EL1. */
struct midr {
	unsigned int implementer, variant, part, revision;
};

/* A list of them ends with { 0 }. */
struct name {
	unsigned int number;
	const char *text;
};

/* ARM_CPU_IMP_*: arch/arm64/include/asm/cputype.h @ 6.18. */
static const struct name implementers[] = {
	{ 0x41, "ARM" },       { 0x42, "Broadcom" },  { 0x43, "Cavium" }, { 0x46, "Fujitsu" },
	{ 0x48, "HiSilicon" }, { 0x4e, "NVIDIA" },    { 0x50, "APM" },	  { 0x51, "Qualcomm" },
	{ 0x61, "Apple" },     { 0x6d, "Microsoft" }, { 0xc0, "Ampere" }, { 0 }
};

/*
 * Implementer and *_CPU_PART_*: the same file. TSV110 is HiSilicon's number for what it sells as
 * TaiShan v110. Azure Cobalt 100 has Neoverse N2's part under its own implementer.
 */
static const struct name parts[] = {
	{ 0x41d03, "Cortex-A53" },	 { 0x41d04, "Cortex-A35" },
	{ 0x41d05, "Cortex-A55" },	 { 0x41d07, "Cortex-A57" },
	{ 0x41d08, "Cortex-A72" },	 { 0x41d09, "Cortex-A73" },
	{ 0x41d0a, "Cortex-A75" },	 { 0x41d0b, "Cortex-A76" },
	{ 0x41d0c, "Neoverse-N1" },	 { 0x41d0d, "Cortex-A77" },
	{ 0x41d40, "Neoverse-V1" },	 { 0x41d41, "Cortex-A78" },
	{ 0x41d44, "Cortex-X1" },	 { 0x41d46, "Cortex-A510" },
	{ 0x41d47, "Cortex-A710" },	 { 0x41d48, "Cortex-X2" },
	{ 0x41d49, "Neoverse-N2" },	 { 0x41d4d, "Cortex-A715" },
	{ 0x41d4e, "Cortex-X3" },	 { 0x41d4f, "Neoverse-V2" },
	{ 0x41d80, "Cortex-A520" },	 { 0x41d81, "Cortex-A720" },
	{ 0x41d82, "Cortex-X4" },	 { 0x41d84, "Neoverse-V3" },
	{ 0x41d85, "Cortex-X925" },	 { 0x41d87, "Cortex-A725" },
	{ 0x41d8e, "Neoverse-N3" },	 { 0x430a1, "ThunderX" },
	{ 0x430af, "ThunderX2" },	 { 0x46001, "A64FX" },
	{ 0x48d01, "TaiShan-v110" },	 { 0x51001, "Oryon-X1" },
	{ 0x61022, "M1-Icestorm" },	 { 0x61023, "M1-Firestorm" },
	{ 0x61024, "M1-Pro-Icestorm" },	 { 0x61025, "M1-Pro-Firestorm" },
	{ 0x61028, "M1-Max-Icestorm" },	 { 0x61029, "M1-Max-Firestorm" },
	{ 0x61032, "M2-Blizzard" },	 { 0x61033, "M2-Avalanche" },
	{ 0x61034, "M2-Pro-Blizzard" },	 { 0x61035, "M2-Pro-Avalanche" },
	{ 0x61038, "M2-Max-Blizzard" },	 { 0x61039, "M2-Max-Avalanche" },
	{ 0x6dd49, "Azure-Cobalt-100" }, { 0xc0ac3, "Ampere-1" },
	{ 0xc0ac4, "Ampere-1a" },	 { 0 }
};

/* PVR_POWER*: arch/powerpc/include/asm/reg.h @ 6.18; the upper half of the register. */
static const struct name powers[] = {
	{ 0x003e, "POWER6" },	 { 0x003f, "POWER7" },
	{ 0x004a, "POWER7+" },	 { 0x004b, "POWER8E" },
	{ 0x004c, "POWER8NVL" }, { 0x004d, "POWER8" },
	{ 0x004e, "POWER9" },	 { 0x0080, "POWER10" },
	{ 0x0082, "Power11" },	 { 0 },
};

static const struct {
	const char *id, *vendor;
} x86_vendors[] = {
	{ "GenuineIntel", "Intel" },
	{ "AuthenticAMD", "AMD" },
	{ "HygonGenuine", "Hygon" },
};

static const char *find_name(const struct name *names, unsigned int number)
{
	while (names->text && names->number != number)
		names++;
	return names->text;
}

/* Reads a line of /proc/cpuinfo that is one whole number of this base. */
static bool read_number(const char *cpuinfo, const char *field, int base, unsigned int most,
			unsigned int *ret_value)
{
	char text[FIELD_BYTES] = "";
	unsigned long value;
	const char *digits = text;

	if (kfile_find_field(cpuinfo, field, text, sizeof(text)))
		return false;
	if (base == 16) {
		if (strncmp(text, "0x", 2) != 0)
			return false;
		digits += 2;
	}
	if (!*digits || digits[strspn(digits, base == 16 ? HEX_DIGITS : "0123456789")])
		return false;
	value = strtoul(digits, NULL, base);
	if (value > most)
		return false;
	*ret_value = (unsigned int)value;
	return true;
}

/*
 * Accepts only 0x%016llx, as arch/arm64/kernel/cpuinfo.c prints it. Bits 19 to 16 are 0xf on all
 * CPUs that run 64-bit code, bits 63 to 32 are 0 (Arm ARM, MIDR_EL1).
 */
static bool read_midr(int cpu, struct midr *ret_midr)
{
	char path[96], text[FIELD_BYTES] = "";
	uint64_t value;

	snprintf(path, sizeof(path), MIDR, cpu);
	if (kfile_read(path, text, sizeof(text)) || strncmp(text, "0x", 2) != 0 ||
	    strspn(text + 2, HEX_DIGITS) != MIDR_DIGITS || text[2 + MIDR_DIGITS])
		return false;
	value = strtoull(text + 2, NULL, 16);
	if (value >> 32 || (value >> 16 & 0xf) != 0xf)
		return false;
	*ret_midr = (struct midr) {
		.implementer = value >> 24 & 0xff,
		.variant = value >> 20 & 0xf,
		.part = value >> 4 & 0xfff,
		.revision = value & 0xf,
	};
	return true;
}

static bool read_midr_lines(const char *cpuinfo, struct midr *ret_midr)
{
	return read_number(cpuinfo, "CPU implementer", 16, 0xff, &ret_midr->implementer) &&
	       read_number(cpuinfo, "CPU variant", 16, 0xf, &ret_midr->variant) &&
	       read_number(cpuinfo, "CPU part", 16, 0xfff, &ret_midr->part) &&
	       read_number(cpuinfo, "CPU revision", 10, 0xf, &ret_midr->revision);
}

static void name_arm(const struct midr *midr, struct cpu_model *cpu)
{
	const char *vendor = find_name(implementers, midr->implementer);
	const char *core = find_name(parts, midr->implementer << 12 | midr->part);

	snprintf(cpu->vendor, sizeof(cpu->vendor), "implementer 0x%02x", midr->implementer);
	snprintf(cpu->core, sizeof(cpu->core), "part 0x%03x", midr->part);
	snprintf(cpu->part, sizeof(cpu->part), "0x%02x:0x%03x r%up%u", midr->implementer,
		 midr->part, midr->variant, midr->revision);
	if (vendor)
		strcpy(cpu->vendor, vendor);
	if (core)
		strcpy(cpu->core, core);
	/* Implementer 0 is software: QEMU's `max` has part 'Q' (target/arm/tcg/cpu64.c @ 9.0). */
	if (!midr->implementer && midr->part == 'Q') {
		strcpy(cpu->vendor, "QEMU");
		strcpy(cpu->core, "max");
	}
}

/* "2.0 (pvr 0080 0200)": show_cpuinfo() of arch/powerpc/kernel/setup-common.c. */
static bool read_power(const char *cpuinfo, struct cpu_model *cpu)
{
	char text[FIELD_BYTES] = "";
	unsigned int version, revision;
	const char *pvr, *core;

	if (kfile_find_field(cpuinfo, "revision", text, sizeof(text)))
		return false;
	pvr = strstr(text, "(pvr ");
	if (!pvr || strspn(pvr + 5, HEX_DIGITS) != 4 || pvr[9] != ' ' ||
	    strspn(pvr + 10, HEX_DIGITS) != 4 || strcmp(pvr + 14, ")") != 0)
		return false;
	cpu->is_power = true;
	version = (unsigned int)strtoul(pvr + 5, NULL, 16);
	revision = (unsigned int)strtoul(pvr + 10, NULL, 16);
	snprintf(cpu->core, sizeof(cpu->core), "pvr 0x%04x", version);
	snprintf(cpu->part, sizeof(cpu->part), "0x%04x:0x%04x", version, revision);
	core = find_name(powers, version);
	if (core) {
		strcpy(cpu->vendor, "IBM");
		strcpy(cpu->core, core);
	}
	return true;
}

static void read_x86(const char *cpuinfo, struct cpu_model *cpu)
{
	char id[FIELD_BYTES] = "";
	unsigned int family, model, stepping;

	if (kfile_find_field(cpuinfo, "vendor_id", id, sizeof(id)))
		return;
	snprintf(cpu->vendor, sizeof(cpu->vendor), "%.60s", id);
	for (size_t i = 0; i < sizeof(x86_vendors) / sizeof(x86_vendors[0]); i++)
		if (!strcmp(id, x86_vendors[i].id))
			strcpy(cpu->vendor, x86_vendors[i].vendor);
	if (!read_number(cpuinfo, "cpu family", 10, 0xffff, &family) ||
	    !read_number(cpuinfo, "model", 10, 0xffff, &model))
		return;
	snprintf(cpu->core, sizeof(cpu->core), "family %u model %u", family, model);
	if (read_number(cpuinfo, "stepping", 10, 0xffff, &stepping))
		snprintf(cpu->part, sizeof(cpu->part), "%u:%u stepping %u", family, model,
			 stepping);
}

/*
 * The lines of one CPU, "processor : 3" and what follows; NULL: there are none. Before Linux 3.8
 * arm had lines of all CPUs behind them.
 */
static const char *find_block(const char *cpuinfo, int cpu)
{
	static const char name[] = "processor";

	for (const char *at = cpuinfo; (at = strstr(at, name)); at++) {
		const char *value = at + strlen(name) + strspn(at + strlen(name), " \t");

		if ((at == cpuinfo || at[-1] == '\n') && *value == ':' && atoi(value + 1) == cpu)
			return at;
	}
	return NULL;
}

/* Hybrid x86: each kind of core has a PMU of its own (arch/x86/events/intel/core.c @ 6.18). */
static void name_hybrid(int cpu, struct cpu_model *model)
{
	static const char *const pmus[] = { "cpu_core", "cpu_atom", "cpu_lowpower" };

	for (size_t i = 0; i < sizeof(pmus) / sizeof(pmus[0]); i++) {
		size_t used = strlen(model->core);
		char path[48];
		cpu_set_t cpus;

		snprintf(path, sizeof(path), "/sys/devices/%s/cpus", pmus[i]);
		if (used && !cpulist_read(path, &cpus) && CPU_ISSET(cpu, &cpus)) {
			snprintf(model->core + used, sizeof(model->core) - used, " %s", pmus[i]);
			return;
		}
	}
}

static void read_cpu(const char *cpuinfo, int cpu, struct cpu_model *ret_cpu)
{
	const char *block = find_block(cpuinfo, cpu);
	struct midr midr;

	*ret_cpu = (struct cpu_model) { 0 };
	if (read_midr(cpu, &midr) || read_midr_lines(block ? block : cpuinfo, &midr)) {
		name_arm(&midr, ret_cpu);
	} else if (!read_power(cpuinfo, ret_cpu)) {
		read_x86(cpuinfo, ret_cpu);
		name_hybrid(cpu, ret_cpu);
	}
}

static char *read_cpuinfo(void)
{
	char *text;

	return kfile_read_all(CPUINFO, &text, NULL) ? xstrdup("") : text;
}

void cpu_model_read(int cpu, struct cpu_model *ret_cpu)
{
	char *cpuinfo = read_cpuinfo();

	read_cpu(cpuinfo, cpu, ret_cpu);
	free(cpuinfo);
}

/* Return: false when a CPU has no name, or there are too many kinds. */
static bool count_types(const cpu_set_t *online, struct cpu_model *types, unsigned int *counts)
{
	char *cpuinfo = read_cpuinfo();
	bool is_known = true;

	for (int cpu = 0; cpu < CPU_SETSIZE && is_known; cpu++) {
		struct cpu_model model;
		size_t i = 0;

		if (!CPU_ISSET(cpu, online))
			continue;
		read_cpu(cpuinfo, cpu, &model);
		while (i < TYPES_MAX && counts[i] && strcmp(types[i].core, model.core) != 0)
			i++;
		is_known = model.core[0] && i < TYPES_MAX;
		if (is_known && !counts[i]++)
			types[i] = model;
	}
	free(cpuinfo);
	return is_known;
}

char *cpu_model_types(void)
{
	struct cpu_model types[TYPES_MAX];
	unsigned int counts[TYPES_MAX] = { 0 };
	char *text = xstrdup("");
	cpu_set_t online;

	if (cpulist_read("/sys/devices/system/cpu/online", &online) ||
	    !count_types(&online, types, counts))
		return text;
	for (size_t i = 0; i < TYPES_MAX && counts[i]; i++)
		xappend(&text, ", ", "%ux %s", counts[i], types[i].core);
	return text;
}
