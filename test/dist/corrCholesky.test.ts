import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { bijectTo, constraintNamed, constraints, transformTo } from '../../src/dist/index.js';
import { diagonal, key, normal } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';
import { useScalarEngine } from '../support/useScalarEngine.js';
import { logAbsDet } from './support/logAbsDet.js';

const sets = [constraints.corrCholesky, constraints.corrMatrix].map((set) => ({ name: set.name, set }));
const isIn = (fits: tf.Tensor): boolean => fits.dataSync().every((each) => each === 1);

describeEngines('sets of correlations', () => {
  it.each(sets)('$name: both registries go into it, and back', ({ set }) => {
    tf.tidy(() => {
      for (const map of [bijectTo(set), transformTo(set)]) {
        expect(map.inverseShape([2, 4, 4])).toEqual([2, 6]);
        expect(map.forwardShape([2, 6])).toEqual([2, 4, 4]);
        const x = normal(key(3), [2, 6]);
        const y = map.forward(x);
        expect(isIn(set.check(y))).toBe(true);
        // Two factorisations of matrices of condition number up to 1000.
        expectClose(map.inverse(y), x, { tolerance: 1e-3 });
        expect(newTensors(() => map.logAbsDetJacobian(x, y))).toBe(1);
      }
    });
  });
});

describe('sets of correlations', () => {
  useScalarEngine();

  it.each(sets)('$name: comes back from its name, and contains what it offers', ({ set }) => {
    tf.tidy(() => {
      expect(constraintNamed(set.name).name).toBe(set.name);
      expect(isIn(set.check(set.feasible([2, 3, 3])))).toBe(true);
    });
  });

  it('tell what is outside', () => {
    tf.tidy(() => {
      const half = Math.sqrt(0.75);
      const factors = [
        [1, 0, 0.5, half],
        [1, 0, 0.5, 0.9],
        [1, 0, 0.5, -half],
        [1, 0.5, 0, 1],
        [1, 0, NaN, 1],
      ];
      const matrices = [
        [1, 0.5, 0.5, 1],
        [1, 0.5, 0.5, 1.1],
        [1, 1.5, 1.5, 1],
        [1, 0.5, 0.4, 1],
        [1, NaN, NaN, 1],
      ];
      const only = [1, 0, 0, 0, 0];
      expectClose(constraints.corrCholesky.check(tf.tensor(factors, [5, 4]).reshape([5, 2, 2])), only);
      expectClose(constraints.corrMatrix.check(tf.tensor(matrices, [5, 4]).reshape([5, 2, 2])), only);
    });
  });

  it.each(sets)('$name: the log-Jacobian is that of its differences', ({ set }) => {
    tf.tidy(() => {
      const map = bijectTo(set);
      const [size, h] = [4, 1e-2];
      const x = Array.from(normal(key(5), map.inverseShape([size, size])).dataSync());
      const free = x.length;
      const places = Array.from({ length: size * size }, (_, i) => i).filter((i) => i % size < Math.floor(i / size));
      const imageOf = (j: number, steps: number): number[] => {
        const image = map.forward(tf.tensor1d(x.map((each, i) => (i === j ? each + steps * h : each)))).dataSync();
        return places.map((place) => image[place] ?? NaN);
      };
      const columns = Array.from({ length: free }, (_, j) => {
        const [a, b, c, d] = [-2, -1, 1, 2].map((steps) => imageOf(j, steps)) as [
          number[],
          number[],
          number[],
          number[],
        ];
        return a.map((each, i) => (each - 8 * (b[i] ?? 0) + 8 * (c[i] ?? 0) - (d[i] ?? 0)) / (12 * h));
      });
      const at = tf.tensor1d(x);
      // Six pivots, each a difference of float32 numbers over 12 h.
      expectClose(map.logAbsDetJacobian(at, map.forward(at)), logAbsDet(columns), { tolerance: 2e-3 });
    });
  });

  it('far-out coordinates stay inside, with gradients that are not NaN', () => {
    tf.tidy(() => {
      const map = bijectTo(constraints.corrCholesky);
      const x = tf.tensor2d([
        [60, -200, 3],
        [0, 0, 0],
        [1e-20, -1e4, 1e30],
      ]);
      const y = map.forward(x);
      expect(isIn(constraints.corrCholesky.check(y))).toBe(true);
      expectClose(tf.slice(diagonal(y), [1, 0], [1, 3]), [1, 1, 1]);
      const slope = tf.grad((at: tf.Tensor) =>
        tf.sum(tf.add(tf.sum(map.forward(at), [-2, -1]), map.logAbsDetJacobian(at, y))),
      )(x);
      expect(Array.from(slope.dataSync()).some(Number.isNaN)).toBe(false);
      const back = tf.grad((at: tf.Tensor) => tf.sum(map.inverse(at)))(y);
      expect(Array.from(back.dataSync()).some(Number.isNaN)).toBe(false);
    });
  });
});
