// SPDX-License-Identifier: GPL-2.0-or-later
/* Fills in findings. */
#include "finding.h"

#include <stdarg.h>
#include <stdio.h>

void finding_set(struct finding *finding, enum finding_grade grade, const char *format, ...)
{
	va_list arguments;

	finding->grade = grade;
	va_start(arguments, format);
	vsnprintf(finding->text, sizeof(finding->text), format, arguments);
	va_end(arguments);
}

void finding_mend(struct finding *finding, const char *path, const char *wanted, const char *now)
{
	snprintf(finding->mend, sizeof(finding->mend), "echo %s | sudo tee %s", wanted, path);
	snprintf(finding->undo, sizeof(finding->undo), "echo %.40s | sudo tee %s", now, path);
}
