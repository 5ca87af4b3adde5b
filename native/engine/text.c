/* UTF-8 as TextEncoder and TextDecoder of the Encoding standard have it: a lone surrogate is written as
 * U+FFFD, and each maximal wrong part is read as one. */
#include "engine.h"
#include <stdlib.h>
#include <string.h>

uint8_t *bytes_of(JSContext *ctx, JSValueConst array, size_t *length)
{
	size_t offset, size;
	JSValue buffer = JS_GetTypedArrayBuffer(ctx, array, &offset, length, NULL);
	if (JS_IsException(buffer))
		return NULL;
	uint8_t *bytes = JS_GetArrayBuffer(ctx, &size, buffer);
	JS_FreeValue(ctx, buffer);
	return bytes ? bytes + offset : NULL;
}

/* A Uint8Array of its own memory. */
static JSValue text_bytes(JSContext *ctx, const uint8_t *bytes, size_t length)
{
	JSValue buffer = JS_NewArrayBufferCopy(ctx, bytes, length);
	if (JS_IsException(buffer))
		return buffer;
	JSValueConst whole[] = {buffer, JS_UNDEFINED, JS_UNDEFINED};
	JSValue array = JS_NewTypedArray(ctx, 3, whole, JS_TYPED_ARRAY_UINT8);
	JS_FreeValue(ctx, buffer);
	return array;
}

const char *text_utf8(JSContext *ctx, JSValueConst value, size_t *length)
{
	const char *text = JS_ToCStringLen(ctx, length, value);
	/* QuickJS writes surrogates as they are (ED A0..BF xx): three bytes, as U+FFFD has. Such a text is a
	 * copy of ours: only one in ASCII is the string itself. */
	for (size_t i = 0; text && i + 2 < *length; i++)
		if ((uint8_t)text[i] == 0xed && (uint8_t)text[i + 1] >= 0xa0)
			memcpy((char *)(uintptr_t)text + i, "\xef\xbf\xbd", 3);
	return text;
}

JSValue text_encode(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv)
{
	size_t length;
	(void)self;
	(void)argc;
	const char *text = text_utf8(ctx, argv[0], &length);
	if (!text)
		return JS_EXCEPTION;
	JSValue array = text_bytes(ctx, (const uint8_t *)text, length);
	JS_FreeCString(ctx, text);
	return array;
}

/* Length of the well-formed sequence at `at`, or minus the length of the maximal wrong part. */
static int sequence(const uint8_t *at, const uint8_t *end)
{
	uint8_t first = at[0], low = 0x80, high = 0xbf;
	int length;
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first <= 0xdf)
		length = 2;
	else if (first >= 0xe0 && first <= 0xef)
		length = 3;
	else if (first >= 0xf0 && first <= 0xf4)
		length = 4;
	else
		return -1;
	if (first == 0xe0)
		low = 0xa0;
	if (first == 0xed)
		high = 0x9f;
	if (first == 0xf0)
		low = 0x90;
	if (first == 0xf4)
		high = 0x8f;
	for (int i = 1; i < length; i++) {
		if (at + i >= end || at[i] < low || at[i] > high)
			return -i;
		low = 0x80;
		high = 0xbf;
	}
	return length;
}

/* Room for three bytes of each wrong one. */
static JSValue decode_wrong(JSContext *ctx, const uint8_t *at, size_t size)
{
	char *text = js_malloc(ctx, size * 3 + 1);
	if (!text)
		return JS_EXCEPTION;
	size_t length = 0;
	for (const uint8_t *end = at + size; at < end;) {
		int n = sequence(at, end);
		memcpy(text + length, n > 0 ? (const char *)at : "\xef\xbf\xbd", n > 0 ? (size_t)n : 3);
		length += n > 0 ? (size_t)n : 3;
		at += abs(n);
	}
	JSValue value = JS_NewStringLen(ctx, text, length);
	js_free(ctx, text);
	return value;
}

JSValue text_new(JSContext *ctx, const char *bytes, size_t length)
{
	for (const uint8_t *at = (const uint8_t *)bytes, *end = at + length; at < end;) {
		int n = sequence(at, end);
		if (n < 0)
			return decode_wrong(ctx, (const uint8_t *)bytes, length);
		at += n;
	}
	return JS_NewStringLen(ctx, bytes, length);
}

JSValue text_decode(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv)
{
	size_t length;
	(void)self;
	(void)argc;
	const uint8_t *bytes = bytes_of(ctx, argv[0], &length);
	return bytes ? text_new(ctx, (const char *)bytes, length) : JS_EXCEPTION;
}

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Uint8Array.prototype.toBase64 without options. */
JSValue text_to_base64(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv)
{
	size_t length;
	(void)argc;
	(void)argv;
	const uint8_t *bytes = bytes_of(ctx, self, &length);
	if (!bytes)
		return JS_EXCEPTION;
	char *text = js_malloc(ctx, (length + 2) / 3 * 4 + 1), *to = text;
	if (!text)
		return JS_EXCEPTION;
	for (size_t i = 0; i < length; i += 3, to += 4) {
		size_t left = length - i;
		uint32_t three = (uint32_t)bytes[i] << 16 | (left > 1 ? (uint32_t)bytes[i + 1] << 8 : 0) |
				 (left > 2 ? bytes[i + 2] : 0);
		to[0] = digits[three >> 18];
		to[1] = digits[three >> 12 & 63];
		to[2] = left > 1 ? digits[three >> 6 & 63] : '=';
		to[3] = left > 2 ? digits[three & 63] : '=';
	}
	JSValue value = JS_NewStringLen(ctx, text, (size_t)(to - text));
	js_free(ctx, text);
	return value;
}

/* How many bytes the digits stand for, or -1. */
static int64_t read_digits(uint8_t *bytes, const char *text, size_t length)
{
	size_t count = 0, padding = 0;
	uint32_t four = 0;
	if (length % 4 != 0)
		return -1;
	if (length && text[length - 1] == '=')
		padding = 1 + (text[length - 2] == '=');
	for (size_t i = 0; i < length; i++) {
		const char *digit = i < length - padding ? memchr(digits, text[i], 64) : digits;
		if (!digit)
			return -1;
		four = four << 6 | (uint32_t)(digit - digits);
		for (int shift = 16; i % 4 == 3 && shift >= 0; shift -= 8)
			bytes[count++] = (uint8_t)(four >> shift);
	}
	return (int64_t)(count - padding);
}

/* Uint8Array.fromBase64 for what toBase64 writes; SyntaxError for anything else. */
JSValue text_from_base64(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv)
{
	size_t length;
	(void)self;
	(void)argc;
	const char *text = JS_ToCStringLen(ctx, &length, argv[0]);
	if (!text)
		return JS_EXCEPTION;
	JSValue array = JS_EXCEPTION;
	uint8_t *bytes = js_malloc(ctx, length / 4 * 3 + 1);
	int64_t count = bytes ? read_digits(bytes, text, length) : 0;
	if (count < 0)
		JS_ThrowSyntaxError(ctx, "not base64");
	else if (bytes)
		array = text_bytes(ctx, bytes, (size_t)count);
	JS_FreeCString(ctx, text);
	js_free(ctx, bytes);
	return array;
}
