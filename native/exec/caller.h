/* What the process was started with and its children must get back. */
#ifndef TEU_CALLER_H
#define TEU_CALLER_H

#include <stdint.h>

/* SIGNAL_BIT of each signal that is ignored. */
uint64_t signals_ignored(void);
/* Value of NAME (given with its "=") in an environment, or NULL. */
const char *environment_value(char *const *environment, const char *name);
/* True when text begins with prefix. */
int text_begins(const char *text, const char *prefix);
/* Decimal digits only, whole string, at most UINT32_MAX. 0 or -EINVAL. */
int parse_u32(const char *text, uint32_t *value);

#endif
