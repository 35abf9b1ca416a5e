// What sets and transforms of matrices promise, and the ways to give a multivariate normal.
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bijectTo,
  constraintNamed,
  constraints,
  lowRankMultivariateNormal,
  multivariateNormal,
  transformTo,
} from '../../src/dist/index.js';
import { cholesky, diagonal, key, normal, triangularInverse } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';
import { useScalarEngine } from '../support/useScalarEngine.js';

const sets = [
  constraints.lowerCholesky,
  constraints.softplusLowerCholesky,
  constraints.unitLowerCholesky,
  constraints.positiveDefinite,
].map((constraint) => ({ name: constraint.name, constraint }));

const isIn = (fits: tf.Tensor): boolean => fits.dataSync().every((each) => each === 1);

describeEngines('sets of matrices', () => {
  it.each(sets)('$name: bijectTo and transformTo go into it, and back', ({ constraint }) => {
    tf.tidy(() => {
      for (const map of [bijectTo(constraint), transformTo(constraint)]) {
        const x = normal(key(2), map.inverseShape([2, 3, 3]));
        const y = map.forward(x);
        expect(y.shape).toEqual([2, 3, 3]);
        expect(map.forwardShape(x.shape)).toEqual([2, 3, 3]);
        expect(isIn(constraint.check(y))).toBe(true);
        // Entries of about 3, through a factorisation of condition number up to 100 where there is one.
        if (map.isBijective) expectClose(map.inverse(y), x, { tolerance: 1e-3 });
        expectClose(map.forward(map.inverse(y)), y, { tolerance: 1e-3 });
      }
    });
  });
});

describe('sets of matrices', () => {
  useScalarEngine();

  it.each(sets)('$name: comes back from its name, and contains what it offers', ({ constraint }) => {
    tf.tidy(() => {
      expect(constraintNamed(constraint.name).name).toBe(constraint.name);
      expect(isIn(constraint.check(constraint.feasible([2, 4, 4])))).toBe(true);
      const value = constraint.feasible([3, 3]);
      expect(newTensors(() => constraint.check(value))).toBe(1);
    });
  });

  it('tell what is outside', () => {
    tf.tidy(() => {
      const upper = tf.tensor2d([1, 1, 0, 1], [2, 2]);
      const negative = tf.tensor2d([-1, 0, 0, 1], [2, 2]);
      const indefinite = tf.tensor2d([1, 2, 2, 1], [2, 2]);
      const skew = tf.tensor2d([2, 1, 0, 2], [2, 2]);
      const bad = tf.fill([2, 2], NaN);
      for (const each of [upper, negative, bad]) {
        expect(isIn(constraints.lowerCholesky.check(each))).toBe(false);
        expect(isIn(constraints.unitLowerCholesky.check(each))).toBe(false);
      }
      for (const each of [indefinite, skew, negative, bad]) {
        expect(isIn(constraints.positiveDefinite.check(each))).toBe(false);
      }
    });
  });

  it.each(sets)('$name: the log-Jacobian of bijectTo is that of its differences', ({ constraint }) => {
    tf.tidy(() => {
      const map = bijectTo(constraint);
      const x = Array.from(tf.mul(normal(key(5), map.inverseShape([2, 2])), 0.5).dataSync());
      const h = 1e-2;
      // The entries below the diagonal and, unless they are fixed, on it: places 0, 2 and 3 of four.
      const kept = x.length === 1 ? [2] : [0, 2, 3];
      const imageOf = (i: number, steps: number): number[] => {
        const moved = x.map((each, j) => (i === j ? each + steps * h : each));
        const image = map.forward(tf.tensor1d(moved)).dataSync();
        return kept.map((place) => image[place] ?? NaN);
      };
      const columns = x.map((_, i) => {
        const [a, b, c, d] = [-2, -1, 1, 2].map((steps) => imageOf(i, steps)) as [
          number[],
          number[],
          number[],
          number[],
        ];
        return a.map((each, j) => (each - 8 * (b[j] ?? 0) + 8 * (c[j] ?? 0) - (d[j] ?? 0)) / (12 * h));
      });
      const gram = tf.tensor2d(columns);
      // log |det J| is half the log determinant of J J^T.
      const expected = tf.sum(tf.log(diagonal(cholesky(tf.matMul(gram, gram, false, true)))), -1);
      const at = tf.tensor1d(x);
      expectClose(map.logAbsDetJacobian(at, map.forward(at)), expected, { tolerance: 2e-3 });
    });
  });
});

describeEngines('multivariateNormal', () => {
  it('is the same by its factor, covariance and precision, and with a low rank', () => {
    fc.assert(
      fc.property(fc.nat({ max: 500 }), fc.integer({ min: 1, max: 5 }), (seed, size) => {
        tf.tidy(() => {
          const covFactor = normal(key(seed), [size, 2]);
          const covDiag = tf.add(0.5, tf.exp(tf.mul(normal(key(seed + 1), [size]), 0.3)));
          const covarianceMatrix = tf.add(
            tf.matMul(covFactor, covFactor, false, true),
            tf.mul(tf.eye(size), tf.expandDims(covDiag, -1)),
          );
          const scaleTril = cholesky(covarianceMatrix);
          const inverse = triangularInverse(scaleTril);
          const precisionMatrix = tf.matMul(inverse, inverse, true, false);
          const loc = normal(key(seed + 2), [size]);
          const x = normal(key(seed + 3), [3, size]);
          const expected = multivariateNormal({ loc, scaleTril });
          const others = [
            multivariateNormal({ loc, covarianceMatrix }),
            multivariateNormal({ loc, precisionMatrix }),
            lowRankMultivariateNormal({ loc, covFactor, covDiag }),
          ];
          for (const other of others) {
            // Log densities of about 10, and matrices of condition number up to 100.
            expectClose(other.logProb(x), expected.logProb(x), { tolerance: 2e-3 });
            expectClose(other.variance(), expected.variance(), { relative: 1e-3 });
            expectClose(other.entropy(), expected.entropy(), { tolerance: 1e-3 });
          }
        });
      }),
      { numRuns: 10 },
    );
  });
});

describe('multivariateNormal', () => {
  useScalarEngine();

  it('has draws of its covariance', () => {
    tf.tidy(() => {
      const covariance = [2, 0.8, 0.8, 1];
      const loc = tf.tensor1d([1, -1]);
      const count = 20_000;
      const draws = multivariateNormal({ loc, covarianceMatrix: tf.tensor2d(covariance, [2, 2]) }).sample(key(3), [
        count,
      ]);
      const centred = tf.sub<tf.Tensor2D>(draws, loc);
      // Products of normals have standard deviation at most sqrt 2 times 2; five standard errors.
      const tolerance = (5 * 2 * Math.SQRT2) / Math.sqrt(count);
      expectClose(tf.div(tf.matMul(centred, centred, true, false), count), covariance, { tolerance });
    });
  });

  it('is a product of normals where the factor is diagonal', () => {
    // scipy.stats.multivariate_normal.logpdf([1, 2], [0, 0], [[1, 0.5], [0.5, 4.25]]) = -3.03102424..., by hand: -0.5 - 0.28125 - log 2 - log 2 pi.
    tf.tidy(() => {
      const scaleTril = tf.tensor2d([1, 0, 0.5, 2], [2, 2]);
      const dist = multivariateNormal({ loc: tf.zeros([2]), scaleTril });
      const expected = -0.5 - 0.28125 - Math.log(2) - Math.log(2 * Math.PI);
      expectClose(dist.logProb(tf.tensor1d([1, 2])), [expected], { roundings: 16 });
    });
  });

  it('accepts a batch of means for one matrix, and rejects sizes that do not fit', () => {
    tf.tidy(() => {
      const scaleTril = tf.eye(2);
      expect(multivariateNormal({ loc: tf.zeros([3, 2]), scaleTril }).batchShape).toEqual([3]);
      expect(() => multivariateNormal({ loc: tf.zeros([3]), scaleTril })).toThrow('multivariateNormal.scaleTril');
      expect(() => multivariateNormal({ loc: tf.zeros([2]) })).toThrow('expected one of scaleTril');
      expect(() => multivariateNormal({ loc: tf.zeros([2]), scaleTril, precisionMatrix: scaleTril })).toThrow(
        'got scaleTril and precisionMatrix',
      );
    });
  });
});
