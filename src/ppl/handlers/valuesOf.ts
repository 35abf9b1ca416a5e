import type { Tensor } from '@tensorflow/tfjs-core';
import type { Trace } from './trace.js';

/** Values for sites by name: a record, or the sample sites of a trace. */
export type SiteValues = Readonly<Record<string, Tensor>> | Trace;

/** Values by site name. */
export function valuesOf(data: SiteValues): ReadonlyMap<string, Tensor> {
  if (!isTrace(data)) return new Map(Object.entries(data));
  const samples = [...data.sites.values()].filter((site) => site.type === 'sample');
  return new Map(samples.map((site) => [site.name, site.value]));
}

/** The names in a record, which may be misspelt; none for a trace. */
export function namesGiven(data: SiteValues): readonly string[] {
  return isTrace(data) ? [] : Object.keys(data);
}

function isTrace(data: SiteValues): data is Trace {
  return 'sites' in data && data.sites instanceof Map;
}
