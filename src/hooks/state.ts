/**
 * The state JSON a hook reads on stdin (runtime.md#state). It is compiled into the plan before init
 * exists, so it comes in two halves around the one value nobody knows yet: the pid of init.
 */

/** The statuses of runtime.md#state; `paused` is runc's addition, which engines know. */
export const statuses = ['creating', 'created', 'running', 'paused', 'stopped'] as const;
export type Status = (typeof statuses)[number];

export interface StateHalves {
  readonly head: string;
  readonly tail: string;
}

/**
 * Renders the state around its pid: head + decimal pid + tail is one JSON object on one line.
 * `annotations` is left out when empty (the spec makes it optional, and runc does so).
 */
export function hookState(
  ociVersion: string,
  id: string,
  status: Status,
  bundle: string,
  annotations: ReadonlyMap<string, string>,
): StateHalves {
  const before = JSON.stringify({ ociVersion, id, status });
  const after = JSON.stringify({
    bundle,
    ...(annotations.size > 0 ? { annotations: Object.fromEntries(annotations) } : {}),
  });
  return { head: `${before.slice(0, -1)},"pid":`, tail: `,${after.slice(1)}` };
}
