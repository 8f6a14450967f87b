/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Knobs of /sys that a page state needs: journaled on disk before the first write, read back after
 * it, and restored by whoever comes next, also after SIGKILL.
 */
#ifndef PTEBENCH_SETTINGS_H
#define PTEBENCH_SETTINGS_H

#include "journal.h"
#include "setting.h"
#include "base/die.h"

/**
 * settings_apply() - snapshot, journal with fsync, write, read back.
 * @journal: which; it must not exist yet.
 * @settings: the table. Knobs that already hold the wanted word are left alone.
 * @ret_reason: receives what was tried, on what, why it failed and what to do.
 *
 * Return: 0; or -errno, and then every knob is as it was. The lock must be held (lock.h).
 */
int settings_apply(enum journal journal, const struct settings *settings,
		   struct reason *ret_reason);

/**
 * settings_restore() - put back what the journal says, the last first, and remove it.
 * @ret_restored: receives the number of knobs whose value was changed back. May be NULL.
 * @ret_reason: receives why not, on error.
 *
 * A journal of an earlier boot is removed without a write: the reboot has reset the knobs.
 *
 * Return: 0, also when there is no journal or another user's folder hides it; or -errno, and then
 * the journal stays. A knob that cannot be put back, or is gone, does not keep the others from it:
 * the journal tells of those that are left.
 */
int settings_restore(enum journal journal, unsigned int *ret_restored, struct reason *ret_reason);

#endif
