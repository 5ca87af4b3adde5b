/** How the value of a field is stored in the body of a step. Numbers: an engine without JIT compares texts by a call. */

export const stored = { word: 0, text: 1, slot: 2, long: 3, texts: 4, bytes: 5 } as const;
