/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes folders with their parents, as mkdir -p does. */
#ifndef PTEBENCH_MAKE_FOLDERS_H
#define PTEBENCH_MAKE_FOLDERS_H

#include <sys/types.h>

/**
 * make_folders() - make the folder @path and those above it; what is there stays as it is.
 * @path: absolute or relative; slashes may be repeated or stand at its end.
 * @mode: of each that is made, less the umask.
 *
 * Return: 0; -ENOTDIR: a part of @path is something else; or -errno of mkdir(2), as -EACCES.
 */
int make_folders(const char *path, mode_t mode);

/** make_folders_above() - the same for a file: make the folders above @path alone. */
int make_folders_above(const char *path, mode_t mode);

#endif
