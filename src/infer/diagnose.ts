import * as tf from '@tensorflow/tfjs-core';
import type { Parameter } from '../dist/index.js';
import { formatShape, type Key } from '../num/index.js';
import type { SampleMessage, Site } from '../ppl/index.js';
import type { ProgramPair } from './elbo/index.js';
import { runPair } from './elbo/runPair.js';
import { logDensity, sampleSites } from './logDensity.js';
import type { Tensors } from './optim/index.js';

/** Names the first site whose value or log density is not finite, else the first parameter whose gradient is not. */
export function describeNonFinite(pair: ProgramPair, key: Key, gradients: Tensors): string {
  return tf.tidy(() => {
    const traced = runPair(pair, key);
    for (const site of [...sampleSites(traced.guide), ...sampleSites(traced.model)]) {
      const problem = problemOf(site);
      if (problem !== undefined) return `first bad site "${site.name}" (${site.dist.family}), ${problem}`;
    }
    const param = Object.entries(gradients).find(([, gradient]) => firstBad(gradient) !== undefined);
    return param === undefined ? 'all sites are finite on their own' : `first bad gradient at param "${param[0]}"`;
  });
}

function problemOf(site: Site<SampleMessage>): string | undefined {
  const badValue = firstBad(site.value);
  const inputs = Object.entries(site.dist.params).map(([name, tensor]) => `${name} ${summary(tensor)}`).join(', ');
  if (badValue !== undefined) return `value ${badValue}, with ${inputs}`;
  const badDensity = firstBad(logDensity(site));
  return badDensity === undefined ? undefined : `log density ${badDensity} at value ${summary(site.value)}, with ${inputs}`;
}

function firstBad(tensor: tf.Tensor): string | undefined {
  const values = [...tensor.dataSync()];
  const index = values.findIndex((value) => !Number.isFinite(value));
  return index < 0 ? undefined : `${values[index]} at flat index ${index} of ${formatShape(tensor.shape)}`;
}

function summary(tensor: Parameter): string {
  if (typeof tensor === 'number') return String(tensor);
  const values = [...tensor.dataSync()];
  const [low, high] = values.reduce(([min, max], value) => [Math.min(min, value), Math.max(max, value)], [Infinity, -Infinity]);
  return values.length === 1 ? String(values[0]) : `${formatShape(tensor.shape)} from ${low} to ${high}${values.some(Number.isNaN) ? ' with NaN' : ''}`;
}
