/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Paths and words that the host and the guest's init agree on. */
#ifndef PTEBENCH_GUEST_H
#define PTEBENCH_GUEST_H

/* Arguments of the runner, its own path first; variables NAME=VALUE. One a line. */
#define GUEST_ARGV "lab/argv"
#define GUEST_ENVIRONMENT "lab/environment"

#define GUEST_RUNNER "bin/runner"
#define GUEST_BENCH "bench"
#define GUEST_RESULTS "results"

/* Kernel parameters. Say hello, and power off. */
#define GUEST_PROBE "ptebench.probe"
/* For tests: after so many processes, or seconds of checks, the kernel panics, or init hangs; break
 * the frame of that number once. */
#define GUEST_CRASH "ptebench.crash="
#define GUEST_HANG "ptebench.hang="
#define GUEST_GARBLE "ptebench.garble="

/*
 * What the host answers. "ok N": all before N was taken. "again N": send from N on again. "bye N":
 * all was taken, power off.
 */
#define GUEST_OK "ok "
#define GUEST_AGAIN "again "
#define GUEST_BYE "bye "

#endif
