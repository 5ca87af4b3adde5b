/** Who waits to be told that the container is ready; null: nobody, and then no more of this is loaded. */

export function notifySocket(): string | null {
  const path = process.env.NOTIFY_SOCKET ?? '';
  return path.startsWith('/') || path.startsWith('@') ? path : null;
}

export const notifying = (): typeof import('./notify.ts') | null =>
  notifySocket() === null ? null : (require('./notify.ts') as typeof import('./notify.ts'));
