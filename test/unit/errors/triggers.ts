/** Phrases by which engines judge an error of a runtime, in lower case. */
export const triggers: readonly string[] = [
  'container not running',
  'process already finished',
  'no such process',
  'does not exist',
  'permission denied',
  'operation not permitted',
  'is a directory',
  'not a directory',
  'executable file not found',
  'no such file or directory',
  'open executable',
  'system cannot find the file specified',
  '/attr/exec',
];
