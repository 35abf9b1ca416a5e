import type { Tensor } from '@tensorflow/tfjs-core';
import { revise, type Handler, type Infer, type Program } from '../message.js';
import { handleSamples } from './watchNames.js';
import { namesGiven, valuesOf, type SiteValues } from './valuesOf.js';

/**
 * Observes sample sites at the values in `data`: a record by name, or the sample sites of a trace.
 *
 * Warns if no site of the first run has a name of the record.
 */
export function condition<Args extends readonly unknown[], R>(
  data: SiteValues,
  program: Program<Args, R>,
): Program<Args, R> {
  return handleSamples('condition', namesGiven(data), answerSamples(valuesOf(data)).sample, program);
}

/** The rule that observes sample sites at `values`. */
export function answerSamples(values: ReadonlyMap<string, Tensor>): Pick<Required<Handler>, 'sample'> {
  return {
    sample: (message, outer) => {
      const value = values.get(message.name);
      if (value === undefined) return outer(message);
      return outer(revise(message, { value, observed: true, infer: asObserved(message.infer) }));
    },
  };
}

/** The hints without those of `uncondition`, which no longer hold. */
function asObserved(infer: Infer): Infer {
  if (infer.wasObserved === undefined) return infer;
  const { wasObserved: _wasObserved, obs: _obs, ...others } = infer;
  return others;
}
