// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares host.csv, command line and kernel-config of A and B. */
#include "comparison.h"

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

static char *join(const struct texts *texts)
{
	char *text = xstrdup("");

	for (size_t i = 0; i < texts->count; i++)
		xappend(&text, "|", "%s", texts->texts[i]);
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

/* Appends the words of a command line that the other lacks. */
static void append_words(char **text, const char *from, const char *other, char sign)
{
	char *copy = host_facts_cmdline(from), *rest = copy, *word;

	while ((word = strsep(&rest, " ")))
		if (*word && !has_word(other, word))
			xappend(text, " ", "%c%s", sign, word);
	free(copy);
}

static char *describe_cmdline(const char *a, const char *b)
{
	char *words = xstrdup(""), *text;

	append_words(&words, a, b, '-');
	append_words(&words, b, a, '+');
	text = xasprintf("kernel_cmdline: %s", *words ? words : "other order of words");
	free(words);
	return text;
}

static void compare_fact(const struct design *design, const char *key, struct texts *texts)
{
	struct texts a = values_of(design, DESIGN_SIDE_A, key),
		     b = values_of(design, DESIGN_SIDE_B, key);
	char *x = join(&a), *y = join(&b);

	if (!are_same(key, &a, &b))
		add(texts, !strcmp(key, "kernel_cmdline") && a.count == 1 && b.count == 1
				   ? describe_cmdline(x, y)
				   : xasprintf("%s: %s -> %s", key, x, y));
	free(y);
	free(x);
	free_texts(&b);
	free_texts(&a);
}

/* Text for kernel-config, or NULL if there is no difference. */
static char *compare_config(const struct load_run *a, const struct load_run *b)
{
	const char *x = host_facts_known(&a->facts, SHARED_CONFIG_FACT);
	const char *y = host_facts_known(&b->facts, SHARED_CONFIG_FACT);
	char **options, *named, *text = NULL;
	size_t count;

	if (!x || !y)
		return xasprintf("kernel config: unknown in %s", x ? "B" : y ? "A" : "A and B");
	if (!strcmp(x, y))
		return NULL;
	if (!a->config.count || !b->config.count)
		return xstrdup("kernel config: differs (a run without kernel-config: options "
			       "cannot be named)");
	named = xstrdup("");
	count = kernel_config_differences(&a->config, &b->config, &options);
	for (size_t i = 0; i < count; i++) {
		if (i < OPTIONS_NAMED)
			xappend(&named, ", ", "%s", options[i]);
		free(options[i]);
	}
	if (count)
		text = xasprintf("kernel config: %zu options: %s%s", count, named,
				 count > OPTIONS_NAMED ? ", ..." : "");
	free(options);
	free(named);
	return text;
}

/* The core follows from the machine, unless it has several kinds. */
static bool is_compared(const struct host_facts *facts, const char *key)
{
	return host_facts_is_environment(key) ||
	       (!strcmp(key, "cpu_core") && strstr(host_facts_get(facts, "cpu_types"), ", "));
}

size_t environment_differences(const struct comparison_machine *machine, char ***ret_texts)
{
	const struct design *design = &machine->design;
	const struct load_run *run_a = design->runs[0].run, *run_b = run_a;
	const struct host_facts *a = &run_a->facts, *b;
	struct texts texts = { 0 };
	char *config;

	for (size_t i = design->count; i-- > 0 && design->runs[i].side == DESIGN_SIDE_B;)
		run_b = design->runs[i].run;
	b = &run_b->facts;
	config = compare_config(run_a, run_b);
	for (size_t i = 0; i < a->count; i++)
		if (is_compared(a, a->facts[i].key))
			compare_fact(design, a->facts[i].key, &texts);
	for (size_t i = 0; i < b->count; i++)
		if (host_facts_is_environment(b->facts[i].key) &&
		    !host_facts_known(a, b->facts[i].key) && host_facts_known(b, b->facts[i].key))
			compare_fact(design, b->facts[i].key, &texts);
	if (config)
		add(&texts, config);
	*ret_texts = texts.texts;
	return texts.count;
}
