/** config.md#annotations. */

import type { Rule } from './rule.ts';

export const annotationKey: Rule = {
  code: 'teu.config.annotation-key',
  severity: 'error',
  spec: 'config.md#annotations',
  reads: ['/annotations'],
  check: ({ annotations }) =>
    annotations.has('')
      ? [{ path: '/annotations/', message: 'an annotation has the empty string as its key' }]
      : [],
};
