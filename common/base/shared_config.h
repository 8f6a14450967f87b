/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the configuration of a run's kernel lies: once in each set, under the name of its hash. */
#ifndef PTEBENCH_SHARED_CONFIG_H
#define PTEBENCH_SHARED_CONFIG_H

/* The file of a run that has its own. */
#define SHARED_CONFIG_FILE "kernel-config"

/* The fact of host.csv that holds the hash: hash_fnv1a64() of what the kernel gave. */
#define SHARED_CONFIG_FACT "kernel_config_fnv1a64"

/**
 * shared_config_path() - the path of the configuration that all runs of a set share.
 * @run: the run's folder, in the folder of its set.
 * @hash: the run's SHARED_CONFIG_FACT. It may come from a stranger's host.csv.
 *
 * Return: SET/kernel-config-HASH, which the caller frees; NULL when @hash is not 16 hexadecimal
 * digits.
 */
char *shared_config_path(const char *run, const char *hash);

/**
 * shared_config_share() - move a run's own configuration to its set.
 * @run: the run's folder, with a whole host.csv.
 *
 * The file is renamed to shared_config_path(), and replaces the same bytes there. It stays where it
 * is when host.csv does not name its hash, so that nothing is lost.
 *
 * Return: 0; -ENOENT: the run has none, or no host.csv; -EBADMSG: host.csv does not name it; or
 * -errno.
 */
int shared_config_share(const char *run);

#endif
