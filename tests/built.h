/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory in a state, for tests to look at. */
#ifndef PTEBENCH_BUILT_H
#define PTEBENCH_BUILT_H

#include "state.h"

enum { BUILT_BYTES = 4 << 20 };

/** built_base_pages() - one region of BUILT_BYTES of base pages, written and exclusive. */
struct state_spec built_base_pages(void);

/** built_state() - build it, or fail the test; state_destroy() it. */
struct state built_state(const struct state_spec *spec);

#endif
