import * as tf from '@tensorflow/tfjs-core';
import { categorical, oneHotCategorical, type Distribution } from '../../dist/index.js';
import { EnumerationError, valueAndGradients } from '../../num/index.js';
import type { Program, SampleMessage, Site } from '../../ppl/index.js';
import { modelParts, sumsOf, type Component } from '../elbo/components.js';
import { plateDim, siteDim, type Dim } from '../factors/dims.js';
import { sizeAlong, spread, sumOver, type LogFactor } from '../factors/logFactor.js';
import { sumProducts } from '../factors/sumProduct.js';
import { guideRun, latentPair } from './posteriorRun.js';
import { impossible } from './posteriorRun.js';

/** The posterior of one enumerated site; the caller owns the tensors. */
export interface Marginal {
  /** The values that the site may have: [K, ...event]. */
  readonly support: tf.Tensor;
  /** Their log probabilities over the site's plates: [plates, K], in nats. */
  readonly logProbs: tf.Tensor;
  /** The same as a distribution, where the values are 0, 1, … or one-hot vectors in order. */
  readonly distribution: Distribution | undefined;
}

/**
 * The posterior of each site that `model` enumerates and `guide` lacks, on its own, given the draws of the guide.
 *
 * Scales are left out. They are the derivatives of the log of the sum by the sites' log probabilities.
 *
 * @returns a program; it needs `seed` around it if guide or model draw
 * @throws EnumerationError if a guide site is marked for enumeration; NumericError if the data have probability 0
 */
export function computeMarginals<Args extends readonly unknown[]>(
  model: Program<Args>,
  guide: Program<Args>,
): Program<Args, Record<string, Marginal>> {
  return (...args) => {
    const kept: Record<string, { support: tf.Tensor; logProbs: tf.Tensor }> = tf.tidy(() => {
      const pair = latentPair(model, guideRun(guide, args), args);
      for (const { name, isDrawn } of pair.allocator.sites.values()) if (isDrawn) throw drawnSite(name);
      const { components } = modelParts(pair);
      const probs = new Map(components.flatMap((component) => [...marginalsOf(component)]));
      const sites = [...pair.allocator.sites.keys()].map((name) => pair.model.sites.get(name));
      const rows = sites.flatMap((site) =>
        site?.type === 'sample' ? [[site.name, tables(site, probs.get(site.name))] as const] : [],
      );
      return Object.fromEntries(rows);
    });
    const rows = Object.entries(kept).map(
      ([name, { support, logProbs }]) =>
        [name, { support, logProbs, distribution: distributionOf(support, logProbs) }] as const,
    );
    return Object.fromEntries(rows);
  };
}

function drawnSite(name: string): EnumerationError {
  return new EnumerationError({
    where: `computeMarginals at sample("${name}")`,
    expected: 'a site of which all values are enumerated',
    got: 'numSamples',
    hint: 'to leave numSamples out',
  });
}

/** The probabilities of each summed site: a factor of 1 for each of its values, and the derivative by its logarithm. */
function marginalsOf(component: Component): Map<string, LogFactor> {
  const ones = new Map(
    component.densities.flatMap(({ isMeasure, factor, site }) => {
      const own = siteDim(site.name);
      // One that has a single value has no dim.
      if (!isMeasure || !factor.dims.includes(own)) return [];
      const dims = factor.dims.filter((dim) => dim === own || factor.plates.has(dim));
      const sizes = dims.map((dim) => sizeAlong(factor, dim));
      return [[site.name, { plates: factor.plates, dims, sizes, tensor: tf.zeros(sizes) }] as const];
    }),
  );
  const { factors, sums } = sumsOf([component]);
  const logTotal = (params: Record<string, tf.Tensor>): tf.Scalar => {
    const added = [...ones].map(([name, one]): LogFactor => ({ ...one, tensor: params[name] ?? one.tensor }));
    const all = [...factors, ...added];
    const [total] = sumProducts(
      all,
      sums.map((sum) => ({ ...sum, factors: [...all.keys()] })),
    );
    return total === undefined ? tf.scalar(0) : tf.sum(sumOver(total, total.dims).tensor);
  };
  const { gradients } = valueAndGradients(
    logTotal,
    Object.fromEntries([...ones].map(([name, { tensor }]) => [name, tensor])),
  );
  return new Map([...ones].map(([name, one]) => [name, { ...one, tensor: gradients[name] ?? one.tensor }]));
}

/** The values, and their log probabilities with one dim for each plate; a site of one value is certain. */
function tables(
  { name, dist, plates }: Site<SampleMessage>,
  probs: LogFactor | undefined,
): { support: tf.Tensor; logProbs: tf.Tensor } {
  const support = dist.enumerateSupport(false);
  const [size = 1] = support.shape;
  const values = tf.reshape(support, [size, ...dist.eventShape]);
  const rank = Math.max(0, ...plates.map(({ dim }) => -(dim ?? 0)));
  const frames = Array.from({ length: rank }, (_, i) => plates.find(({ dim }) => dim === i - rank));
  const dims = frames.map((frame) => frame && plateDim(frame.name));
  const shape = frames.map((frame, i) => Math.max(frame?.size ?? 1, sizeIn(probs, dims[i])));
  if (probs === undefined) return { support: values, logProbs: tf.zeros([...shape, size]) };
  const sorted = spread(probs, [...dims, siteDim(name)]);
  const total = tf.min(tf.sum(sorted, -1)).dataSync()[0] ?? NaN;
  if (!(total > 0.5)) throw impossible(`computeMarginals at sample("${name}")`, Math.log(total));
  return { support: values, logProbs: tf.log(tf.broadcastTo(sorted, [...shape, size])) };
}

/** The size of a plate of unknown size is that of the probabilities. */
function sizeIn(probs: LogFactor | undefined, dim: Dim | undefined): number {
  return probs === undefined || dim === undefined ? 1 : sizeAlong(probs, dim);
}

/** A family whose values are those of the site, in order. */
function distributionOf(support: tf.Tensor, logits: tf.Tensor): Distribution | undefined {
  const [size = 1] = support.shape;
  const values = support.dataSync();
  if (support.rank === 1 && values.every((value, k) => value === k)) return categorical({ logits });
  const isUnit = (value: number, i: number): boolean => value === Number(i % size === Math.floor(i / size));
  const isOneHot = support.rank === 2 && support.shape[1] === size && values.every(isUnit);
  return isOneHot ? oneHotCategorical({ logits }) : undefined;
}
