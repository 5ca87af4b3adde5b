/* What the body of an op is made of, for code that works on every op alike. */
#ifndef TEU_SHAPE_H
#define TEU_SHAPE_H

#include "exec.h"

/* The most fields an op may have; a longer row does not compile. */
#define MAX_FIELDS 12

struct shape {
	uint16_t op, size;
	uint8_t actors, n_fields;
	struct field_shape fields[MAX_FIELDS];
};

/* NULL for a number that is no op. */
const struct shape *find_shape(uint16_t op);

#endif
