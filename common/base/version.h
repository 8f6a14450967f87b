/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The version of the source that the programs were built from. */
#ifndef PTEBENCH_VERSION_H
#define PTEBENCH_VERSION_H

/**
 * version_text - release, "+", commit, and "-dirty" if files differed: "0.1.0+0123456789ab-dirty".
 * The release alone if git does not know the commit.
 */
extern const char version_text[];

#endif
