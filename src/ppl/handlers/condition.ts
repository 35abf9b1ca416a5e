import type { Tensor } from '@tensorflow/tfjs-core';
import type { Handler, Program } from '../message.js';
import { revise } from '../revise.js';
import { handle } from '../runtime.js';
import type { Trace } from './trace.js';

/** Makes each sample site that `data` names (a record, or the sample sites of a trace) observed at that value. */
export function condition<Args extends readonly unknown[], R>(
  data: Readonly<Record<string, Tensor>> | Trace,
  program: Program<Args, R>,
): Program<Args, R> {
  const values = valuesOf(data);
  const conditioning: Handler = {
    sample: (message, outer) => {
      const value = values.get(message.name);
      return outer(value === undefined ? message : revise(message, { value, observed: true }));
    },
  };
  return (...args) => handle(conditioning, () => program(...args));
}

function valuesOf(data: Readonly<Record<string, Tensor>> | Trace): ReadonlyMap<string, Tensor> {
  if (!isTrace(data)) return new Map(Object.entries(data));
  const samples = [...data.sites.values()].filter((site) => site.type === 'sample');
  return new Map(samples.map((site) => [site.name, site.value]));
}

function isTrace(data: Readonly<Record<string, Tensor>> | Trace): data is Trace {
  return 'sites' in data && data.sites instanceof Map;
}
