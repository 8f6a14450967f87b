// SPDX-License-Identifier: GPL-2.0-or-later
/* Touches each page once. */
#include "touch.h"

#include <sys/mman.h>

#include "base/size.h"

void touch_read(const char *start, size_t bytes)
{
	size_t page = size_page();
	int sum = 0;

	for (const volatile char *p = start; p < start + bytes; p += page)
		sum += *p;
	__asm__ volatile("" : : "r"(sum)); /* libMicro's mprot_tw4m adds them up, too */
}

void touch_write(char *start, size_t bytes, size_t every)
{
	size_t step = every * size_page();

	for (char *p = start; p < start + bytes; p += step)
		*(char *volatile *)(void *)p = p;
}

void touch_flush_tlb(void)
{
	size_t bytes = 2 * MIB;
	char *other = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (other == MAP_FAILED)
		return;
	madvise(other, bytes, MADV_NOHUGEPAGE);
	touch_write(other, size_page(), 1);
	touch_write(other + bytes - size_page(), size_page(), 1);
	mprotect(other, bytes, PROT_NONE);
	munmap(other, bytes);
}
