// SPDX-License-Identifier: GPL-2.0-or-later
/* Recognises bzImage, arm64 Image, EFI zboot and ppc64le ELF by their headers. */
#include "image.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/hash.h"

enum {
	HEAD_BYTES = 4096,
	/* Documentation/arch/x86/boot.rst */
	X86_MAGIC = 0x202,
	X86_PROTOCOL = 0x206,
	X86_VERSION = 0x20e,
	X86_XLOADFLAGS = 0x236,
	X86_64BIT = 1,
	X86_PROTOCOL_WITH_FLAGS = 0x20c,
	/* Documentation/arch/arm64/booting.rst */
	ARM64_MAGIC = 56,
	ARM64_FLAGS = 24,
	/* include/linux/pe.h; drivers/firmware/efi/libstub/zboot-header.S */
	PE_OFFSET = 0x3c,
	PE_MACHINE_ARM64 = 0xaa64,
	ZBOOT_MAGIC = 4,
	ZBOOT_PAYLOAD = 8,
	ZBOOT_TYPE = 24,
};

/* A mapped file, or a part of one. */
struct bytes {
	const unsigned char *at;
	size_t size;
};

static uint64_t number_at(const struct bytes *file, size_t offset, size_t width)
{
	uint64_t number = 0;

	for (size_t i = width; i-- > 0;)
		number = number << 8 | (offset + i < file->size ? file->at[offset + i] : 0);
	return number;
}

static bool has(const struct bytes *file, size_t offset, const char *text, size_t length)
{
	return offset + length <= file->size && !memcmp(file->at + offset, text, length);
}

/* Copies printable ASCII. */
static void set_version(struct image *image, const struct bytes *file, size_t offset)
{
	size_t length = 0;

	for (; offset < file->size && length < sizeof(image->version) - 1; offset++) {
		if (file->at[offset] < ' ' || file->at[offset] > '~')
			break;
		image->version[length++] = (char)file->at[offset];
	}
	image->version[length] = '\0';
}

/* Finds linux_banner of init/version.c; a digit distinguishes it from formats of messages. */
static void find_version(struct image *image, const struct bytes *file)
{
	static const char banner[] = "Linux version ";
	const unsigned char *at = file->at, *end = at + file->size;

	while (at && !*image->version && at < end) {
		at = memmem(at, (size_t)(end - at), banner, strlen(banner));
		at = at ? at + strlen(banner) : NULL;
		if (at && at < end && *at >= '0' && *at <= '9')
			set_version(image, file, (size_t)(at - file->at));
	}
}

static int look_x86(const struct bytes *file, struct image *image, struct reason *ret_reason)
{
	bool has_flags = number_at(file, X86_PROTOCOL, 2) >= X86_PROTOCOL_WITH_FLAGS;

	if (!has_flags || !(number_at(file, X86_XLOADFLAGS, 2) & X86_64BIT)) {
		reason_set(ret_reason, "a 32-bit bzImage; x86-64 is needed");
		return -EBADMSG;
	}
	image->arch = IMAGE_X86_64;
	image->format = "bzImage";
	set_version(image, file, (size_t)number_at(file, X86_VERSION, 2) + 0x200);
	return 0;
}

static int look_arm64(const struct bytes *file, const char *format, struct image *image,
		      struct reason *ret_reason)
{
	if (number_at(file, ARM64_FLAGS, 8) & 1) {
		reason_set(ret_reason, "a big-endian arm64 kernel; little-endian is needed");
		return -EBADMSG;
	}
	image->arch = IMAGE_AARCH64;
	image->format = format;
	find_version(image, file);
	return 0;
}

/* Inflates at most @room bytes. Return: their number; -EBADMSG: no gzip; or -ENOMEM. */
static ssize_t inflate_some(const struct bytes *file, unsigned char *ret_bytes, size_t room)
{
	z_stream stream = {
		.avail_in = (uInt)file->size,
		.next_out = ret_bytes,
		.avail_out = (uInt)room,
	};
	int result;

	memcpy(&stream.next_in, &file->at, sizeof(file->at)); /* zlib may lack the const */
	if (inflateInit2(&stream, 15 + 16) != Z_OK)
		return -ENOMEM;
	result = inflate(&stream, Z_SYNC_FLUSH);
	inflateEnd(&stream);
	if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
		return -EBADMSG;
	return (ssize_t)(room - stream.avail_out);
}

/* Inflates all of it: the version is far behind the header. */
static int look_gzip(const struct bytes *file, struct image *image, struct reason *ret_reason)
{
	size_t room = (size_t)256 << 20;
	unsigned char *bytes = malloc(room);
	ssize_t size = bytes ? inflate_some(file, bytes, room) : -ENOMEM;
	struct bytes inner = { bytes, size > 0 ? (size_t)size : 0 };
	int error = -EBADMSG;

	if (has(&inner, ARM64_MAGIC, "ARM\x64", 4))
		error = look_arm64(&inner, "Image.gz", image, ret_reason);
	else
		reason_set(ret_reason, size < 0 ? "a broken gzip file"
						: "a gzip file that holds no arm64 Image");
	free(bytes);
	return error;
}

static int look_zboot(const struct bytes *file, struct image *image, struct reason *ret_reason)
{
	size_t pe = (size_t)number_at(file, PE_OFFSET, 4);

	if (number_at(file, pe + 4, 2) != PE_MACHINE_ARM64) {
		reason_set(ret_reason, "an EFI zboot image that is not for arm64");
		return -EBADMSG;
	}
	image->arch = IMAGE_AARCH64;
	image->format = "EFI zboot";
	image->has_payload = has(file, ZBOOT_TYPE, "gzip", 5);
	return 0;
}

static int look_elf(const struct bytes *file, struct image *image, struct reason *ret_reason)
{
	unsigned int machine = (unsigned int)number_at(file, offsetof(Elf64_Ehdr, e_machine), 2);

	if (!has(file, EI_CLASS, "\x02\x01", 2) || machine != EM_PPC64) {
		reason_set(ret_reason, "an ELF file, but no little-endian ppc64 kernel; give the "
				       "bzImage of x86-64 or the Image of arm64");
		return -EBADMSG;
	}
	image->arch = IMAGE_PPC64LE;
	image->format = "ELF";
	find_version(image, file);
	return 0;
}

static int look(const struct bytes *file, struct image *ret_image, struct reason *ret_reason)
{
	if (has(file, 0, "\x1f\x8b", 2))
		return look_gzip(file, ret_image, ret_reason);
	if (file->size < HEAD_BYTES)
		reason_set(ret_reason, "too short for a kernel");
	else if (has(file, X86_MAGIC, "HdrS", 4))
		return look_x86(file, ret_image, ret_reason);
	else if (has(file, ARM64_MAGIC, "ARM\x64", 4))
		return look_arm64(file, "Image", ret_image, ret_reason);
	else if (has(file, 0, "MZ", 2) && has(file, ZBOOT_MAGIC, "zimg", 4))
		return look_zboot(file, ret_image, ret_reason);
	else if (has(file, 0, ELFMAG, SELFMAG))
		return look_elf(file, ret_image, ret_reason);
	else
		reason_set(ret_reason, "no bzImage of x86-64, no Image of arm64, no ELF of "
				       "ppc64le");
	return -EBADMSG;
}

static int map(const char *path, struct bytes *ret_file)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), error = 0;
	struct stat status;
	void *at;

	*ret_file = (struct bytes) { 0 };
	if (fd < 0)
		return -errno;
	if (fstat(fd, &status))
		error = -errno;
	else if (!S_ISREG(status.st_mode))
		error = S_ISDIR(status.st_mode) ? -EISDIR : -EINVAL;
	if (!error && status.st_size) {
		at = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		error = at == MAP_FAILED ? -errno : 0;
		if (!error)
			*ret_file = (struct bytes) { at, (size_t)status.st_size };
	}
	close(fd);
	return error;
}

static void unmap(struct bytes *file)
{
	void *at;

	memcpy(&at, &file->at, sizeof(at));
	if (at)
		munmap(at, file->size);
}

const char *const image_arches[IMAGE_ARCHES + 1] = { "x86_64", "aarch64", "ppc64le" };

int image_read(const char *path, struct image *ret_image, struct reason *ret_reason)
{
	struct image image = { 0 };
	struct bytes file;
	int error = map(path, &file);

	if (error) {
		reason_set(ret_reason, "%s", strerror(-error));
		return error;
	}
	error = look(&file, &image, ret_reason);
	unmap(&file);
	if (!error)
		*ret_image = image;
	return error;
}

int image_digest(const char *path, char *ret_digest)
{
	struct bytes file;
	int error = map(path, &file);

	if (error)
		return error;
	hash_fnv1a64(file.at, file.size, ret_digest);
	unmap(&file);
	return 0;
}

static int write_inflated(const struct bytes *payload, const char *to)
{
	size_t room = (size_t)512 << 20;
	unsigned char *bytes = malloc(room);
	ssize_t size = bytes ? inflate_some(payload, bytes, room) : -ENOMEM;
	FILE *out = size > 0 ? fopen(to, "we") : NULL;
	int error = size <= 0 ? -EBADMSG : out ? 0 : -errno;

	if (!error && fwrite(bytes, 1, (size_t)size, out) != (size_t)size)
		error = -EIO;
	if (out && fclose(out) && !error)
		error = -errno;
	free(bytes);
	return error;
}

int image_unpack(const char *path, const char *to)
{
	struct bytes file, payload;
	int error = map(path, &file);
	size_t offset, size;

	if (error)
		return error;
	offset = (size_t)number_at(&file, ZBOOT_PAYLOAD, 4);
	size = (size_t)number_at(&file, ZBOOT_PAYLOAD + 4, 4);
	if (offset > file.size || size > file.size - offset) {
		error = -EBADMSG;
	} else {
		payload = (struct bytes) { file.at + offset, size };
		error = write_inflated(&payload, to);
	}
	unmap(&file);
	return error;
}

void image_release(const struct image *image, char *ret_release)
{
	snprintf(ret_release, 64, "%.*s", (int)strcspn(image->version, " "), image->version);
}
