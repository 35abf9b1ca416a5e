import * as tf from '@tensorflow/tfjs-core';
import { broadcastTo, fold, sameShape, type Key } from '../../num/index.js';
import type { SampleMessage, Site } from '../../ppl/index.js';
import { logDensity } from '../logDensity.js';
import type { Finding, Side } from './finding.js';

type SampleSite = Site<SampleMessage>;

/** How many draws, and which numbers besides, stand for all values of a distribution. */
const NUM_DRAWS = 64;
const PROBES = [-1000, -2.5, -1, -0.5, 0, 0.25, 0.5, 1, 2, 2.5, 1000];

/** The log density of a site. Reads data. */
export function lintDensity(site: SampleSite, side: Side): Finding[] {
  const bad = logDensity(site)
    .dataSync()
    .find((x) => !Number.isFinite(x));
  if (bad === undefined) return [];
  const { name, dist } = site;
  const remedy = Number.isNaN(bad) ? 'data without NaN, or mask' : 'a prior or guide that allows the value';
  const message = `sample("${name}"): its log density (${dist.family}) is ${bad} at ${site.observed ? 'the data' : 'a draw'}. Try ${remedy}.`;
  return [{ severity: 'error', kind: 'nonFinite', side, name, message }];
}

/** Whether guide and model take values in the same set, as far as draws of each and some other numbers tell. */
export function lintSupport(guide: SampleSite, model: SampleSite, key: Key): Finding[] {
  const isSame = guide.dist.support.name === model.dist.support.name;
  if (isSame || !sameShape(guide.dist.eventShape, model.dist.eventShape)) return [];
  const { name } = model;
  const [inGuide, inModel] = [guide.dist.support.expected, model.dist.support.expected];
  const about = { kind: 'support', side: 'both', name } as const;
  if (!liesWithin(guide, model, fold(key, 'guide'))) {
    const message = `sample("${name}"): the guide (${guide.dist.family}) draws ${inGuide}, where the model (${model.dist.family}) expects ${inModel}. Try a guide with the model's support, such as one made by a transform.`;
    return [{ severity: 'error', ...about, message }];
  }
  if (liesWithin(model, guide, fold(key, 'model'))) return [];
  const message = `sample("${name}"): the guide (${guide.dist.family}) draws only ${inGuide}, while the model (${model.dist.family}) allows ${inModel}. Try a guide that reaches all of it, if the posterior does.`;
  return [{ severity: 'warning', ...about, message }];
}

/** Whether no value that `from` can take is outside the support of `of`. */
function liesWithin(from: SampleSite, of: SampleSite, key: Key): boolean {
  const draws = from.dist.sample(key, [NUM_DRAWS]);
  const probe = tf.reshape(tf.tensor1d(PROBES, 'float32'), [-1, ...draws.shape.slice(1).map(() => 1)]);
  const values = tf.concat(
    [tf.cast(draws, 'float32'), broadcastTo(probe, [PROBES.length, ...draws.shape.slice(1)])],
    0,
  );
  const [inFrom, inOf] = [from, of].map(({ dist }) => dist.support.check(values)) as [tf.Tensor, tf.Tensor];
  // A point mass has a support of all reals; its density tells where it is.
  const isPossible = tf.logicalAnd(inFrom, tf.greater(from.dist.logProb(values), -Infinity));
  return tf.any(tf.logicalAnd(isPossible, tf.logicalNot(inOf))).dataSync()[0] === 0;
}
