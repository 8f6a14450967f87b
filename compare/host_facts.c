// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads host.csv, and derives the machine's key, name and environment from it. */
#include "host_facts.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/shared_config.h"
#include "regular_file.h"

/*
 * Identify the machine: raw values, not the names of cpu_model.c, which change when its tables
 * grow while earlier runs stay runs of this machine.
 */
static const char *const identity[] = {
	"host",	       "architecture",	    "cpu_model",
	"cpu_family",  "cpu_model_number",  "cpu_stepping",
	"midr_el1",    "cpu_powerpc",	    "powerpc_revision",
	"dmi_product", "device_tree_model", NULL,
};

/* Follow from the identity, differ between runs, are compared, or are handled elsewhere. */
/* clang-format off */
static const char *const ignored[] = {
	"cpu_vendor", "cpu_core", "cpu_part", "cpu_types", "cpuid_library", "powerpc_platform",
	"powerpc_machine", "powerpc_model", "device_tree_compatible",
	"run", "argv", "seed", "boot_id", "memory_available", "page_tables", "vm_status",
	"kernel_release", "kernel_version", "vm_kernel_fnv1a64",
	"page_bytes", "pmd_bytes", "clock_domain", "clock", SHARED_CONFIG_FACT, NULL,
};
/* clang-format on */

static const char *add_fact(struct host_facts *facts, const char *line)
{
	char key[CSV_ROW_LINE_BYTES], value[CSV_ROW_LINE_BYTES];

	if (csv_row_next_cell(&line, key) <= 0 || !line || csv_row_next_cell(&line, value) < 0 ||
	    line)
		return "not a key and a value";
	for (size_t i = 0; i < facts->count; i++)
		if (!strcmp(facts->facts[i].key, key))
			return "this key occurs twice";
	if (facts->count == HOST_FACTS_MAX)
		return "too many keys";
	facts->facts = xrealloc(facts->facts, facts->count + 1, sizeof(*facts->facts));
	facts->facts[facts->count++] = (struct host_facts_fact) { xstrdup(key), xstrdup(value) };
	return NULL;
}

static int read_lines(FILE *in, const char *path, struct host_facts *facts,
		      struct reason *ret_reason)
{
	char *line = NULL;
	size_t room = 0, number = 0;
	ssize_t length;
	const char *why = NULL;

	while (!why && (length = getline(&line, &room, in)) > 0) {
		line[strcspn(line, "\n")] = '\0';
		number++;
		if (strlen(line) + 1 < (size_t)length)
			why = "a NUL is no text";
		else if (number == 1)
			why = strcmp(line, "key,value") ? "the header is not key,value" : NULL;
		else
			why = add_fact(facts, line);
	}
	free(line);
	if (!why && !number)
		why = "the file is empty";
	if (why)
		reason_set(ret_reason, "%s:%zu: %s", path, number, why);
	return why ? -EBADMSG : 0;
}

int host_facts_read(const char *path, struct host_facts *ret_facts, struct reason *ret_reason)
{
	int fd = regular_file_open(path, HOST_FACTS_FILE_BYTES_MAX, ret_reason), error;
	FILE *in = fd < 0 ? NULL : fdopen(fd, "r");

	*ret_facts = (struct host_facts) { 0 };
	if (fd < 0)
		return fd;
	if (!in) {
		reason_set(ret_reason, "open %s: %s", path, strerror(errno));
		close(fd);
		return -ENOMEM;
	}
	error = read_lines(in, path, ret_facts, ret_reason);
	fclose(in);
	return error;
}

void host_facts_free(struct host_facts *facts)
{
	for (size_t i = 0; i < facts->count; i++) {
		free(facts->facts[i].key);
		free(facts->facts[i].value);
	}
	free(facts->facts);
}

const char *host_facts_get(const struct host_facts *facts, const char *key)
{
	for (size_t i = 0; i < facts->count; i++)
		if (!strcmp(facts->facts[i].key, key))
			return facts->facts[i].value;
	return HOST_FACTS_UNKNOWN;
}

const char *host_facts_known(const struct host_facts *facts, const char *key)
{
	const char *value = host_facts_get(facts, key);

	return strcmp(value, HOST_FACTS_UNKNOWN) ? value : NULL;
}

bool host_facts_agree(const struct host_facts *a, const struct host_facts *b, const char *key)
{
	return !strcmp(host_facts_get(a, key), host_facts_get(b, key));
}

char *host_facts_machine(const struct host_facts *facts)
{
	char *text = xstrdup("");

	for (size_t i = 0; identity[i]; i++)
		xappend(&text, "", "%s%s", i ? "\n" : "", host_facts_get(facts, identity[i]));
	return text;
}

char *host_facts_cpu(const struct host_facts *facts)
{
	static const char *const keys[] = { "cpu_model", "cpu_core", "cpu_powerpc", "midr_el1" };
	const char *vendor = host_facts_known(facts, "cpu_vendor");

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const char *name = host_facts_known(facts, keys[i]);

		if (name && vendor && !strcmp(keys[i], "cpu_core"))
			return xasprintf("%s %s", vendor, name);
		if (name)
			return xstrdup(name);
	}
	return NULL;
}

const char *host_facts_kind(const struct host_facts *facts)
{
	static const char *const guests[] = { "KVM",	     "QEMU",
					      "Standard PC", "VMware",
					      "VirtualBox",  "Virtual Machine",
					      "Bochs",	     "linux,dummy-virt" };
	static const char *const keys[] = { "dmi_vendor", "dmi_product", "device_tree_model" };
	const char *flag = host_facts_get(facts, "cpuid_hypervisor");

	if (!strcmp(flag, "yes") || host_facts_known(facts, "hypervisor_type"))
		return "VM";
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		for (size_t j = 0; j < sizeof(guests) / sizeof(guests[0]); j++)
			if (strstr(host_facts_get(facts, keys[i]), guests[j]))
				return "VM";
	return strcmp(flag, "no") ? "metal or VM unknown" : "bare metal";
}

bool host_facts_counts_instructions(const struct host_facts *facts)
{
	return !strcmp(host_facts_get(facts, "clock_domain"), "icount");
}

static bool is_among(const char *key, const char *const *keys)
{
	while (*keys && strcmp(key, *keys) != 0)
		keys++;
	return *keys;
}

bool host_facts_is_environment(const char *key)
{
	return !is_among(key, identity) && !is_among(key, ignored);
}

char *host_facts_cmdline(const char *cmdline)
{
	char *copy = xstrdup(cmdline), *rest = copy, *token, *text = xstrdup("");

	while ((token = strsep(&rest, " "))) {
		if (*token && strncmp(token, "BOOT_IMAGE=", 11) != 0 &&
		    strncmp(token, "initrd=", 7) != 0)
			xappend(&text, " ", "%s", token);
	}
	free(copy);
	return text;
}

/* Kernels reserve some memory: sizes within a percent are the same machine. */
static bool differ_in_size(const char *a, const char *b)
{
	double x = atof(a), y = atof(b);

	return !(fabs(x - y) <= 0.01 * fmax(x, y));
}

bool host_facts_differ(const char *key, const char *a, const char *b)
{
	bool differ;
	char *x, *y;

	if (!strcmp(key, "memory_total"))
		return differ_in_size(a, b);
	if (strcmp(key, "kernel_cmdline") != 0)
		return strcmp(a, b) != 0;
	x = host_facts_cmdline(a);
	y = host_facts_cmdline(b);
	differ = strcmp(x, y) != 0;
	free(x);
	free(y);
	return differ;
}
