import type { Handler, Infer, Program } from '../message.js';
import { revise } from '../revise.js';
import { handle } from '../runtime.js';
import { valuesOf, type SiteValues } from './valuesOf.js';

/** Makes each sample site that `data` names (a record, or the sample sites of a trace) observed at that value. */
export function condition<Args extends readonly unknown[], R>(
  data: SiteValues,
  program: Program<Args, R>,
): Program<Args, R> {
  const values = valuesOf(data);
  const conditioning: Handler = {
    sample: (message, outer) => {
      const value = values.get(message.name);
      if (value === undefined) return outer(message);
      return outer(revise(message, { value, observed: true, infer: asObserved(message.infer) }));
    },
  };
  return (...args) => handle(conditioning, () => program(...args));
}

/** The hints without what `uncondition` noted, which no longer holds. */
function asObserved(infer: Infer): Infer {
  if (infer.wasObserved === undefined) return infer;
  const { wasObserved: _wasObserved, obs: _obs, ...others } = infer;
  return others;
}
