/* Strings and numbers of names: lengths, decimals, device numbers. */
#ifndef TEU_NAMES_H
#define TEU_NAMES_H

#include "sys_abi.h"

static inline size_t text_length(const char *text)
{
	size_t length = 0;
	while (text[length])
		length++;
	return length;
}

static inline int text_equal(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

/* Decimal digits of value into out, which has room for 21 bytes; NUL-terminated. Returns the length. */
static inline size_t format_u64(char out[21], uint64_t value)
{
	char digits[20];
	size_t count = 0;
	do {
		digits[count++] = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	for (size_t i = 0; i < count; i++)
		out[i] = digits[count - 1 - i];
	out[count] = 0;
	return count;
}

/* "/proc/self/fd/N" relative to a proc directory: "self/fd/N". */
static inline const char *format_fd_path(char out[40], const char *prefix, int fd)
{
	size_t length = text_length(prefix);
	for (size_t i = 0; i < length; i++)
		out[i] = prefix[i];
	format_u64(out + length, (uint64_t)fd);
	return out;
}

/* Number of a device as stat(2) reports it. */
static inline uint32_t device_major(uint64_t device)
{
	return (uint32_t)(((device >> 8) & 0xfff) | ((device >> 32) & ~0xfffull));
}

static inline uint32_t device_minor(uint64_t device)
{
	return (uint32_t)((device & 0xff) | ((device >> 12) & ~0xffull));
}

/* Number of a device as mknodat(2) takes it. */
static inline uint32_t device_number(uint32_t major, uint32_t minor)
{
	return (minor & 0xff) | (major << 8) | ((minor & ~0xffu) << 12);
}

#endif
