import { probeSeccomp } from '../facts/seccomp.ts';
import * as lib from '../native/lib.ts';
import { featuresDocument } from '../query/features.ts';
import { type Handler, print } from './context.ts';

/** Prints the features document (features.md). Needs no privileges, state directory or launcher. */
export const features: Handler<'features'> = () => {
  print(`${JSON.stringify(featuresDocument(probeSeccomp(lib)), null, 4)}\n`);
};
