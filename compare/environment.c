// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares host.csv, command line and kernel-config of A and B. */
#include "environment.h"

#include <stdlib.h>
#include <string.h>

#include "base/shared_config.h"

/* More options than this are counted, not named. */
enum { OPTIONS_NAMED = 8 };

struct texts {
	size_t count;
	char **texts;
};

static void add(struct texts *texts, char *text)
{
	texts->texts = xrealloc(texts->texts, texts->count + 1, sizeof(*texts->texts));
	texts->texts[texts->count++] = text;
}

static void free_texts(struct texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		free(texts->texts[i]);
	free(texts->texts);
}

static bool holds(const char *key, const struct texts *values, const char *value)
{
	for (size_t i = 0; i < values->count; i++)
		if (!host_facts_differ(key, values->texts[i], value))
			return true;
	return false;
}

/* Distinct values of a key in a side's runs. */
static struct texts values_of(const struct design *design, enum design_side side, const char *key)
{
	struct texts values = { 0 };

	for (size_t i = 0; i < design->count; i++) {
		const char *value = host_facts_get(&design->runs[i].run->facts, key);

		if (design->runs[i].side == side && !holds(key, &values, value))
			add(&values, xstrdup(value));
	}
	return values;
}

static bool are_same(const char *key, const struct texts *a, const struct texts *b)
{
	for (size_t i = 0; i < a->count; i++)
		if (!holds(key, b, a->texts[i]))
			return false;
	return a->count == b->count;
}

static char *join(const struct texts *texts, const char *between)
{
	char *text = xstrdup("");

	for (size_t i = 0; i < texts->count; i++)
		xappend(&text, between, "%s", texts->texts[i]);
	return text;
}

static bool has_word(const char *words, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = words; (at = strstr(at, word)); at += length)
		if ((at == words || at[-1] == ' ') && (!at[length] || at[length] == ' '))
			return true;
	return false;
}

/* Adds the words of a command line that the other lacks. */
static void add_words(struct texts *texts, const char *from, const char *other, char sign)
{
	char *copy = host_facts_cmdline(from), *rest = copy, *word;

	while ((word = strsep(&rest, " ")))
		if (*word && !has_word(other, word))
			add(texts, xasprintf("%c%s", sign, word));
	free(copy);
}

static char *describe_cmdline(const char *a, const char *b)
{
	struct texts words = { 0 };
	char *joined, *text;

	add_words(&words, a, b, '-');
	add_words(&words, b, a, '+');
	joined = join(&words, " ");
	text = xasprintf("kernel_cmdline: %s", words.count ? joined : "other order of words");
	free(joined);
	free_texts(&words);
	return text;
}

static void compare_fact(const struct design *design, const char *key, struct texts *texts)
{
	struct texts a = values_of(design, DESIGN_SIDE_A, key),
		     b = values_of(design, DESIGN_SIDE_B, key);
	char *x = join(&a, "|"), *y = join(&b, "|");

	if (!are_same(key, &a, &b))
		add(texts, !strcmp(key, "kernel_cmdline") && a.count == 1 && b.count == 1
				   ? describe_cmdline(x, y)
				   : xasprintf("%s: %s -> %s", key, x, y));
	free(y);
	free(x);
	free_texts(&b);
	free_texts(&a);
}

static const struct load_run *first_of(const struct design *design, enum design_side side)
{
	for (size_t i = 0; i < design->count; i++)
		if (design->runs[i].side == side)
			return design->runs[i].run;
	return design->runs[0].run;
}

static void compare_config(const struct design *design, struct texts *texts)
{
	const struct load_run *a = first_of(design, DESIGN_SIDE_A),
			      *b = first_of(design, DESIGN_SIDE_B);
	const char *x = host_facts_get(&a->facts, SHARED_CONFIG_FACT);
	const char *y = host_facts_get(&b->facts, SHARED_CONFIG_FACT);
	struct texts options = { 0 };
	char *named;
	size_t count;

	if (!strcmp(x, HOST_FACTS_UNKNOWN) || !strcmp(y, HOST_FACTS_UNKNOWN)) {
		add(texts, xasprintf("kernel config: unknown in %s",
				     strcmp(x, HOST_FACTS_UNKNOWN)   ? "B"
				     : strcmp(y, HOST_FACTS_UNKNOWN) ? "A"
								     : "A and B"));
		return;
	}
	if (!strcmp(x, y))
		return;
	if (!a->config.count || !b->config.count) {
		add(texts, xstrdup("kernel config: differs (a run without kernel-config: options "
				   "cannot be named)"));
		return;
	}
	options.count = count = kernel_config_differences(&a->config, &b->config, &options.texts);
	for (; options.count > OPTIONS_NAMED; options.count--)
		free(options.texts[options.count - 1]);
	named = join(&options, ", ");
	if (count)
		add(texts, xasprintf("kernel config: %zu options: %s%s", count, named,
				     count > OPTIONS_NAMED ? ", ..." : ""));
	free(named);
	free_texts(&options);
}

size_t environment_differences(const struct comparison_machine *machine, char ***ret_texts)
{
	const struct design *design = &machine->design;
	const struct host_facts *a = &first_of(design, DESIGN_SIDE_A)->facts;
	const struct host_facts *b = &first_of(design, DESIGN_SIDE_B)->facts;
	struct texts texts = { 0 };

	for (size_t i = 0; i < a->count; i++)
		if (host_facts_is_environment(a->facts[i].key))
			compare_fact(design, a->facts[i].key, &texts);
	for (size_t i = 0; i < b->count; i++)
		if (host_facts_is_environment(b->facts[i].key) &&
		    !strcmp(host_facts_get(a, b->facts[i].key), HOST_FACTS_UNKNOWN) &&
		    strcmp(b->facts[i].value, HOST_FACTS_UNKNOWN) != 0)
			compare_fact(design, b->facts[i].key, &texts);
	compare_config(design, &texts);
	*ret_texts = texts.texts;
	return texts.count;
}
