/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes folders with their parents, as mkdir -p does. */
#ifndef PTEBENCH_MAKE_FOLDERS_H
#define PTEBENCH_MAKE_FOLDERS_H

#include <sys/types.h>

/**
 * make_folders() - make the folder @path and those above it, where they are missing.
 * @mode: of new folders, less the umask.
 *
 * Return: 0; -ENOTDIR: a part of @path is not a folder; or -errno of mkdir(2).
 */
int make_folders(const char *path, mode_t mode);

/** make_folders_above() - make only the folders above @path, for a file. */
int make_folders_above(const char *path, mode_t mode);

#endif
