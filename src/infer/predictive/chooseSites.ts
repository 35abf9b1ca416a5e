import type { Tensor } from '@tensorflow/tfjs-core';
import { ArgumentError, nearest } from '../../num/index.js';
import type { Trace, TracedSite } from '../../ppl/index.js';

/**
 * The values of a trace's sites that are wanted: those of `wanted`, else all but those of `given`. Parameters and factors
 * are no sites of that kind.
 *
 * @throws ArgumentError if a wanted site is not in the trace
 */
export function chooseSites(
  trace: Trace,
  wanted: readonly string[] | undefined,
  given: readonly string[],
): Record<string, Tensor> {
  const sites = [...trace.sites.values()].filter(isValue);
  const values = new Map(sites.map((site) => [site.name, site.value]));
  for (const name of wanted ?? []) if (!values.has(name)) throw unknownSite(name, [...values.keys()]);
  const names = wanted ?? [...values.keys()].filter((name) => !given.includes(name));
  return Object.fromEntries(names.flatMap((name) => [...values].filter(([key]) => key === name)));
}

function isValue(site: TracedSite): boolean {
  return site.type === 'deterministic' || (site.type === 'sample' && site.dist.isFactor !== true);
}

function unknownSite(name: string, known: readonly string[]): ArgumentError {
  const near = nearest(name, known);
  return new ArgumentError({
    where: 'returnSites',
    expected: `sites of the model (${known.join(', ') || 'none'})`,
    got: `"${name}"`,
    hint: near === undefined ? undefined : `"${near}"`,
  });
}
