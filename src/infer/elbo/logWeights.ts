import * as tf from '@tensorflow/tfjs-core';
import { sameShape } from '../../num/index.js';
import type { Frame, SampleMessage, Site } from '../../ppl/index.js';
import { applyScale, bareLogDensity, maskedLogDensity, sampleSites, sharedScale } from '../logDensity.js';
import { commonPlates, PARTICLES, sumToPlates } from '../particlePlate.js';
import { needsScoreFunction } from './sites.js';
import type { Particles } from './objective.js';

type SampleSite = Site<SampleMessage>;

/** Log densities of particles; each tensor is [K, ...cells], with a cell for each index of the plates that are kept. */
export interface LogWeights {
  readonly model: tf.Tensor;
  readonly guide: tf.Tensor;
  /** The bare log densities of the draws that are not reparameterised, computed when asked for. */
  score(): tf.Tensor;
  /** What all sites are scaled by, left out of the others, as it belongs outside of the logarithm of a mean. */
  readonly scale: number;
}

/**
 * @param keepsCells whether plates common to all sites are kept apart; else all are summed over
 * @throws EstimatorError if a guide site asks for an estimator that it cannot have
 */
export function logWeights({ runs, isVectorised }: Particles, keepsCells: boolean): LogWeights {
  const parts = runs.map(({ guide, model }) => {
    const [guideSites, modelSites] = [sampleSites(guide), sampleSites(model)];
    const all = [...guideSites, ...modelSites];
    const kept = commonPlates(all).filter(({ name }) => keepsCells || name === PARTICLES);
    const scale = commonScale(all, kept);
    const density = (site: SampleSite): tf.Tensor => scaled(maskedLogDensity(site), site, scale);
    return {
      model: total(modelSites, density, kept),
      guide: total(guideSites, density, kept),
      score: () => total(guideSites.filter(needsScoreFunction), bareLogDensity, kept),
      scale,
    };
  });
  const join = (pick: (part: (typeof parts)[number]) => tf.Tensor): tf.Tensor => {
    const tensors = parts.map((part) => compact(pick(part)));
    return isVectorised ? (tensors[0] ?? tf.zeros([0])) : tf.stack(tensors);
  };
  return {
    model: join((part) => part.model),
    guide: join((part) => part.guide),
    score: () => join((part) => part.score()),
    scale: parts[0]?.scale ?? 1,
  };
}

function total(
  sites: readonly SampleSite[],
  density: (site: SampleSite) => tf.Tensor,
  kept: readonly Frame[],
): tf.Tensor {
  const zero = tf.zeros(shapeOf(kept));
  return sites.reduce<tf.Tensor>((sum, site) => tf.add(sum, sumToPlates(density(site), site, kept)), zero);
}

function shapeOf(kept: readonly Frame[]): number[] {
  const depth = kept.reduce((deepest, { dim = 0 }) => Math.max(deepest, -dim), 0);
  return Array.from({ length: depth }, (_, i) => kept.find(({ dim }) => dim === i - depth)?.size ?? 1);
}

/** Without dims of size 1, which hold no plate or one whose place is not needed. */
function compact(x: tf.Tensor): tf.Tensor {
  const shape = x.shape.filter((size) => size !== 1);
  return sameShape(shape, x.shape) ? x : tf.reshape(x, shape);
}

function scaled(density: tf.Tensor, { scale }: SampleSite, outer: number): tf.Tensor {
  return applyScale(density, typeof scale === 'number' ? scale / outer : tf.div(scale, outer));
}

/** The scale that all sites share, else that which comes of the subsampling of the plates that all are in. */
function commonScale(sites: readonly SampleSite[], kept: readonly Frame[]): number {
  const shared = sharedScale(sites);
  if (shared !== undefined) return shared;
  return kept.reduce((product, { size, fullSize }) => product * ((fullSize ?? 1) / (size ?? fullSize ?? 1)), 1);
}
