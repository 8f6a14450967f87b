// SPDX-License-Identifier: GPL-2.0-or-later
/* Touches each page once. */
#include "touch.h"

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
