// SPDX-License-Identifier: GPL-2.0-or-later
/* Fuzzes the readers of host.csv and kernel-config. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "compare/kernel_config.h"
#include "compare/host_facts.h"
#include "fuzz.h"

static void free_texts(char **texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(texts[i]);
	free(texts);
}

/* @file: gzip, or text. */
static void read_config(const uint8_t *data, size_t size)
{
	struct kernel_config config, none = { 0 };
	int error = kernel_config_read(fuzz_file(0, data, size), &config);
	char **texts;
	size_t count;

	assert(error || config.count);
	for (size_t i = 0; i < config.count; i++)
		assert(!strncmp(config.lines[i], "CONFIG_", 7) && strchr(config.lines[i], '='));
	if (!error) {
		assert(!kernel_config_differences(&config, &config, &texts));
		free_texts(texts, 0);
		count = kernel_config_differences(&none, &config, &texts);
		assert(count == config.count);
		free_texts(texts, count);
	}
	kernel_config_free(&config);
}

static void check_facts(const struct host_facts *facts)
{
	char *machine = host_facts_machine(facts), *cpu = host_facts_cpu(facts);

	assert(machine);
	assert(*host_facts_kind(facts));
	host_facts_counts_instructions(facts);
	for (size_t i = 0; i < facts->count; i++) {
		const struct host_facts_fact *fact = &facts->facts[i],
					     *next = &facts->facts[i ? i - 1 : 0];
		char *cmdline = host_facts_cmdline(fact->value);

		assert(*fact->key && host_facts_get(facts, fact->key) == fact->value);
		assert(strlen(cmdline) <= strlen(fact->value));
		host_facts_is_environment(fact->key);
		host_facts_differ(fact->key, fact->value, next->value);
		host_facts_differ("memory_total", fact->value, next->value);
		free(cmdline);
	}
	free(machine);
	free(cpu);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct reason reason = { "" };
	struct host_facts facts;
	int error;

	if (size < 4 || memcmp(data, "key,", 4) != 0) {
		read_config(data, size);
		return 0;
	}
	error = host_facts_read(fuzz_file(0, data, size), &facts, &reason);
	assert(error ? *reason.text : facts.count < size);
	if (!error)
		check_facts(&facts);
	host_facts_free(&facts);
	return 0;
}
