import * as tf from '@tensorflow/tfjs-core';
import { normal } from '../../../src/dist/index.js';
import { adam, svi, traceElbo, type Objective, type SviState } from '../../../src/infer/index.js';
import { cosineDecay } from '../../../src/infer/index.js';
import { key } from '../../../src/num/index.js';
import { plate, sample, type Program } from '../../../src/ppl/index.js';

/** A normal mean with a normal prior and known noise; the posterior is normal. */
export const priorScale = 2;
export const data: readonly number[] = [1, 2, 4];

export function meanModel(): void {
  const z = sample('z', normal({ loc: 0, scale: priorScale }));
  plate('data', data.length, () => sample('x', normal({ loc: z, scale: 1 }), { obs: tf.tensor1d([...data]) }));
}

const precision = 1 / priorScale ** 2 + data.length;
export const posteriorMean: number = data.reduce((a, b) => a + b, 0) / precision;
export const posteriorScale: number = 1 / Math.sqrt(precision);

/** Two noisy sums of two standard normal numbers: the posterior is normal, with correlation. */
export const design: readonly (readonly number[])[] = [
  [1, 0.8],
  [0.3, -1],
  [1, 1],
];
export const response: readonly number[] = [1.5, -0.4, 2];
export const noise = 0.7;

export function regressionModel(): void {
  const w = sample('w', normal({ loc: tf.zeros([2]), scale: 1 }).toEvent(1));
  const b = tf.reshape(w, [2, 1]);
  const loc = tf.reshape(tf.matMul(tf.tensor2d(design.map((row) => [...row])), b as tf.Tensor2D), [3]);
  plate('data', 3, () => sample('y', normal({ loc, scale: noise }), { obs: tf.tensor1d([...response]) }));
}

/** Posterior of `regressionModel` and its log evidence, in float64 by hand. */
export function regressionPosterior(): { mean: number[]; covariance: number[][]; logEvidence: number } {
  const precisionOf = (i: number, j: number): number =>
    (i === j ? 1 : 0) + design.reduce((sum, row) => sum + ((row[i] ?? 0) * (row[j] ?? 0)) / noise ** 2, 0);
  const [a, b, c] = [precisionOf(0, 0), precisionOf(0, 1), precisionOf(1, 1)];
  const determinant = a * c - b * b;
  const covariance = [
    [c / determinant, -b / determinant],
    [-b / determinant, a / determinant],
  ];
  const pull = [0, 1].map((i) =>
    design.reduce((sum, row, n) => sum + ((row[i] ?? 0) * (response[n] ?? 0)) / noise ** 2, 0),
  );
  const mean = covariance.map((row) => row.reduce((sum, x, j) => sum + x * (pull[j] ?? 0), 0));
  // log p(y) = -(y'y / s^2 - m'P m) / 2 - log det P / 2 - n log(2 pi s^2) / 2.
  const square = response.reduce((sum, y) => sum + y * y, 0) / noise ** 2;
  const fitted = mean.reduce((sum, m, i) => sum + m * (pull[i] ?? 0), 0);
  const logEvidence =
    -0.5 * (square - fitted) - 0.5 * Math.log(determinant) - 0.5 * response.length * Math.log(2 * Math.PI * noise ** 2);
  return { mean, covariance, logEvidence };
}

export interface FitOptions {
  readonly steps?: number;
  readonly rate?: number;
  readonly elbo?: Objective;
}

/** Trains a guide, with a step size that falls to 0, so that what is left of its noise is small. */
export function fit(
  model: Program<[]>,
  guide: Program<[]>,
  options: FitOptions = {},
): { state: SviState; params: Record<string, tf.Tensor> } {
  const { steps = 400, rate = 0.1, elbo = traceElbo() } = options;
  const inference = svi({ model, guide, optimizer: adam({ learningRate: cosineDecay(rate, 0, steps) }), elbo });
  let state = inference.init(key(1));
  for (let i = 0; i < steps; i += 1) state = inference.step(state).state;
  return { state, params: inference.params(state) };
}
