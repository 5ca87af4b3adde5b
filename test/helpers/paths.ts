/** Where things are: the repository and the runtime under test. */
export const repository = new URL('../..', import.meta.url).pathname;

/** RUNTIME selects another runtime (runc, crun) to prove the tests themselves. */
export const runtime = process.env['RUNTIME'] ?? `${repository}build/bin/teu`;
export const isTeu = /teu[^/]*$/.test(runtime);
