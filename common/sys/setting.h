/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table of knobs and the words that they should hold. */
#ifndef PTEBENCH_SETTING_H
#define PTEBENCH_SETTING_H

#include <stddef.h>

enum {
	SETTING_PATH_BYTES = 128,
	SETTING_VALUE_BYTES = 128,
	SETTING_TOLERATED_BYTES = 48,
};

/* Any value will do where this knob cannot be read or written, or refuses the word. */
#define SETTING_TOLERATE_ALL "*"

/**
 * struct setting - one knob and the word it should hold.
 * @path: absolute path as on a real machine.
 * @wanted: the word to write.
 * @tolerated: words that do as well where the knob cannot be written, separated by blanks.
 */
struct setting {
	char path[SETTING_PATH_BYTES];
	char wanted[SETTING_VALUE_BYTES];
	char tolerated[SETTING_TOLERATED_BYTES];
};

/** struct settings - any number of them, in the order in which they are written. { 0 } is none. */
struct settings {
	size_t count;
	struct setting *entries;
};

/** settings_add() - append a knob; dies when a text is too long (our bug). */
void settings_add(struct settings *settings, const char *path, const char *wanted,
		  const char *tolerated);

/** settings_free() - back to none. */
void settings_free(struct settings *settings);

#endif
