import { featuresDocument } from '../query/features.ts';
import { type Handler, print } from './context.ts';

/** Prints the features document (features.md). Needs no privileges, state directory or launcher. */
export const features: Handler<'features'> = () => {
  print(`${JSON.stringify(featuresDocument(), null, 4)}\n`);
};
