import * as tf from '@tensorflow/tfjs-core';
import { categorical, oneHotCategorical, type Distribution } from '../../dist/index.js';
import { EnumerationError, sizeAt, valueAndGradients } from '../../num/index.js';
import type { Program, SampleMessage, Site } from '../../ppl/index.js';
import { enumDim } from '../elbo/cost.js';
import { modelTerms, type ModelFactor } from '../elbo/modelCosts.js';
import { contract, sumOver, type Component, type Packed } from '../enumeration/index.js';
import { guideRun, latentPair } from './latentPair.js';
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
      const { components } = modelTerms(pair);
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
function marginalsOf(component: Component<ModelFactor>): Map<string, Packed> {
  const measures = component.factors.filter(
    // One that has a single value has no dim.
    ({ isMeasure, packed, site }) => isMeasure && packed.dims.includes(enumDim(site.name)),
  );
  const ones = measures.map(({ packed, ordinal, site }) => {
    const kept = packed.dims.flatMap((dim, i) =>
      ordinal.has(dim) || dim === enumDim(site.name) ? [{ dim, size: packed.sizes[i] ?? 1 }] : [],
    );
    const [dims, sizes] = [kept.map(({ dim }) => dim), kept.map(({ size }) => size)];
    return { dims, sizes, tensor: tf.zeros(sizes), ordinal, name: site.name };
  });
  const { gradients } = valueAndGradients(
    (params) => {
      const factors = ones.map(({ dims, sizes, ordinal, name }) => {
        return { packed: { dims, sizes, tensor: params[name] ?? tf.scalar(0) }, ordinal };
      });
      const packed = contract({ ...component, factors: [...component.factors, ...factors] });
      return tf.sum(sumOver(packed, packed.dims).tensor);
    },
    Object.fromEntries(ones.map(({ name, tensor }) => [name, tensor])),
  );
  return new Map(
    ones.map(({ dims, sizes, tensor, name }) => [name, { dims, sizes, tensor: gradients[name] ?? tensor }]),
  );
}

/** The values, and their log probabilities with one dim for each plate; a site of one value is certain. */
function tables(site: Site<SampleMessage>, probs: Packed | undefined): { support: tf.Tensor; logProbs: tf.Tensor } {
  const support = site.dist.enumerateSupport(false);
  const [size = 1] = support.shape;
  const plates = site.plates.filter(({ dim }) => dim !== undefined);
  const rank = Math.max(0, ...plates.map(({ dim }) => -(dim ?? 0)));
  const dims = Array.from({ length: rank }, (_, i) => plates.find(({ dim }) => dim === i - rank));
  const isKept = (name: string | undefined): boolean => name !== undefined && (probs?.dims.includes(name) ?? false);
  const shape = dims.map((frame) =>
    isKept(frame?.name) ? (probs?.sizes[probs.dims.indexOf(frame?.name ?? '')] ?? 1) : (frame?.size ?? 1),
  );
  const order = [...dims.flatMap((frame) => (isKept(frame?.name) ? [frame?.name ?? ''] : [])), enumDim(site.name)];
  const values = tf.reshape(support, [size, ...site.dist.eventShape]);
  if (probs === undefined) return { support: values, logProbs: tf.zeros([...shape, size]) };
  const sorted = tf.transpose(
    probs.tensor,
    order.map((dim) => probs.dims.indexOf(dim)),
  );
  const narrow = dims.map((frame) => (isKept(frame?.name) ? sizeAt(shape, frame?.dim ?? -1) : 1));
  const total = tf.min(tf.sum(sorted, -1)).dataSync()[0] ?? NaN;
  if (!(total > 0.5)) throw impossible(`computeMarginals at sample("${site.name}")`, Math.log(total));
  const spread = tf.broadcastTo(tf.reshape(sorted, [...narrow, size]), [...shape, size]);
  return { support: values, logProbs: tf.log(spread) };
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
