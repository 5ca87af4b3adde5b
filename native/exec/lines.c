/* Bytes and lines of a descriptor, without buffers that grow. */
#include "lines.h"

int next_byte(struct reader *in)
{
	if (in->at == in->size) {
		int is_over = in->limit && in->total >= in->limit;
		long r = is_over ? 0 : sys_read(in->fd, in->bytes, sizeof(in->bytes));
		if (r <= 0)
			return -1;
		in->size = (size_t)r;
		in->total += in->size;
		in->at = 0;
	}
	return (unsigned char)in->bytes[in->at++];
}

int next_line(struct reader *in, char *line, size_t capacity)
{
	size_t size = 0;
	int byte = next_byte(in);
	if (byte < 0)
		return -1;
	for (; byte >= 0 && byte != '\n'; byte = next_byte(in))
		if (size + 1 < capacity)
			line[size++] = (char)byte;
	line[size] = 0;
	return 0;
}
