import type * as tf from '@tensorflow/tfjs-core';
import type { Parameter } from '../dist/index.js';
import { formatShape } from '../num/index.js';
import type { SampleMessage, Site } from '../ppl/index.js';
import type { TracedPair } from './elbo/runPair.js';
import { logDensity, sampleSites } from './logDensity.js';
import type { Tensors } from './optim/index.js';

/**
 * Names the first site whose value or log density is NaN or +Infinity, else the first parameter with such a gradient, else
 * the first site that was impossible.
 */
export function describeNonFinite(pairs: readonly TracedPair[], gradients: Tensors): string {
  const sites = pairs.flatMap(({ guide, model }) => [...sampleSites(guide), ...sampleSites(model)]);
  return (
    // An impossible value is no fault in itself: enumeration meets those and gives them no weight.
    firstSite(sites, (x) => Number.isNaN(x) || x === Infinity) ??
    firstSite(sites, (x) => !Number.isFinite(x)) ??
    firstGradient(gradients) ??
    'all sites are finite on their own'
  );
}

type Test = (x: number) => boolean;

function firstSite(sites: readonly Site<SampleMessage>[], isBad: Test): string | undefined {
  for (const site of sites) {
    const problem = problemOf(site, isBad);
    if (problem !== undefined) return `first bad site "${site.name}" (${site.dist.family}), ${problem}`;
  }
  return undefined;
}

function firstGradient(gradients: Tensors): string | undefined {
  for (const [name, gradient] of Object.entries(gradients)) {
    const problem = firstBad(gradient, (x) => !Number.isFinite(x));
    if (problem !== undefined) return `first bad gradient at param "${name}", ${problem}`;
  }
  return undefined;
}

function problemOf(site: Site<SampleMessage>, isBad: Test): string | undefined {
  const badValue = firstBad(site.value, isBad);
  const inputs = Object.entries(site.dist.params)
    .map(([name, value]) => `${name} ${summary(value)}`)
    .join(', ');
  if (badValue !== undefined) return `value ${badValue}, with ${inputs}`;
  const badDensity = firstBad(logDensity(site), isBad);
  return badDensity === undefined
    ? undefined
    : `log density ${badDensity} at value ${summary(site.value)}, with ${inputs}`;
}

function firstBad(tensor: tf.Tensor, isBad: Test): string | undefined {
  const values = tensor.dataSync();
  const index = values.findIndex(isBad);
  return index < 0 ? undefined : `${values[index]} at flat index ${index} of ${formatShape(tensor.shape)}`;
}

function summary(value: Parameter): string {
  if (typeof value === 'number') return String(value);
  const values = value.dataSync();
  if (values.length === 1) return String(values[0]);
  let [low, high] = [Infinity, -Infinity];
  for (const x of values) [low, high] = [Math.min(low, x), Math.max(high, x)];
  return `${formatShape(value.shape)} from ${low} to ${high}`;
}
