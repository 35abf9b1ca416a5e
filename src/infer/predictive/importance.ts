import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, fold, NumericError, tidied, type Key } from '../../num/index.js';
import { block, checkOptionNames, handle, type Program, type Trace } from '../../ppl/index.js';
import { checkShape } from '../check/shapes.js';
import { dimAllocator } from '../enumeration/dimAllocator.js';
import { logDensity, logProbSum, sampleSites } from '../logDensity.js';
import type { Tensors } from '../optim/index.js';
import { checkParticleShapes, commonPlates, PARTICLES, plateNesting, sumToPlates } from '../particlePlate.js';
import { substituteKnown } from '../substituteKnown.js';
import { chooseSites } from './chooseSites.js';
import { runInParallel } from './drawInParallel.js';
import { normalised, psis } from './psis.js';
import { runModel, type Run, type Source } from './runModel.js';
import { stackRuns } from './stackRuns.js';
import { takeApart } from './takeApart.js';

export interface ImportanceOptions {
  /** How many draws of the guide, S. */
  readonly numSamples: number;
  /** Whether one run, vectorised over a plate left of all others, stands for all runs. Default: false. */
  readonly parallel?: boolean;
  /** Values of parameters by name, constrained, such as `params(state)` of an `svi`; borrowed. */
  readonly params?: Tensors;
  /** The sites whose draws to return. Default: none. */
  readonly returnSites?: readonly string[];
}

/** Weighted draws of a posterior. */
export interface Importance {
  /** log p - log q of each draw, in nats. */
  readonly logWeights: Float64Array;
  /** The logarithm of the mean weight, in nats: an estimate of the log evidence. */
  readonly logMeanWeight: number;
  /** The weights over their sum. */
  readonly weights: Float64Array;
  /** 1 / sum of squared normalised weights: as many equally weighted draws would be worth as much. */
  readonly ess: number;
  /** Pareto-smoothed weights over their sum. */
  readonly smoothedWeights: Float64Array;
  /** The shape of the weights' tail: below 0.5 good, to 0.7 usable, above it the guide is too far from the posterior. */
  readonly kHat: number;
  /** The draws of `returnSites`, [S, ...shape of one run]; the caller owns them. */
  readonly samples: Record<string, tf.Tensor>;
}

/** A rounding of float32, relative to a log density, a few of which make up that of a sum of them. */
const ROUNDING = 2 ** -21;

/**
 * Draws from a guide and weighs them by model over guide.
 *
 * @param guide draws the latent sites; undefined stands for the model's own prior
 * @returns a function of a key and the arguments
 * @throws ArgumentError if an option is unknown or out of range; its result NumericError at a weight that is NaN or infinite, ParamError
 * at a parameter without a value
 * @see Vehtari, Simpson, Gelman, Yao and Gabry 2024, "Pareto smoothed importance sampling"
 */
export function importance<Args extends readonly unknown[]>(
  model: Program<Args>,
  guide: Program<NoInfer<Args>> | undefined,
  options: ImportanceOptions,
): (key: Key, ...args: Args) => Importance {
  checkOptionNames('importance', options, ['numSamples', 'parallel', 'params', 'returnSites']);
  const { numSamples, parallel = false, params = {}, returnSites = [] } = options;
  if (!Number.isInteger(numSamples) || numSamples < 1) {
    const got = String(numSamples);
    throw new ArgumentError({ where: 'importance', expected: 'numSamples of at least 1', got });
  }
  const proposal = guide ?? block({ hideTypes: ['observe'] }, model);
  const weigh = parallel ? weighInParallel : weighInTurn;
  const pick = ({ model: run }: Run): Record<string, tf.Tensor> => chooseSites(run, returnSites, []);
  return (key, ...args) => {
    const source: GuidedSource = { model: () => model(...args), guide: () => proposal(...args) };
    return tidied(() => {
      const weighed = handle(substituteKnown(params, undefined, 'query'), () => weigh(source, numSamples, key, pick));
      return summarise(weighed);
    });
  };
}

interface Weighed {
  readonly logWeights: Float64Array;
  /** The largest size of the sums of log densities that the weights are differences of. */
  readonly size: number;
  readonly samples: Record<string, tf.Tensor>;
}

type GuidedSource = Source & { readonly guide: Program<[]> };

type Pick = (run: Run) => Record<string, tf.Tensor>;

function weighInTurn(source: GuidedSource, count: number, key: Key, pick: Pick): Weighed {
  const [p, q]: [number[], number[]] = [[], []];
  const runs = Array.from({ length: count }, (_, i) =>
    tf.tidy(() => {
      const run = runModel(source, {}, fold(key, i));
      checkPlates(run);
      p.push(...read(logProbSum(run.model)));
      if (run.guide !== undefined) q.push(...read(logProbSum(run.guide)));
      return pick(run);
    }),
  );
  return { ...compare(p, q), samples: stackRuns(runs) };
}

/** @throws ShapeError at a site whose density has a dim that is no plate's, such as data of another shape */
function checkPlates({ guide, model }: Run): void {
  const allocator = dimAllocator(plateNesting(model));
  for (const trace of guide === undefined ? [model] : [guide, model]) {
    for (const site of sampleSites(trace)) checkShape(site, allocator, trace);
  }
}

function weighInParallel(source: GuidedSource, count: number, key: Key, pick: Pick): Weighed {
  const { single, vectorised } = runInParallel(source, {}, count, key);
  const { model, guide = model } = vectorised;
  checkParticleShapes(guide, model);
  const samples = takeApart(pick(vectorised), count, pick(single));
  return { ...compare(sumsByRun(model, count), sumsByRun(guide, count)), samples };
}

/** The log density of each run of a vectorised trace. */
function sumsByRun(trace: Trace, count: number): Float32Array {
  const sites = sampleSites(trace);
  const runs = commonPlates(sites).filter(({ name }) => name === PARTICLES);
  const zero = tf.zeros([count]);
  const sums = sites.map((site) => tf.reshape(sumToPlates(logDensity(site), site, runs), [-1]));
  return read(sums.reduce<tf.Tensor>((sum, term) => tf.add(sum, term), zero));
}

function compare(p: ArrayLike<number>, q: ArrayLike<number>): Omit<Weighed, 'samples'> {
  const logWeights = Float64Array.from(p, (logP, i) => logP - (q[i] ?? NaN));
  const bad = logWeights.findIndex((x) => Number.isNaN(x) || x === Infinity);
  if (bad >= 0) {
    throw new NumericError({
      where: 'importance',
      expected: 'a log weight below Infinity',
      got: `${logWeights[bad]} at draw ${bad} (log p ${p[bad]}, log q ${q[bad]})`,
      hint: 'a guide whose draws are possible under itself and the model',
    });
  }
  const sizes = [...Array.from(p), ...Array.from(q)].filter((x) => Number.isFinite(x)).map(Math.abs);
  return { logWeights, size: sizes.reduce((a, b) => Math.max(a, b), 1) };
}

function summarise({ logWeights, size, samples }: Weighed): Importance {
  const largest = logWeights.reduce((a, b) => Math.max(a, b), -Infinity);
  if (largest === -Infinity) {
    const hint = 'a guide whose draws are possible under the model';
    throw new NumericError({ where: 'importance', expected: 'a draw of weight above 0', got: 'none', hint });
  }
  const weights = normalised(logWeights.map((x) => x - largest)).map(Math.exp);
  const mean = logWeights.reduce((sum, x) => sum + Math.exp(x - largest), 0) / logWeights.length;
  const smoothed = psis(logWeights, ROUNDING * size);
  return {
    logWeights,
    logMeanWeight: largest + Math.log(mean),
    weights,
    ess: 1 / weights.reduce((sum, w) => sum + w * w, 0),
    smoothedWeights: smoothed.logWeights.map(Math.exp),
    kHat: smoothed.kHat,
    samples,
  };
}

function read(x: tf.Tensor): Float32Array {
  return Float32Array.from(x.dataSync());
}
