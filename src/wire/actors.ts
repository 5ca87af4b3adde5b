/** Who performs steps; the number of an actor on the wire is its index. */

export const actors = ['host', 'spawner', 'mounter', 'init'] as const;
