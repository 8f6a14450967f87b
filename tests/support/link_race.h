/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An attacker who plants a symbolic link as soon as a name is free. For --wrap=unlinkat. */
#ifndef PTEBENCH_LINK_RACE_H
#define PTEBENCH_LINK_RACE_H

/* Where the links point that are planted after each unlinkat(2); NULL: none are. */
extern const char *link_race_target;

#endif
