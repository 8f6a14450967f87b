/* SPDX-License-Identifier: GPL-2.0-or-later */
/* BUILDS folio sizes that the kernel does not offer, from PTE-mapped PMD-sized folios. */
#ifndef PTEBENCH_EMULATE_H
#define PTEBENCH_EMULATE_H

#include "page_state.h"

/**
 * emulate_folios() - a region of which each @spec->folio_bytes is a part of another folio.
 * @address: the region, reserved, with a reserved page before it; a multiple of what a PMD maps.
 *
 * Return: 0 or -errno.
 */
int emulate_folios(const struct page_state *spec, char *address);

#endif
