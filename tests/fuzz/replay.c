// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs a fuzz target over its corpus. Usage: fuzz_NAME FILE-OR-FOLDER... */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/die.h"
#include "fuzz.h"

static void replay(const char *path)
{
	FILE *in = fopen(path, "re");
	uint8_t *data = xcalloc(1, 1);
	size_t size = 0;
	int byte;

	if (!in)
		die(EXIT_FAILED, "open %s", path);
	while ((byte = fgetc(in)) != EOF) {
		data = xrealloc(data, size + 1, 1);
		data[size++] = (uint8_t)byte;
	}
	fclose(in);
	fprintf(stderr, "%s\n", path);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
}

int main(int argc, char **argv)
{
	unsigned int count = 0;

	for (int i = 1; i < argc; i++) {
		struct dirent **entries = NULL;
		int found = scandir(argv[i], &entries, NULL, alphasort);

		if (found < 0)
			replay(argv[i]);
		count += found < 0;
		for (int k = 0; k < found; k++) {
			char *path = xasprintf("%s/%s", argv[i], entries[k]->d_name);

			if (entries[k]->d_name[0] != '.') {
				replay(path);
				count++;
			}
			free(path);
			free(entries[k]);
		}
		free(entries);
	}
	fprintf(stderr, "%u inputs\n", count);
	return count ? EXIT_DONE : EXIT_FAILED;
}
