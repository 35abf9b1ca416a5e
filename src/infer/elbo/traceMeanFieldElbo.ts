import * as tf from '@tensorflow/tfjs-core';
import { klDivergence } from '../../dist/index.js';
import { EstimatorError, sameShape, select, warn } from '../../num/index.js';
import type { Mask, SampleMessage, Scale, Site } from '../../ppl/index.js';
import { applyScale, logDensity, sampleSites } from '../logDensity.js';
import {
  checkObjectiveOptions,
  makeObjective,
  negativeMean,
  type Objective,
  type ParticleOptions,
} from './objective.js';
import type { TracedPair } from './runPair.js';

/**
 * The negative evidence lower bound with the divergence of each shared site taken in closed form where there is one, else
 * by its draw.
 *
 * Its `prepare` throws an EstimatorError at a guide site that is not reparameterised, or a latent model site that the guide
 * lacks.
 *
 * @throws ArgumentError if an option is unknown or out of range
 */
export function traceMeanFieldElbo(options: ParticleOptions = {}): Objective {
  checkObjectiveOptions('traceMeanFieldElbo', options);
  return makeObjective({
    name: 'traceMeanFieldElbo',
    options,
    check: checkMeanField,
    estimate: ({ runs, count }) => negativeMean(runs.map(elbo), count),
  });
}

function elbo({ guide, model }: TracedPair): tf.Scalar {
  const guideSites = new Map(sampleSites(guide).map((site) => [site.name, site]));
  const modelNames = new Set(sampleSites(model).map((site) => site.name));
  const shared = sampleSites(model).map((site) => {
    const partner = guideSites.get(site.name);
    return partner === undefined ? logDensity(site) : negativeDivergence(partner, site);
  });
  const auxiliary = [...guideSites.values()]
    .filter((site) => !modelNames.has(site.name))
    .map((site) => tf.neg(logDensity(site)));
  return [...shared, ...auxiliary].reduce<tf.Scalar>((sum, term) => tf.add(sum, tf.sum(term)), tf.scalar(0));
}

/** In closed form only if both sides have one scale and one mask: else log q and log p do not belong together. */
function negativeDivergence(guide: Site<SampleMessage>, model: Site<SampleMessage>): tf.Tensor {
  const isAlike = isEqual(guide.scale, model.scale) && isEqual(guide.mask, model.mask) && !model.observed;
  const divergence = isAlike ? klDivergence(guide.dist, model.dist) : undefined;
  if (divergence === undefined) return tf.sub(logDensity(model), logDensity(guide));
  return applyScale(tf.neg(maskDivergence(divergence, model)), model.scale);
}

/** Whether two scales or masks are the same; each side may have made its own tensor, so that numbers are compared. */
function isEqual(one: Mask | Scale, other: Mask | Scale): boolean {
  if (one === other || typeof one !== 'object' || typeof other !== 'object') return one === other;
  const numbers = other.dataSync();
  return sameShape(one.shape, other.shape) && one.dataSync().every((value, i) => value === numbers[i]);
}

function maskDivergence(divergence: tf.Tensor, { mask }: Site<SampleMessage>): tf.Tensor {
  if (mask === true) return divergence;
  return mask === false ? tf.zerosLike(divergence) : select(mask, divergence, 0);
}

function checkMeanField({ guide, model }: TracedPair): void {
  const guideSites = sampleSites(guide);
  const broken = guideSites.find((site) => !isReparameterised(site));
  if (broken !== undefined) {
    const where = `traceMeanFieldElbo at sample("${broken.name}")`;
    throw new EstimatorError({
      where,
      expected: 'a reparameterised guide site',
      got: broken.dist.family,
      hint: 'traceElbo or traceEnumElbo',
    });
  }
  const names = guideSites.map((site) => site.name);
  const orphan = sampleSites(model).find((site) => !site.observed && !names.includes(site.name));
  if (orphan !== undefined) {
    const where = `traceMeanFieldElbo at sample("${orphan.name}")`;
    throw new EstimatorError({
      where,
      expected: 'every latent model site in the guide',
      got: 'one that the guide lacks',
    });
  }
  warnOfOrder(
    names,
    sampleSites(model).map((site) => site.name),
  );
}

function isReparameterised({ dist, infer, observed }: Site<SampleMessage>): boolean {
  if (dist.isFactor === true) return infer.gradient === 'reparam';
  return observed || (dist.hasRsample && infer.gradient !== 'score');
}

function warnOfOrder(guide: readonly string[], model: readonly string[]): void {
  const [inGuide, inModel] = [
    guide.filter((name) => model.includes(name)),
    model.filter((name) => guide.includes(name)),
  ];
  if (inGuide.join('\n') === inModel.join('\n')) return;
  warn(
    `traceMeanFieldElbo: sites come as ${inGuide.join(', ')} in the guide but as ${inModel.join(', ')} in the model.`,
  );
}
