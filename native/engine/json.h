/*
 * Included before QuickJS's own sources: where its JSON.parse accepts more than RFC 8259
 * (scripts/patch-quickjs puts the calls in). What teu-core refuses must be refused here too.
 */
#ifndef TEU_ENGINE_JSON_H
#define TEU_ENGINE_JSON_H

#include <stdint.h>

static inline int json_is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

/* 1. and -00 are numbers to QuickJS. The text ends with a zero. */
static inline int json_is_number(const uint8_t *at)
{
	at += *at == '-';
	if (*at == '0' && json_is_digit(at[1]))
		return 0;
	while (json_is_digit(*at))
		at++;
	return *at != '.' || json_is_digit(at[1]);
}

/* \x41, \v, \u{41}, an escaped end of line. `at` is behind the backslash. */
static inline int json_is_escape(const uint8_t *at)
{
	if (*at != 'u')
		return *at == '"' || *at == '\\' || *at == '/' || *at == 'b' || *at == 'f' || *at == 'n' ||
		       *at == 'r' || *at == 't';
	return at[1] != '{';
}

#endif
