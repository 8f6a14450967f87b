// SPDX-License-Identifier: GPL-2.0-or-later
/* What changed from A to B, and how surely? */
#include "stats.h"

int main(void)
{
	return 0;
}
