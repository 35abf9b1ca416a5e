// How accurate the factorisations are where matrices are badly conditioned, against float64 on the host.
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { cholesky, logDet, triangularSolve } from '../../../src/num/index.js';
import { describeEngines } from '../../support/engines.js';

type Matrix = readonly (readonly number[])[];

/** One rounding to float32, relative. */
const ROUNDING = 2 ** -24;

describeEngines('accuracy of linear algebra', () => {
  const cases = [3, 8, 20].flatMap((size) => [1, 1000].map((condition) => ({ size, condition })));

  it.each(cases)('$size by $size, condition $condition: stays within what it states', ({ size, condition }) => {
    tf.tidy(() => {
      const matrix = matrixOf(size, condition);
      const exact = factorOf(matrix);
      const at = tf.tensor2d(matrix.map((row) => [...row]));
      const factor = cholesky(at);
      const rows = factor.arraySync() as number[][];
      // The largest entry of the matrix is at most 1.
      expect(largest(matrix, product(rows))).toBeLessThanOrEqual(4 * ROUNDING);
      const exactLog = exact.reduce((sum, row, i) => sum + 2 * Math.log(row[i] ?? NaN), 0);
      const allowed = (size * condition + 2 * Math.abs(exactLog)) * ROUNDING;
      expect(Math.abs((logDet(at).dataSync()[0] ?? NaN) - exactLog)).toBeLessThanOrEqual(allowed);
      const right = matrix.map((_, i) => Math.fround(Math.sin(i + 1)));
      const solution = triangularSolve(factor, tf.tensor2d(right, [size, 1])).dataSync();
      for (const [i, row] of rows.entries()) {
        const terms = row.map((entry, j) => entry * (solution[j] ?? NaN));
        const sizes = terms.reduce((sum, term) => sum + Math.abs(term), Math.abs(right[i] ?? 0));
        const residual = terms.reduce((sum, term) => sum + term, -(right[i] ?? 0));
        expect(Math.abs(residual)).toBeLessThanOrEqual(4 * ROUNDING * sizes);
      }
    });
  });
});

/** Symmetric, with eigenvalues from 1 down to 1 / condition, conjugated by a reflection, in float32. */
function matrixOf(size: number, condition: number): Matrix {
  const v = Array.from({ length: size }, (_, i) => Math.cos(3 * i + 1));
  const norm = v.reduce((sum, each) => sum + each * each, 0);
  const reflection = v.map((a, i) => v.map((b, j) => (i === j ? 1 : 0) - (2 * a * b) / norm));
  const scaled = reflection.map((row) => row.map((each, k) => each * condition ** (-k / Math.max(1, size - 1) / 2)));
  return product(scaled).map((row) => row.map(Math.fround));
}

/** X X^T. */
function product(x: Matrix): Matrix {
  return x.map((a) => x.map((b) => a.reduce((sum, each, k) => sum + each * (b[k] ?? NaN), 0)));
}

/** The Cholesky factor, row by row, in float64. */
function factorOf(matrix: Matrix): Matrix {
  const factor: number[][] = [];
  for (const [i, row] of matrix.entries()) {
    const own: number[] = [];
    for (const [j, entry] of row.slice(0, i + 1).entries()) {
      const other = j === i ? own : (factor[j] ?? []);
      const rest = entry - own.reduce((sum, each, k) => sum + each * (other[k] ?? 0), 0);
      own.push(j === i ? Math.sqrt(rest) : rest / (other[j] ?? NaN));
    }
    factor.push([...own, ...row.slice(i + 1).map(() => 0)]);
  }
  return factor;
}

function largest(a: Matrix, b: Matrix): number {
  return Math.max(...a.flatMap((row, i) => row.map((each, j) => Math.abs(each - (b[i]?.[j] ?? NaN)))));
}
