// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads /proc/self/pagemap, kpageflags, maps and smaps. */
#include "pagemap.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/die.h"
#include "kfile.h"
#include "base/size.h"

/* The system's headers may be older than Linux 6.7: include/uapi/linux/fs.h @ 6.7. */
struct scan_region {
	uint64_t start, end, categories;
};

struct scan_argument {
	uint64_t size, flags, start, end, walk_end, vec, vec_len, max_pages;
	uint64_t category_inverted, category_mask, category_anyof_mask, return_mask;
};

#define SCAN_REQUEST _IOWR('f', 16, struct scan_argument)
#define SCAN_IS_HUGE (1ull << 6)

enum { SCAN_REGIONS = 64 };

static int read_entries(int fd, uint64_t first, size_t count, uint64_t *ret_entries)
{
	size_t bytes = count * sizeof(uint64_t), done = 0;

	while (done < bytes) {
		ssize_t got = pread(fd, (char *)ret_entries + done, bytes - done,
				    (off_t)(first * sizeof(uint64_t) + done));

		if (got < 0)
			return -errno;
		if (!got)
			return -ENODATA;
		done += (size_t)got;
	}
	return 0;
}

int pagemap_read(const void *address, size_t count, uint64_t *ret_entries)
{
	int fd = kfile_open("/proc/self/pagemap", O_RDONLY);
	int error;

	if (fd < 0)
		return fd;
	error = read_entries(fd, (uintptr_t)address / size_page(), count, ret_entries);
	close(fd);
	return error;
}

/* Pages from @entries[0] on whose frames follow each other. */
static size_t frame_run(const uint64_t *entries, size_t count)
{
	size_t run = 1;

	while (run < count && (entries[run] & PAGEMAP_PRESENT) &&
	       PAGEMAP_FRAME(entries[run]) == PAGEMAP_FRAME(entries[0]) + run)
		run++;
	return run;
}

/* Reads one frame more than the run, to see where the last folio ends. */
static int read_run(int fd, uint64_t frame, size_t run, uint64_t *scratch, uint64_t *ret_flags)
{
	int error = read_entries(fd, frame, run + 1, scratch);

	if (error == -ENODATA) { /* the run ends with memory */
		scratch[run] = 0;
		error = read_entries(fd, frame, run, scratch);
	}
	for (size_t i = 0; i < run && !error; i++)
		ret_flags[i] = (scratch[i] & ~PAGEMAP_KPF_TAIL_FOLLOWS) |
			       (scratch[i + 1] & PAGEMAP_KPF_TAIL ? PAGEMAP_KPF_TAIL_FOLLOWS : 0);
	return error;
}

int pagemap_read_flags(const uint64_t *entries, size_t count, uint64_t *ret_flags)
{
	int fd = kfile_open("/proc/kpageflags", O_RDONLY);
	uint64_t *scratch;
	int error = 0;

	if (fd < 0)
		return fd;
	scratch = xcalloc(count + 1, sizeof(*scratch));
	for (size_t i = 0, run; i < count && !error; i += run) {
		run = 1;
		ret_flags[i] = 0;
		if (!(entries[i] & PAGEMAP_PRESENT) || (entries[i] & PAGEMAP_SWAPPED))
			continue;
		run = frame_run(entries + i, count - i);
		error = read_run(fd, PAGEMAP_FRAME(entries[i]), run, scratch, ret_flags + i);
	}
	free(scratch);
	close(fd);
	return error;
}

struct opt_u64 pagemap_count_huge(const void *address, size_t bytes)
{
	struct scan_region found[SCAN_REGIONS] = { 0 };
	struct scan_argument argument = {
		.size = sizeof(argument),
		.start = (uintptr_t)address,
		.end = (uintptr_t)address + bytes,
		.vec = (uintptr_t)found,
		.vec_len = SCAN_REGIONS,
		.category_mask = SCAN_IS_HUGE,
		.return_mask = SCAN_IS_HUGE,
	};
	int fd = kfile_open("/proc/self/pagemap", O_RDONLY), regions = 0;
	uint64_t pages = 0;

	if (fd < 0)
		return (struct opt_u64) { 0 };
	while (argument.start < argument.end && regions >= 0) {
		regions = ioctl(fd, SCAN_REQUEST, &argument);
		for (int i = 0; i < regions; i++)
			pages += (found[i].end - found[i].start) / size_page();
		argument.start = argument.walk_end;
	}
	close(fd);
	return (struct opt_u64) { regions >= 0, pages };
}

static const struct {
	const char *key;
	enum pagemap_smaps_field field;
} smaps_lines[] = {
	{ "Anonymous:", PAGEMAP_SMAPS_ANONYMOUS },
	{ "LazyFree:", PAGEMAP_SMAPS_LAZY_FREE },
	{ "Shared_Dirty:", PAGEMAP_SMAPS_DIRTY },
	{ "Private_Dirty:", PAGEMAP_SMAPS_DIRTY },
	{ "Swap:", PAGEMAP_SMAPS_SWAP },
	{ "Locked:", PAGEMAP_SMAPS_LOCKED },
	{ "AnonHugePages:", PAGEMAP_SMAPS_HUGE },
	{ "ShmemPmdMapped:", PAGEMAP_SMAPS_HUGE },
	{ "FilePmdMapped:", PAGEMAP_SMAPS_HUGE },
	{ "Private_Hugetlb:", PAGEMAP_SMAPS_HUGETLB },
	{ "Shared_Hugetlb:", PAGEMAP_SMAPS_HUGETLB },
};

static void add_line(const char *line, struct pagemap_smaps *sums)
{
	for (size_t i = 0; i < sizeof(smaps_lines) / sizeof(smaps_lines[0]); i++) {
		size_t length = strlen(smaps_lines[i].key);
		struct opt_u64 *sum = &sums->fields[smaps_lines[i].field];

		if (strncmp(line, smaps_lines[i].key, length))
			continue;
		*sum = opt_u64_of(sum->value +
				  strtoull(line + length, NULL, 10) * KIB / size_page());
		return;
	}
}

/* "start-end rw-p offset device inode name": proc(5). */
static bool begins_vma(const char *line, struct pagemap_vma *ret_vma)
{
	struct pagemap_vma vma = { .name = "" };
	char access[8];

	if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %7s %*s %*s %*s %63[^\n]", &vma.start, &vma.end,
		   access, vma.name) < 3)
		return false;
	vma.is_shared = access[3] == 's';
	*ret_vma = vma;
	return true;
}

int pagemap_vmas_read(struct pagemap_vmas *ret_vmas)
{
	char *text, *rest, *line;
	struct pagemap_vma vma;
	int error = kfile_read_all("/proc/self/smaps", &text, NULL);

	*ret_vmas = (struct pagemap_vmas) { 0 };
	if (error)
		error = kfile_read_all("/proc/self/maps", &text, NULL);
	if (error)
		return error;
	for (rest = text; (line = strsep(&rest, "\n"));) {
		if (*line < 'A' || *line > 'Z') {
			if (!begins_vma(line, &vma))
				continue;
			ret_vmas->vmas = xrealloc(ret_vmas->vmas, ret_vmas->count + 1,
						  sizeof(*ret_vmas->vmas));
			ret_vmas->vmas[ret_vmas->count++] = vma;
		} else if (ret_vmas->count) {
			add_line(line, &ret_vmas->vmas[ret_vmas->count - 1].smaps);
		}
	}
	free(text);
	return 0;
}

void pagemap_vmas_free(struct pagemap_vmas *vmas)
{
	free(vmas->vmas);
}

const struct pagemap_vma *pagemap_vmas_find(const struct pagemap_vmas *vmas, const void *address)
{
	for (size_t i = 0; i < vmas->count; i++)
		if (vmas->vmas[i].start <= (uintptr_t)address &&
		    (uintptr_t)address < vmas->vmas[i].end)
			return &vmas->vmas[i];
	return NULL;
}

size_t pagemap_vmas_sum(const struct pagemap_vmas *vmas, const void *address, size_t bytes,
			struct pagemap_smaps *ret_smaps)
{
	size_t count = 0;

	*ret_smaps = (struct pagemap_smaps) { 0 };
	for (size_t i = 0; i < vmas->count; i++) {
		const struct pagemap_vma *vma = &vmas->vmas[i];

		if (vma->start >= (uintptr_t)address + bytes || vma->end <= (uintptr_t)address)
			continue;
		count++;
		for (int f = 0; f < PAGEMAP_SMAPS_FIELDS; f++)
			if (vma->smaps.fields[f].known)
				ret_smaps->fields[f] = opt_u64_of(ret_smaps->fields[f].value +
								  vma->smaps.fields[f].value);
	}
	return count;
}
