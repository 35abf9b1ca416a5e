import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  cholesky,
  diagonal,
  diagonalMatrix,
  key,
  logDet,
  lowerTriangle,
  normal,
  ShapeError,
  triangularInverse,
  triangularSolve,
  valueAndGradients,
} from '../../../src/num/index.js';
import { describeEngines } from '../../support/engines.js';
import { expectClose } from '../../support/expectClose.js';
import { newTensors } from '../../support/newTensors.js';

const shapes = fc.record({
  batch: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
  size: fc.integer({ min: 1, max: 7 }),
  seed: fc.nat({ max: 1000 }),
});

/** Lower triangular, with a diagonal from 1 to 2 and small entries below, so that its condition number stays below 100. */
function factorOf(seed: number, batch: readonly number[], size: number): tf.Tensor {
  const entries = tf.mul(normal(key(seed), [...batch, size, size]), 0.3);
  const signed = lowerTriangle(entries, -1);
  return tf.add(signed, diagonalMatrix(tf.add(1, tf.sigmoid(normal(key(seed + 1), [...batch, size])))));
}

describeEngines('linear algebra', () => {
  // Sums of 7 products of numbers up to 2, and a condition number of 100: 14 * 4 * 100 roundings would be safe; few occur.
  const closeness = { roundings: 600 };

  it('cholesky: finds the factor of L L^T', () => {
    fc.assert(
      fc.property(shapes, ({ batch, size, seed }) => {
        tf.tidy(() => {
          const factor = factorOf(seed, batch, size);
          expectClose(cholesky(tf.matMul(factor, factor, false, true)), factor, closeness);
        });
      }),
      { numRuns: 20 },
    );
  });

  it('triangularSolve: undoes the product, also with the transpose', () => {
    fc.assert(
      fc.property(shapes, fc.boolean(), ({ batch, size, seed }, transpose) => {
        tf.tidy(() => {
          const factor = factorOf(seed, batch, size);
          const x = normal(key(seed + 2), [...batch, size, 2]);
          const right = tf.matMul(factor, x, transpose, false);
          expectClose(triangularSolve(factor, right, { transpose }), x, closeness);
        });
      }),
      { numRuns: 20 },
    );
  });

  it('logDet: is the sum of the logs of the squared diagonal', () => {
    tf.tidy(() => {
      const factor = factorOf(5, [2], 6);
      const expected = tf.mul(tf.sum(tf.log(diagonal(factor)), -1), 2);
      expectClose(logDet(tf.matMul(factor, factor, false, true)), expected, closeness);
    });
  });

  it('logDet: has the inverse as its gradient', () => {
    tf.tidy(() => {
      const factor = factorOf(9, [2], 5);
      const matrix = tf.matMul(factor, factor, false, true);
      const { gradients } = valueAndGradients(({ x }) => tf.sum(logDet(x)), { x: matrix });
      expectClose(tf.matMul(gradients.x, matrix), tf.add(tf.zeros([2, 5, 5]), tf.eye(5)), closeness);
    });
  });

  it.each(['cholesky', 'triangularInverse'] as const)('%s: has the gradient of finite differences', (name) => {
    tf.tidy(() => {
      const operation = name === 'cholesky' ? cholesky : triangularInverse;
      const factor = factorOf(11, [], 4);
      const at = name === 'cholesky' ? tf.matMul(factor, factor, false, true) : factor;
      const weights = normal(key(3), [4, 4]);
      const f = (x: tf.Tensor): tf.Tensor => tf.sum(tf.mul(operation(x), weights));
      const { gradients } = valueAndGradients(({ x }) => f(x), { x: at });
      // Along a direction that keeps the matrix symmetric, or triangular.
      const raw = normal(key(4), [4, 4]);
      const direction = name === 'cholesky' ? tf.add(raw, tf.transpose(raw)) : lowerTriangle(raw);
      const h = 2 ** -6;
      const along = (steps: number): number => f(tf.add(at, tf.mul(direction, steps * h))).dataSync()[0] ?? NaN;
      const difference = (8 * (along(1) - along(-1)) - (along(2) - along(-2))) / (12 * h);
      // A rounding of 1e-6 over h, and the fourth order's error of about h^4.
      expectClose(tf.sum(tf.mul(gradients.x, direction)), difference, { tolerance: 2e-3, relative: 2e-3 });
    });
  });

  it('cholesky: is NaN for a matrix that is not positive definite', () => {
    const factor = tf.tidy(() => cholesky(tf.tensor2d([1, 2, 2, 1], [2, 2])).dataSync());
    expect(factor[3]).toBeNaN();
  });

  it('leaves only its results', () => {
    const matrix = tf.tensor2d([4, 2, 2, 5], [2, 2]);
    for (const operation of [cholesky, triangularInverse, logDet, diagonal, lowerTriangle, diagonalMatrix]) {
      expect(newTensors(() => operation(matrix))).toBe(1);
    }
    expect(newTensors(() => triangularSolve(matrix, matrix))).toBe(1);
    matrix.dispose();
  });

  it('refuses what is not square, and takes one number', () => {
    tf.tidy(() => {
      expect(() => cholesky(tf.zeros([2, 3]))).toThrow(ShapeError);
      expect(() => triangularInverse(tf.zeros([3]))).toThrow(ShapeError);
      expectClose(cholesky(tf.tensor2d([9], [1, 1])), [3]);
    });
  });
});
