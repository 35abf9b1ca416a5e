import * as tf from '@tensorflow/tfjs-core';
import { logProbSum, sampleSites } from '../../infer/index.js';
import { ArgumentError, fold, formatShape, uniformArray, type Key } from '../../num/index.js';
import { condition, seed, trace, uncondition, type Program, type SampleMessage, type Site } from '../../ppl/index.js';
import type { CalibrationOptions, Posterior } from './calibrationTypes.js';

/**
 * One simulation: by site, the rank of each entry.
 *
 * @throws ArgumentError if there are no data, or no draws of a latent site, or these have another shape
 */
export function simulatedRanks(
  model: Program<[]>,
  posterior: Posterior,
  options: CalibrationOptions,
  key: Key,
): [string, number[]][] {
  const sites = sampleSites(trace(seed(fold(key, 'model'), uncondition(model)))());
  const isData = ({ name, infer }: Site<SampleMessage>): boolean =>
    options.data?.includes(name) ?? infer.wasObserved === true;
  const data = Object.fromEntries(sites.filter(isData).map(({ name, value }) => [name, value]));
  if (Object.keys(data).length === 0) throw refusal('a model that observes a site', 'none', 'the option data');
  const draws = posterior(data, fold(key, 'posterior'));
  const wanted = sites.filter((site) => !isData(site) && (options.sites?.includes(site.name) ?? site.name in draws));
  if (wanted.length === 0)
    throw refusal('draws of a latent site of the model', Object.keys(draws).join(', ') || 'none');
  const ranks = wanted.map(({ name, value }): [string, number[]] => [
    name,
    ranksOf(name, value, draws[name], fold(key, name)),
  ]);
  // All latent sites are needed for the density of one draw.
  const isWhole = sites.every((site) => isData(site) || site.name in draws || site.dist.isFactor === true);
  return isWhole ? [...ranks, [JOINT, [jointRank(model, sites, data, draws, key)]]] : ranks;
}

/** What the joint log density is called among the sites. */
export const JOINT = 'log density';
const MOST_DENSITIES = 15;

/** The rank of the joint log density of what was drawn, data and all, among those of some posterior draws with the same data. */
function jointRank(
  model: Program<[]>,
  sites: readonly Site<SampleMessage>[],
  data: Readonly<Record<string, tf.Tensor>>,
  draws: Readonly<Record<string, tf.Tensor>>,
  key: Key,
): number {
  const latent = sites.filter(({ name }) => name in draws && !(name in data));
  const densityAt = (values: Readonly<Record<string, tf.Tensor>>): tf.Tensor =>
    logProbSum(trace(seed(fold(key, 'density'), condition({ ...data, ...values }, uncondition(model))))());
  const truth = densityAt(Object.fromEntries(latent.map(({ name, value }) => [name, value])));
  const count = Math.min(MOST_DENSITIES, ...latent.map(({ name }) => draws[name]?.shape[0] ?? 0));
  const others = Array.from({ length: count }, (_, i) => {
    const rows = latent.map(({ name, value }) => {
      const all = tf.reshape(draws[name] ?? value, [-1, ...value.shape]);
      return [name, tf.squeeze(tf.slice(all, i, 1), [0])] as const;
    });
    return densityAt(Object.fromEntries(rows));
  });
  return ranksOf(JOINT, truth, tf.stack(others), fold(key, JOINT))[0] ?? NaN;
}

/** For each entry of a value, the share of draws [L, ...shape] below it, in a random place among equal ones. */
function ranksOf(name: string, value: tf.Tensor, draws: tf.Tensor | undefined, key: Key): number[] {
  const expected = `draws of "${name}" of shape [${['L', ...value.shape].join(', ')}]`;
  if (draws === undefined) throw refusal(expected, 'none');
  const [count = 0] = draws.shape;
  if (draws.size !== count * value.size) throw refusal(expected, formatShape(draws.shape));
  const [truth, numbers, jitter] = [value.dataSync(), draws.dataSync(), uniformArray(key, value.size)];
  return Array.from(truth, (x, entry) => {
    let [below, equal] = [0, 0];
    for (let i = entry; i < numbers.length; i += value.size) {
      const draw = numbers[i] ?? NaN;
      if (draw < x) below += 1;
      else if (draw === x) equal += 1;
      else if (Number.isNaN(draw)) return NaN;
    }
    return (below + (equal + 1) * (jitter[entry] ?? 0.5)) / (count + 1);
  });
}

function refusal(expected: string, got: string, hint?: string): ArgumentError {
  return new ArgumentError({ where: 'calibration', expected, got, hint });
}
