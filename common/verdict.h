/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The three answers of a proof. */
#ifndef PTEBENCH_VERDICT_H
#define PTEBENCH_VERDICT_H

enum evidence_verdict {
	EVIDENCE_PROVED,  /* every page was seen to be as claimed */
	EVIDENCE_REFUTED, /* some page was seen to be otherwise */
	EVIDENCE_UNKNOWN, /* nothing speaks against it, but not every page could be seen */
};

#endif
