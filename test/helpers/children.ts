/** Children that Bun itself waits for; whatever else descends from a test process was orphaned to it. */
export const ownChildren = new Set<number>();
