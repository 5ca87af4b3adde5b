/*
 * Included before QuickJS's own sources (scripts/patch-quickjs puts these names into them). What was made
 * with the heap lives for ever: counting its references would copy the page of every object a call only looks
 * at.
 */
#ifndef TEU_ENGINE_REFS_H
#define TEU_ENGINE_REFS_H

#include <stddef.h>
#include <stdint.h>

#define HEAP_BASE 0x40000000u

/* Bytes from HEAP_BASE on that were made at build time; 0 while they are being made. */
extern size_t heap_made;

#define REF_MADE(object) ((uintptr_t)(object)-HEAP_BASE < heap_made)
#define REF_UP(header)	 (REF_MADE(&(header)) ? 0 : (header).ref_count++)
#define REF_DOWN(header) (REF_MADE(&(header)) ? 1 : --(header).ref_count)
/* Whether somebody else may hold it too; of what was made with the heap nobody knows. */
#define REF_SHARED(header) (REF_MADE(&(header)) || (header).ref_count != 1)

#endif
