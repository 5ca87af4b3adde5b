/** config.md#specification-version. */

import { ociVersion as newest } from '../../tables/oci.ts';
import type { Rule } from './rule.ts';

/** semver.org, version 2.0.0. */
const semver =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*))*)?(\+[\da-zA-Z-]+(\.[\da-zA-Z-]+)*)?$/;

/** The newest minor of 1.x that this version knows. */
const newestMinor = Number(newest.split('.')[1]);

const reads = ['/ociVersion'];
const spec = 'config.md#specification-version';

export const versionSyntax: Rule = {
  code: 'teu.config.version-syntax',
  severity: 'error',
  spec,
  reads,
  check: ({ ociVersion }) =>
    semver.test(ociVersion)
      ? []
      : [{ path: '/ociVersion', message: 'expected a semantic version such as 1.3.0' }],
};

export const versionMajor: Rule = {
  code: 'teu.config.version-major',
  severity: 'error',
  spec,
  reads,
  check: ({ ociVersion }) => {
    const major = semver.exec(ociVersion)?.[1];
    if (major === undefined || major === '1') return [];
    return [
      { path: '/ociVersion', message: `version ${ociVersion} is not one of 1.0.0 to 1.${newestMinor}` },
    ];
  },
};

/** Minor versions only add properties, and unknown properties are ignored: worth saying, not worth failing. */
export const versionMinor: Rule = {
  code: 'teu.config.version-minor',
  severity: 'warning',
  spec,
  reads,
  check: ({ ociVersion }) => {
    const match = semver.exec(ociVersion);
    if (match?.[1] !== '1' || Number(match[2]) <= newestMinor) return [];
    return [
      {
        path: '/ociVersion',
        message: `newer than 1.${newestMinor}: properties added since then are ignored`,
      },
    ];
  },
};
