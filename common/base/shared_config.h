/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel's configuration: once in each set, named by its hash, for all runs of that kernel. */
#ifndef PTEBENCH_SHARED_CONFIG_H
#define PTEBENCH_SHARED_CONFIG_H

/* The configuration of a run that has its own. */
#define SHARED_CONFIG_FILE "kernel-config"

/* The fact of host.csv that holds the hash: hash_fnv1a64() of what the kernel gave. */
#define SHARED_CONFIG_FACT "kernel_config_fnv1a64"

/**
 * shared_config_path() - the path of the shared configuration.
 * @run: the run's folder, in the folder of its set.
 * @hash: the run's SHARED_CONFIG_FACT, not trusted.
 *
 * Return: SET/kernel-config-HASH, which the caller frees; NULL if @hash is not 16 hexadecimal
 * digits.
 */
char *shared_config_path(const char *run, const char *hash);

/**
 * shared_config_share() - rename a run's own configuration to shared_config_path().
 *
 * It stays where it is if the run's host.csv does not name its hash.
 *
 * Return: 0; -ENOENT: no configuration or no host.csv; -EBADMSG: host.csv does not name the hash;
 * or -errno.
 */
int shared_config_share(const char *run);

#endif
