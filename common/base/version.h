/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The version of the source that the programs were built from. */
#ifndef PTEBENCH_VERSION_H
#define PTEBENCH_VERSION_H

/**
 * version_text - the release, then "+" and the commit that was built, 12 digits, then "-dirty" when
 * files differed from it: "0.1.0+0123456789ab". The release alone where git does not know the
 * commit.
 */
extern const char version_text[];

#endif
