import { readConfig } from '../run/bundle.ts';
import { validateBundle, validateJson, validateStatus, validateText } from '../query/validate.ts';
import { type Handler, print } from './context.ts';
import { bundleDir, configPath } from './creation.ts';
import { explainRequest } from './explain.ts';

/** Prints every finding of a bundle; the status is 1 when one is an error. Changes nothing. */
export const validate: Handler<'validate'> = ({ options, operands }, context) => {
  const bundle = bundleDir(operands[0] ?? options.bundle);
  const file = configPath(bundle, options.config);
  const request = options['config-only'] ? null : explainRequest(bundle, null, false, context);
  const findings = validateBundle(readConfig(file), request);
  print(options.format === 'json' ? validateJson(file, findings) : validateText(file, findings));
  return validateStatus(findings);
};
