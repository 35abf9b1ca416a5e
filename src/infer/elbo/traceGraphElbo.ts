import * as tf from '@tensorflow/tfjs-core';
import {
  ArgumentError,
  broadcastsTo,
  broadcastTo,
  formatShape,
  gradientOnly,
  type Shape,
  ShapeError,
  stopGradient,
} from '../../num/index.js';
import { type Baseline, checkOptionNames, type SampleMessage, type Site } from '../../ppl/index.js';
import { plateDim } from '../factors/dims.js';
import { addAll, type LogFactor, spread, sumOver } from '../factors/logFactor.js';
import { bareLogDensity, densityShape } from '../logDensity.js';
import { PARTICLES } from '../particlePlate.js';
import { type Baselines, expectation } from './expectation.js';
import {
  type BaselineMemory,
  checkObjectiveOptions,
  makeObjective,
  negativeMean,
  type Objective,
  type ParticleOptions,
  type RunningMean,
} from './objective.js';
import { type Choice, type Term, termsOf } from './terms.js';

/**
 * `traceElbo` with baselines (`infer: { baseline }`) taken off the costs that scores are multiplied by, which changes the variance of the
 * gradient only.
 *
 * @throws ArgumentError if an option is unknown or out of range
 * @see Schulman et al. 2015, "Gradient estimation using stochastic computation graphs", theorem 1 and section 3.1
 */
export function traceGraphElbo(options: ParticleOptions = {}): Objective {
  checkObjectiveOptions('traceGraphElbo', options);
  return makeObjective({
    name: 'traceGraphElbo',
    options,
    estimate: ({ runs, count }, { memory }) => {
      const ledger = baselineLedger(memory);
      const bounds = runs.map((pair) => expectation(termsOf(pair), ledger.baselines));
      ledger.close();
      return negativeMean(bounds, count);
    },
  });
}

type SampleSite = Site<SampleMessage>;

/** Baselines over the runs of one step. */
export interface BaselineLedger {
  readonly baselines: Baselines;
  /** Hands the new running means, over all runs, to the memory. */
  close(): void;
}

/**
 * Takes baselines off the costs of draws, and keeps their running means.
 *
 * @param memory without it, running means are 0, and nothing is kept
 */
export function baselineLedger(memory: BaselineMemory | undefined): BaselineLedger {
  const seen = new Map<string, { readonly baseline: Baseline; readonly costs: RunningMean[] }>();
  return {
    baselines: (choice, downstream) => {
      const { site, isEnumerated, numRuns } = choice;
      const { baseline } = site.infer;
      if (baseline === undefined || isEnumerated || numRuns !== undefined) return [];
      checkBaseline(baseline, site.name);
      const cost = stopGradient(costOf(choice, downstream));
      const entry = seen.get(site.name) ?? { baseline, costs: [] };
      seen.set(site.name, entry);
      if (baseline.decayingAverage === true && memory !== undefined) entry.costs.push(overParticles(cost, site));
      const mean = runningMean(memory?.means[site.name], baseline, cost.shape);
      const trained = trainedPart(baseline, site.name, cost.shape);
      const prediction = trained === undefined ? mean : tf.add(mean, trained);
      const score = gradientOnly(bareLogDensity(site));
      const pull = tf.neg(tf.sum<tf.Scalar>(tf.mul(score, stopGradient(prediction))));
      if (trained === undefined) return [pull];
      const error = tf.sum(tf.square(tf.sub(cost, prediction)));
      return [pull, tf.neg<tf.Scalar>(gradientOnly(error) as tf.Scalar)];
    },
    close: () => {
      if (memory === undefined) return;
      const means = [...seen].flatMap(([name, { baseline, costs }]) => {
        return costs.length === 0 ? [] : [[name, updated(memory.means[name], costs, baseline)] as const];
      });
      memory.keep({ ...memory.means, ...Object.fromEntries(means) });
    },
  };
}

/** The terms that depend on a draw, for each index of its plates: the shape of its log density. */
function costOf({ site, factor: { plates } }: Choice, downstream: readonly Term[]): tf.Tensor {
  const reduced = downstream.map(({ factor, scale }): LogFactor => {
    const summed = sumOver(
      factor,
      factor.dims.filter((dim) => !plates.has(dim)),
    );
    return { ...summed, tensor: tf.mul(summed.tensor, scale) };
  });
  const shape = densityShape(site);
  const dims = shape.map((_, i) => {
    const frame = site.plates.find(({ dim }) => dim === i - shape.length);
    return frame && plateDim(frame.name);
  });
  return broadcastTo(spread(addAll(reduced), dims), shape);
}

/** The part that moves with its own parameters. */
function trainedPart({ value, net, input }: Baseline, name: string, shape: Shape): tf.Tensor | undefined {
  const part = net === undefined || input === undefined ? value : net(stopGradient(input));
  if (part === undefined || broadcastsTo(part.shape, shape)) return part;
  throw new ShapeError({
    where: `baseline of sample("${name}")`,
    expected: `a shape that broadcasts to that of the site's log density, ${formatShape(shape)}`,
    got: formatShape(part.shape),
    hint: 'one number for each index of the plates around the site, with size 1 where it does not vary',
  });
}

function runningMean(mean: RunningMean | undefined, baseline: Baseline, shape: Shape): tf.Tensor {
  // Batches may change their size; then the mean begins anew.
  if (baseline.decayingAverage !== true || mean === undefined || !broadcastsTo(mean.shape, shape)) return tf.scalar(0);
  return tf.tensor(mean.values.slice(), [...mean.shape], 'float32');
}

/** Costs on the host, averaged over a plate of particles if there is one. */
function overParticles(cost: tf.Tensor, { plates }: SampleSite): RunningMean {
  const dim = plates.find((frame) => frame.name === PARTICLES)?.dim;
  const mean = dim === undefined ? cost : tf.mean(cost, cost.rank + dim, true);
  return { shape: [...mean.shape], values: Float32Array.from(mean.dataSync()) };
}

/** The first mean is that of the first step. */
function updated(old: RunningMean | undefined, costs: readonly RunningMean[], { decay = 0.9 }: Baseline): RunningMean {
  const [first = { shape: [], values: Float32Array.of(0) }, ...others] = costs;
  const mean = first.values.map((x, i) => others.reduce((sum, cost) => sum + (cost.values[i] ?? 0), x) / costs.length);
  const isSame = old !== undefined && formatShape(old.shape) === formatShape(first.shape);
  const values = isSame ? mean.map((x, i) => decay * (old.values[i] ?? 0) + (1 - decay) * x) : mean;
  return { shape: first.shape, values };
}

/** @throws ArgumentError if an option is unknown, contradicts another or is out of range */
function checkBaseline(baseline: Baseline, name: string): void {
  const where = `baseline of sample("${name}")`;
  checkOptionNames(where, baseline, ['decayingAverage', 'decay', 'value', 'net', 'input']);
  const { value, net, input, decay = 0 } = baseline;
  const refuse = (expected: string, got: string): never => {
    throw new ArgumentError({ where, expected, got });
  };
  if (value !== undefined && net !== undefined) refuse('value or net', 'both');
  if ((net === undefined) !== (input === undefined)) {
    refuse('net and input together', net === undefined ? 'input alone' : 'net alone');
  }
  if (!(decay >= 0 && decay < 1)) refuse('a decay from 0 to below 1', String(decay));
}
