/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files that are written whole, in folders that others may write to as well. Their names can be
 * guessed, so that somebody may have put a link, a pipe or a second name of another file there.
 */
#ifndef PTEBENCH_FRESH_H
#define PTEBENCH_FRESH_H

#include <stdio.h>

/**
 * fresh_open() - a new, empty file to write, in the place of what has this name.
 *
 * What was there loses this name and is not written to.
 *
 * Return: the file; NULL, with errno: EEXIST: somebody made another meanwhile; EISDIR: it is a
 * folder; or of unlink(2) (EPERM: another user's, in a sticky folder), open(2).
 */
FILE *fresh_open(const char *path);

#endif
