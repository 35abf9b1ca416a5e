// What the examples find is right, and their training leaves no tensors behind.
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as digits from '../examples/digits.js';
import * as eightSchools from '../examples/eightSchools.js';
import * as hiddenMarkov from '../examples/hiddenMarkov.js';
import * as mixture from '../examples/mixture.js';
import * as regression from '../examples/regression.js';
import type { Svi } from '../src/infer/index.js';
import { key, ready } from '../src/num/index.js';
import { describeEngines } from './support/engines.js';

beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  tf.engine().startScope();
});

afterEach(() => {
  tf.engine().endScope();
  vi.restoreAllMocks();
});

describe('examples', () => {
  beforeEach(async () => {
    await ready({ engine: 'cpu' });
  });

  it('regression: agrees with least squares, as the prior is wide', () => {
    const [x, y] = regression.data();
    const { coefficients, errors } = leastSquares(x.arraySync(), Array.from(y.dataSync()));
    const answer = regression.run();
    ['weight 0', 'weight 1', 'bias'].forEach((name, i) => {
      const { mean = NaN, sd = NaN } = answer[name] ?? {};
      expect(Math.abs(mean - (coefficients[i] ?? NaN)) / (errors[i] ?? NaN), name).toBeLessThan(0.4);
      expect(sd / (errors[i] ?? NaN), name).toBeGreaterThan(0.7);
      expect(sd / (errors[i] ?? NaN), name).toBeLessThan(1.4);
    });
    expect(answer['prediction']?.sd).toBeGreaterThan(answer['noise']?.mean ?? NaN);
  });

  it('mixture: finds the groups, and their probabilities are those of Bayes', () => {
    const { weights, locs, scales, groups, probabilities } = mixture.run();
    mixture.truth.locs.forEach((loc, k) => {
      expect(Math.abs((locs[k] ?? NaN) - loc)).toBeLessThan(0.6);
      expect(Math.abs((weights[k] ?? NaN) - (mixture.truth.weights[k] ?? NaN))).toBeLessThan(0.1);
    });
    const [x] = mixture.data();
    x.dataSync().forEach((value, i) => {
      const joint = weights.map(
        (weight, k) =>
          (weight / (scales[k] ?? 1)) * Math.exp(-0.5 * ((value - (locs[k] ?? 0)) / (scales[k] ?? 1)) ** 2),
      );
      const total = joint.reduce((sum, p) => sum + p, 0);
      joint.forEach((p, k) => expect(Math.abs((probabilities[3 * i + k] ?? NaN) - p / total)).toBeLessThan(1e-4));
      expect(groups[i]).toBe(joint.indexOf(Math.max(...joint)));
    });
  });

  it('hiddenMarkov: has the likelihood of the forward algorithm, and the paths of Viterbi', () => {
    const answer = hiddenMarkov.run();
    const [eaten] = hiddenMarkov.data();
    const diaries = eaten.arraySync().map((diary, i) => diary.slice(0, hiddenMarkov.lengths[i]));
    const loss = diaries.reduce((sum, diary) => sum - Math.log(along(answer, diary, (a, b) => a + b).total), 0);
    expect(Math.abs(answer.loss / loss - 1)).toBeLessThan(1e-4);
    diaries.forEach((diary, i) => {
      const best = along(answer, diary, Math.max).total;
      expect(probabilityOf(answer, diary, answer.weather[i] ?? []) / best).toBeGreaterThan(1 - 1e-4);
    });
    const [cold = [], hot = []] = answer.eaten;
    expect(cold[0]).toBeGreaterThan(hot[0] ?? NaN);
    expect(hot[2]).toBeGreaterThan(cold[2] ?? NaN);
  });

  it('eightSchools: agrees with an integral over the spread', () => {
    const answer = eightSchools.run();
    const reference = schoolsReference();
    // The posteriors of effects have standard deviations of 5 to 9; 4,000 weighted draws are worth several hundred.
    expect(Math.abs(answer.mean - reference.mean)).toBeLessThan(1);
    expect(Math.abs(answer.spread - reference.spread)).toBeLessThan(1);
    reference.effects.forEach((effect, i) => expect(Math.abs((answer.effects[i] ?? NaN) - effect)).toBeLessThan(1));
    expect(answer.kHat).toBeLessThan(0.7);
  });
});

describeEngines('examples', (engine) => {
  // The engine that is fastest at matrices of this size, so that the test is short.
  it.runIf(engine === 'wasm')('digits: finds most classes', () => {
    expect(digits.run().accuracy).toBeGreaterThan(0.75);
  });

  it('leave no tensors behind', () => {
    expect([
      grown(regression.inference(), regression.data()),
      grown(mixture.inference(), mixture.data()),
      grown(hiddenMarkov.inference(), hiddenMarkov.data()),
      grown(eightSchools.inference(), eightSchools.data()),
      grown(digits.inference(), digits.data()),
    ]).toEqual([0, 0, 0, 0, 0]);
  });
});

/** How many tensors three steps leave behind, after two of warming up. */
function grown<Args extends readonly unknown[]>({ init, step }: Svi<Args>, args: NoInfer<Args>): number {
  let state = init(key(0), ...args);
  for (let i = 0; i < 2; i += 1) state = step(state, ...args).state;
  const before = tf.memory().numTensors;
  for (let i = 0; i < 3; i += 1) state = step(state, ...args).state;
  return tf.memory().numTensors - before;
}

/** Coefficients with the constant last, and their standard errors, by the normal equations in float64. */
function leastSquares(x: number[][], y: number[]): { coefficients: number[]; errors: number[] } {
  const rows = x.map((row) => [...row, 1]);
  const size = rows[0]?.length ?? 0;
  const range = Array.from({ length: size }, (_, i) => i);
  const gram = range.map((i) => range.map((j) => rows.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0)));
  const inverse = invert(gram);
  const right = range.map((i) => rows.reduce((sum, row, n) => sum + (row[i] ?? 0) * (y[n] ?? 0), 0));
  const coefficients = inverse.map((row) => dot(row, right));
  const squares = rows.reduce((sum, row, n) => sum + ((y[n] ?? 0) - dot(row, coefficients)) ** 2, 0);
  const errors = range.map((i) => Math.sqrt(((inverse[i]?.[i] ?? NaN) * squares) / (rows.length - size)));
  return { coefficients, errors };
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

/** Gauss and Jordan's way, for a positive definite matrix. */
function invert(matrix: number[][]): number[][] {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...Array.from({ length: size }, (_, j) => Number(i === j))]);
  rows.forEach((pivotRow, i) => {
    const pivot = pivotRow[i] ?? NaN;
    pivotRow.forEach((value, j) => (pivotRow[j] = value / pivot));
    rows.forEach((row, k) => {
      const factor = row[i] ?? 0;
      if (k !== i) row.forEach((value, j) => (row[j] = value - factor * (pivotRow[j] ?? 0)));
    });
  });
  return rows.map((row) => row.slice(size));
}

type Chain = Pick<hiddenMarkov.Answer, 'first' | 'next' | 'eaten'>;

/** The forward algorithm, with the sum or the maximum over the weather of the day before. */
function along(
  { first, next, eaten }: Chain,
  diary: number[],
  join: (a: number, b: number) => number,
): { total: number } {
  const seen = (weather: number, day: number): number => eaten[weather]?.[diary[day] ?? 0] ?? NaN;
  let at = first.map((p, weather) => p * seen(weather, 0));
  for (let day = 1; day < diary.length; day += 1) {
    const before = at;
    at = first.map(
      (_, to) => before.map((p, from) => p * (next[from]?.[to] ?? NaN)).reduce((a, b) => join(a, b)) * seen(to, day),
    );
  }
  return { total: at.reduce((a, b) => join(a, b)) };
}

function probabilityOf({ first, next, eaten }: Chain, diary: number[], weather: number[]): number {
  return diary.reduce((product, count, day) => {
    const [today = 0, yesterday = 0] = [weather[day], weather[day - 1]];
    const arrived = day === 0 ? first[today] : next[yesterday]?.[today];
    return product * (arrived ?? NaN) * (eaten[today]?.[count] ?? NaN);
  }, 1);
}

/** Posterior means: over the common mean and the effects in closed form, over the spread by the midpoint rule. */
function schoolsReference(): { mean: number; spread: number; effects: number[] } {
  const step = 0.05;
  const rows = Array.from({ length: 2000 }, (_, i) => givenSpread((i + 0.5) * step));
  const largest = Math.max(...rows.map(({ logWeight }) => logWeight));
  const weights = rows.map(({ logWeight }) => Math.exp(logWeight - largest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const average = (of: (row: ReturnType<typeof givenSpread>) => number): number =>
    rows.reduce((sum, row, i) => sum + of(row) * (weights[i] ?? 0), 0) / total;
  const effects = eightSchools.effects.map((_, i) => average((row) => row.effects[i] ?? NaN));
  return { mean: average((row) => row.mean), spread: average((row) => row.spread), effects };
}

function givenSpread(spread: number): { logWeight: number; mean: number; spread: number; effects: number[] } {
  const { effects, errors } = eightSchools;
  const variances = errors.map((error) => error ** 2 + spread ** 2);
  const precision = variances.reduce((sum, variance) => sum + 1 / variance, 1 / 10 ** 2);
  const mean = effects.reduce((sum, effect, i) => sum + effect / (variances[i] ?? NaN), 0) / precision;
  const logPrior = Math.log(spread) - 0.2 * spread;
  const logMarginal = effects.reduce(
    (sum, effect, i) => sum - 0.5 * Math.log(variances[i] ?? NaN) - (0.5 * effect ** 2) / (variances[i] ?? NaN),
    0.5 * precision * mean ** 2 - 0.5 * Math.log(precision),
  );
  const shrunk = effects.map((effect, i) => {
    const kept = spread ** 2 / (variances[i] ?? NaN);
    return kept * effect + (1 - kept) * mean;
  });
  return { logWeight: logPrior + logMarginal, mean, spread, effects: shrunk };
}
