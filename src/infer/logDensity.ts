import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../dist/index.js';
import { broadcastShapes, type Shape } from '../num/index.js';
import type { Mask, SampleMessage, Scale, Site, Trace } from '../ppl/index.js';
import { checkNumbers } from './check/numbers.js';

/** The shape of a site's log density, known without computing it. */
export function densityShape({ name, dist, value }: Site<SampleMessage>): Shape {
  const valueBatch = value.shape.slice(0, value.shape.length - dist.eventShape.length);
  return broadcastShapes(`sample("${name}")`, { value: valueBatch, batch: dist.batchShape });
}

/** The log density of a site without its scale, its mask and those of its distribution: [batch], in nats. */
export function bareLogDensity(site: Site<SampleMessage>): tf.Tensor {
  checkNumbers(site);
  return withoutMasks(site.dist).logProb(site.value);
}

/** The log density of a site, 0 where masked, without its scale: [batch], in nats. */
export function maskedLogDensity(site: Site<SampleMessage>): tf.Tensor {
  checkNumbers(site);
  return applyMask(site.dist, site.mask).logProb(site.value);
}

/** What a site adds to the log density of its program: scaled, and 0 where masked: [batch], in nats. */
export function logDensity(site: Site<SampleMessage>): tf.Tensor {
  return applyScale(maskedLogDensity(site), site.scale);
}

/** `distribution` with the log density dropped where `mask` is false. */
export function applyMask(distribution: Distribution, mask: Mask): Distribution {
  return mask === true ? distribution : distribution.mask(mask);
}

export function applyScale(x: tf.Tensor, scale: Scale): tf.Tensor {
  return scale === 1 ? x : tf.mul(x, scale);
}

/** The number that all of some sites are scaled by, if there is one. */
export function sharedScale(sites: readonly Site<SampleMessage>[]): number | undefined {
  const [first = 1, ...others] = sites.map(({ scale }) => scale);
  // Products of the same numbers in another order may differ in the last bits.
  const isSame = (scale: Scale): boolean => typeof scale === 'number' && Math.abs(scale / Number(first) - 1) < 1e-9;
  return typeof first === 'number' && others.every(isSame) ? first : undefined;
}

/** The sum of scalars; 0 of none. */
export function sumOf(scalars: readonly tf.Scalar[]): tf.Scalar {
  return scalars.length === 0 ? tf.scalar(0) : tf.addN<tf.Scalar>([...scalars]);
}

/** The sample sites of a trace, in order. */
export function sampleSites(trace: Trace): Site<SampleMessage>[] {
  return [...trace.sites.values()].filter((site) => site.type === 'sample');
}

/** The log density of all that happened in a trace: a scalar, in nats. */
export function logProbSum(trace: Trace): tf.Scalar {
  return tf.tidy(() => sumOf(sampleSites(trace).map((site) => tf.sum<tf.Scalar>(logDensity(site)))));
}

/** Masks may sit under `toEvent` and under each other; what is left has none. */
function withoutMasks(distribution: Distribution): Distribution {
  if (distribution.masked !== undefined) return withoutMasks(distribution.masked.base);
  if (distribution.independent === undefined) return distribution;
  const { base, reinterpreted } = distribution.independent;
  const bare = withoutMasks(base);
  return bare === base ? distribution : bare.toEvent(reinterpreted);
}
