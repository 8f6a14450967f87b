/* SPDX-License-Identifier: GPL-2.0-or-later */
/* BUILDS folio sizes that the kernel does not offer, as parts of PTE-mapped PMD-sized folios. */
#ifndef PTEBENCH_EMULATE_H
#define PTEBENCH_EMULATE_H

#include "page_state.h"

/**
 * emulate_folios() - build a region of which each @spec->folio_bytes are part of another folio.
 * @address: the region, reserved, with a reserved page before it; aligned to what a PMD entry maps.
 *
 * Return: 0 or -errno.
 */
int emulate_folios(const struct page_state *spec, char *address);

#endif
