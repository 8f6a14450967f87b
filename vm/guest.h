/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Paths and kernel parameters that the host and the guest's init agree on. */
#ifndef PTEBENCH_GUEST_H
#define PTEBENCH_GUEST_H

/* Lines: arguments of the runner, its own path first; variables NAME=VALUE. */
#define GUEST_ARGV "bin/argv"
#define GUEST_ENVIRONMENT "bin/environment"

/* Holds the path of the run's folder; not there for checks. */
#define GUEST_RUN "bin/run"

/* Holds the name in /dev of the serial port that the host reads chunks from. */
#define GUEST_PORT "bin/port"

#define GUEST_RUNNER "bin/runner"
#define GUEST_BENCH "bench"
#define GUEST_RESULTS "results"

/* Kernel parameter: say hello, and power off. */
#define GUEST_PROBE "ptebench.probe"
/*
 * For tests: after so many processes, or seconds of checks, the kernel panics, init hangs, or init
 * sends something that is no chunk.
 */
#define GUEST_CRASH "ptebench.crash="
#define GUEST_HANG "ptebench.hang="
#define GUEST_GARBLE "ptebench.garble="

#endif
