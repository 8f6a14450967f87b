/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The three results of a proof. */
#ifndef PTEBENCH_PROOF_H
#define PTEBENCH_PROOF_H

enum proof {
	PROOF_PROVED,  /* every page was seen to be as claimed */
	PROOF_REFUTED, /* some page was seen to be otherwise */
	PROOF_UNKNOWN, /* nothing speaks against it, but not every page could be seen */
};

#endif
