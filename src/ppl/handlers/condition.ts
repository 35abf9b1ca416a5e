import type { Tensor } from '@tensorflow/tfjs-core';
import type { Handler, Infer, Program } from '../message.js';
import { revise } from '../revise.js';
import { handleSamples } from './handleSamples.js';
import { namesGiven, valuesOf, type SiteValues } from './valuesOf.js';

/**
 * Makes each sample site that `data` names (a record, or the sample sites of a trace) observed at that value.
 *
 * A name of a record that meets no site in the first run is warned of, with a near name.
 */
export function condition<Args extends readonly unknown[], R>(
  data: SiteValues,
  program: Program<Args, R>,
): Program<Args, R> {
  return handleSamples('condition', namesGiven(data), answerSamples(valuesOf(data)).sample, program);
}

/** The rule that observes sample sites at known values. */
export function answerSamples(values: ReadonlyMap<string, Tensor>): Pick<Required<Handler>, 'sample'> {
  return {
    sample: (message, outer) => {
      const value = values.get(message.name);
      if (value === undefined) return outer(message);
      return outer(revise(message, { value, observed: true, infer: asObserved(message.infer) }));
    },
  };
}

/** The hints without what `uncondition` noted, which no longer holds. */
function asObserved(infer: Infer): Infer {
  if (infer.wasObserved === undefined) return infer;
  const { wasObserved: _wasObserved, obs: _obs, ...others } = infer;
  return others;
}
