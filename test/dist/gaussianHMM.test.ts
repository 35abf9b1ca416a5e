import * as tf from '@tensorflow/tfjs-core';
import { add, inv, matrix as asMatrix, multiply, subtract, transpose, det, type Matrix } from 'mathjs';
import { describe, expect, it } from 'vitest';
import * as dist from '../../src/dist/index.js';
import { key, lowerTriangle, normal } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';
import { useScalarEngine } from '../support/useScalarEngine.js';
import { gradientChecker } from './support/gradientChecker.js';

type Part = 'loc0' | 'tril0' | 'F' | 'loc1' | 'tril1' | 'H' | 'loc2' | 'tril2';
type Parts = Readonly<Record<Part, tf.Tensor>>;

/** A chain of T steps that all differ, of h hidden and o seen numbers. */
function randomParts(seed: number, T: number, h: number, o: number): Parts {
  const draw = (i: number, shape: number[], size = 0.5): tf.Tensor => tf.mul(normal(key(100 * seed + i), shape), size);
  const tril = (i: number, shape: number[], n: number): tf.Tensor =>
    tf.add(lowerTriangle(draw(i, [...shape, n, n], 0.3), -1), tf.mul(tf.eye(n), tf.exp(draw(i + 1, [...shape, n, 1]))));
  return {
    loc0: draw(0, [h]),
    tril0: tril(1, [], h),
    F: draw(3, [T, h, h]),
    loc1: draw(4, [T, h]),
    tril1: tril(5, [T], h),
    H: draw(7, [T, h, o], 1),
    loc2: draw(8, [T, o]),
    tril2: tril(9, [T], o),
  };
}

function made(p: Parts): dist.GaussianHMM {
  return dist.gaussianHMM({
    initialDist: dist.multivariateNormal({ loc: p.loc0, scaleTril: p.tril0 }),
    transitionMatrix: p.F,
    transitionDist: dist.multivariateNormal({ loc: p.loc1, scaleTril: p.tril1 }),
    observationMatrix: p.H,
    observationDist: dist.multivariateNormal({ loc: p.loc2, scaleTril: p.tril2 }),
  });
}

/** The Kalman filter in float64, step by step. */
function kalman(p: Parts, values: readonly number[][]): { logProb: number; mean: Matrix; covariance: Matrix } {
  const at = (x: tf.Tensor, t: number): Matrix => {
    const all = x.arraySync() as number[][] | number[][][];
    const own = x.shape[0] === values.length && x.rank > 1 && x !== p.tril0 ? all[t] : all;
    return asMatrix(own as number[][]);
  };
  const squared = (lower: Matrix): Matrix => multiply(lower, transpose(lower));
  let [mean, covariance, logProb] = [asMatrix(p.loc0.arraySync() as number[]), squared(at(p.tril0, 0)), 0];
  values.forEach((value, t) => {
    const [F, H] = [transpose(at(p.F, t)), transpose(at(p.H, t))];
    mean = add<Matrix>(multiply(F, mean), at(p.loc1, t));
    covariance = add<Matrix>(multiply(multiply(F, covariance), transpose(F)), squared(at(p.tril1, t)));
    const S = add<Matrix>(multiply(multiply(H, covariance), transpose(H)), squared(at(p.tril2, t)));
    const rest = subtract<Matrix>(asMatrix(value), add(multiply(H, mean), at(p.loc2, t)));
    const square = multiply(multiply(rest, inv(S)), rest) as unknown as number;
    logProb -= 0.5 * (square + Math.log(det(S)) + value.length * Math.log(2 * Math.PI));
    const gain = multiply(multiply(covariance, transpose(H)), inv(S));
    mean = add<Matrix>(mean, multiply(gain, rest));
    covariance = subtract<Matrix>(covariance, multiply(multiply(gain, H), covariance));
  });
  return { logProb, mean, covariance };
}

describeEngines('gaussianHMM', () => {
  const expectSlopes = gradientChecker(2e-3);
  it.each([
    [1, 2, 1],
    [2, 1, 1],
    [5, 2, 3],
    [8, 3, 2],
  ])('%d steps, %d hidden, %d seen: is the Kalman filter', (T, h, o) => {
    tf.tidy(() => {
      const p = randomParts(T, T, h, o);
      const value = tf.mul(normal(key(1), [T, o]), 2);
      const expected = kalman(p, value.arraySync() as number[][]);
      const hmm = made(p);
      // Squares of some tens, of whitened numbers that have passed through a few factorisations at each step.
      expectClose(hmm.logProb(value), expected.logProb, { tolerance: 1e-4, relative: 1e-5 });
      const last = hmm.filter(value);
      expectClose(last.mean(), expected.mean.toArray() as number[], { tolerance: 1e-4 });
      const variance = expected.covariance.toArray() as number[][];
      expectClose(
        last.variance(),
        variance.map((row, i) => row[i] ?? NaN),
        { tolerance: 1e-4 },
      );
    });
  });

  it('has the gradients of its differences by every parameter', () => {
    tf.tidy(() => {
      const { tril0, tril1, tril2, ...rest } = randomParts(3, 3, 2, 1);
      const inputs = { ...rest, tril0, tril1, tril2, value: normal(key(2), [3, 1]) };
      const f = (named: Readonly<Record<string, tf.Tensor>>): tf.Tensor => {
        const parts = named as Parts & { readonly value: tf.Tensor };
        return tf.sum(made(parts).logProb(parts.value));
      };
      expectSlopes(f, inputs);
    });
  });

  it('broadcasts homogeneous parts, batches and samples, and leaves one tensor', () => {
    tf.tidy(() => {
      const p = randomParts(6, 1, 2, 2);
      const noise = dist.normal({ loc: tf.zeros([2]), scale: 0.8 }).toEvent(1);
      const loc0 = tf.stack([p.loc0, tf.neg(p.loc0)]);
      const parts = (loc: tf.Tensor): dist.GaussianHMM =>
        dist.gaussianHMM({
          initialDist: dist.multivariateNormal({ loc, scaleTril: p.tril0 }),
          transitionMatrix: tf.squeeze(p.F, [0]),
          transitionDist: noise,
          observationMatrix: p.H,
          observationDist: noise,
          duration: 5,
        });
      const both = parts(loc0);
      expect([both.batchShape, both.eventShape]).toEqual([[2], [5, 2]]);
      const value = normal(key(4), [3, 2, 5, 2]);
      const all = both.logProb(value);
      expect(all.shape).toEqual([3, 2]);
      const second = parts(tf.neg(p.loc0)).logProb(tf.squeeze(tf.slice(value, [0, 1, 0, 0], [3, 1, 5, 2]), [1]));
      expectClose(tf.squeeze(tf.slice(all, [0, 1], [3, 1])), second, { roundings: 64 });
      expect(newTensors(() => both.logProb(value))).toBe(1);
      expect(newTensors(() => both.filter(value))).toBe(2);
      expect(both.rsample(key(1), [4]).shape).toEqual([4, 2, 5, 2]);
    });
  });
});

describe('gaussianHMM', () => {
  const expectSlopes = gradientChecker(2e-3);
  useScalarEngine();

  it('keeps its digits far from 0 and where the state is seen sharply', () => {
    tf.tidy(() => {
      // A random walk from 1000 on, seen to 0.01: squares of 1e5 standard deviations would leave nothing of a difference.
      const noise = (size: number, loc: number): dist.Distribution =>
        dist.multivariateNormal({ loc: tf.fill([1], loc), scaleTril: tf.fill([1, 1], size) });
      const T = 33;
      const hmm = dist.gaussianHMM({
        initialDist: noise(100, 1000),
        transitionMatrix: tf.eye(1),
        transitionDist: noise(1, 0),
        observationMatrix: tf.eye(1),
        observationDist: noise(0.01, 0),
        duration: T,
      });
      const value = tf.add(1000, tf.cumsum(normal(key(3), [T, 1]), 0));
      const repeated = (x: tf.Tensor): tf.Tensor => tf.add(tf.zeros([T, ...x.shape]), x);
      const [unit, one] = [tf.eye(1), tf.zeros([1])];
      const parts = {
        loc0: tf.fill([1], 1000),
        tril0: tf.fill([1, 1], 100),
        F: repeated(unit),
        loc1: repeated(one),
        tril1: repeated(unit),
        H: repeated(unit),
        loc2: repeated(one),
        tril2: repeated(tf.fill([1, 1], Math.fround(0.01))),
      };
      const expected = kalman(parts, value.arraySync() as number[][]);
      // Each of 33 steps of about 1 from numbers near 1000, which float32 holds to 6e-5.
      expectClose(hmm.logProb(value), expected.logProb, { tolerance: T * 3 * 6e-5 });
    });
  });

  it('has draws of its moments, and the entropy of its density', () => {
    tf.tidy(() => {
      const hmm = made(randomParts(2, 4, 2, 2));
      const count = 2000;
      const draws = hmm.rsample(key(1), [count]);
      const spread = tf.max(hmm.variance()).dataSync()[0] ?? 0;
      expectClose(tf.mean(draws, 0), hmm.mean(), { tolerance: 5 * Math.sqrt(spread / count) });
      const squares = tf.mean(tf.squaredDifference(draws, hmm.mean()), 0);
      expectClose(squares, hmm.variance(), { tolerance: 5 * spread * Math.sqrt(2 / count) });
      // -log p is the entropy plus half a chi-square of 8 less its mean.
      const surprise = tf.neg(tf.mean(hmm.logProb(draws)));
      expectClose(surprise, hmm.entropy(), { tolerance: (5 * 2) / Math.sqrt(count) });
    });
  });

  it('has draws through which gradients flow to every parameter', () => {
    tf.tidy(() => {
      const f = (named: Readonly<Record<string, tf.Tensor>>): tf.Tensor =>
        tf.sum(tf.square(made(named as Parts).rsample(key(5), [3])));
      expectSlopes(f, randomParts(3, 3, 2, 1));
    });
  });

  it('refuses sizes, lengths and families that do not fit', () => {
    tf.tidy(() => {
      const p = randomParts(1, 4, 2, 1);
      expect(() => made({ ...p, F: tf.zeros([3, 2, 2]) })).toThrow('gaussianHMM: expected parts of 1 or 4 steps');
      expect(() => made({ ...p, F: tf.zeros([2, 3]) })).toThrow(
        'gaussianHMM.transitionMatrix: expected matrices [..., 2, 2]',
      );
      expect(() => made({ ...p, H: tf.zeros([1, 1]) })).toThrow('gaussianHMM.observationMatrix');
      expect(() => made(p).logProb(tf.zeros([3, 1]))).toThrow('a value of shape [..., 4, 1]');
      const walk = dist.gaussianRandomWalk({ scale: 1, numSteps: 2 });
      const { loc0: loc, tril0: scaleTril, H: observationMatrix } = p;
      const noise = dist.multivariateNormal({ loc, scaleTril });
      const rest = { transitionMatrix: tf.eye(2), observationMatrix, observationDist: noise };
      expect(() => dist.gaussianHMM({ ...rest, initialDist: walk, transitionDist: noise })).toThrow('gaussianHMM');
      expect(() =>
        dist.gaussianHMM({ ...rest, observationMatrix: tf.eye(2), initialDist: walk, transitionDist: noise }),
      ).toThrow('gaussianHMM.initialDist: expected a multivariateNormal');
    });
  });
});
