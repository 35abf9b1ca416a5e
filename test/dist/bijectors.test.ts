// Maps with their inverses and log-Jacobians, against formulas in float64 on the host.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { bijectTo, constraints, transforms, transformTo, type Bijector } from '../../src/dist/index.js';
import { key, normal, valueAndGradients } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';
import { maps, type MapRow } from './mapTable.js';

const ROWS = 4;

/** Points [4, 3] of the domain, each a map of three normal numbers, so that numbers above 0 stay above 0. */
function pointsOf(row: MapRow): tf.Tensor {
  const numbers = tf.mul(normal(key(7), [ROWS, 3]), 1.2);
  return row.isPositive === true ? tf.exp(numbers) : numbers;
}

function rowsOf(x: tf.Tensor): number[][] {
  return x.arraySync() as number[][];
}

/** log |det| of the map at a point, by central differences in float64. */
function logDeterminant(map: (x: readonly number[]) => number[], x: readonly number[]): number {
  const columns = x.map((at, j) => {
    const h = 1e-5 * Math.max(1, Math.abs(at));
    const moved = (by: number): number[] => map(x.map((each, k) => (k === j ? each + by : each)));
    const [up, down] = [moved(h), moved(-h)];
    return up.map((each, i) => (each - (down[i] ?? 0)) / (2 * h));
  });
  const [a = [], b = [], c = []] = columns;
  const [a0 = 0, a1 = 0, a2 = 0] = a;
  const [b0 = 0, b1 = 0, b2 = 0] = b;
  const [c0 = 0, c1 = 0, c2 = 0] = c;
  return Math.log(Math.abs(a0 * (b1 * c2 - b2 * c1) - a1 * (b0 * c2 - b2 * c0) + a2 * (b0 * c1 - b1 * c0)));
}

/** The log-Jacobian summed to one number for each vector. */
function summed(map: Bijector, x: tf.Tensor, y: tf.Tensor): tf.Tensor {
  const each = map.logAbsDetJacobian(x, y);
  return map.domainEventDim === 0 ? tf.sum(each, -1) : each;
}

describeEngines('every map', () => {
  it.each(maps)('$name: is that of its formula, there and back', (row) => {
    tf.tidy(() => {
      const [map, x] = [row.make(), pointsOf(row)];
      const y = map.forward(x);
      expect(y.shape).toEqual(map.forwardShape(x.shape));
      expectClose(
        y,
        rowsOf(x).map((each) => row.formula(each)),
        { relative: 3e-6, tolerance: 3e-6 },
      );
      // What a rounding of y is worth in x grows with how flat the map is there.
      const back = map.inverse(y);
      expectClose(back, x, { tolerance: row.backTolerance ?? 2e-5, relative: 1e-5 });
      expectClose(map.forward(back), y, { relative: 1e-5, tolerance: 1e-5 });
    });
  });

  it.each(maps)('$name: has the log-Jacobian of its formula', (row) => {
    tf.tidy(() => {
      const [map, x] = [row.make(), pointsOf(row)];
      const want = rowsOf(x).map((each) => logDeterminant(row.formula, each));
      expectClose(summed(map, x, map.forward(x)), want, { tolerance: 1e-5, relative: 3e-6 });
      const back = transforms.inverse(map);
      expectClose(
        summed(back, map.forward(x), x),
        want.map((each) => -each),
        { tolerance: 1e-5, relative: 3e-6 },
      );
    });
  });
});

describe('every map', () => {
  it.each(maps)('$name: its inverse has the inverse slope', (row) => {
    tf.tidy(() => {
      const map = row.make();
      const x = tf.slice(pointsOf(row), [0, 0], [1, 3]);
      const weights = tf.tensor2d([[0.3, -1.2, 0.7]]);
      const there = valueAndGradients(({ x: at }) => tf.sum(tf.mul(weights, map.inverse(map.forward(at)))), { x });
      // The round trip is the identity, whose slope is that of the weights.
      expectClose(there.gradients.x, weights, { tolerance: 1e-3 });
    });
  });

  it.each(maps)('$name: is finite far out', (row) => {
    tf.tidy(() => {
      const map = row.make();
      const far = [1e-30, 1e-8, 40, 200, 1e5, 1e10];
      const numbers = row.isPositive === true ? far : [...far, 0, ...far.map((x) => -x)];
      const x = tf.tensor2d(numbers.map((each) => [each, each / 2, each]));
      const y = map.forward(x);
      // The slope of a power truly leaves the range of float32.
      const { gradients } = valueAndGradients(({ x: at }) => tf.sum(tf.clipByValue(map.forward(at), -1, 1)), { x });
      const slopes = row.isPositive === true ? [] : [gradients.x];
      for (const tensor of [y, map.inverse(y), map.logAbsDetJacobian(x, y), ...slopes]) {
        expect(tensor.dataSync().every((each) => !Number.isNaN(each))).toBe(true);
      }
      if (map.codomain === undefined) return;
      expect(
        map.codomain
          .check(y)
          .dataSync()
          .every((fits) => fits === 1),
      ).toBe(true);
    });
  });

  it.each(maps)('$name: leaves one tensor', (row) => {
    tf.tidy(() => {
      const [map, x] = [row.make(), pointsOf(row)];
      const y = map.forward(x);
      expect(newTensors(() => map.forward(x))).toBe(1);
      expect(newTensors(() => map.inverse(y))).toBe(1);
      expect(newTensors(() => map.logAbsDetJacobian(x, y))).toBe(1);
    });
  });

  it.each(maps.filter((row) => row.make().slopeSign !== undefined))('$name: rises or falls as it says', (row) => {
    tf.tidy(() => {
      const map = row.make();
      const x = tf.add(
        tf.tensor2d([
          [0.5, 0.5, 0.5],
          [0.7, 0.7, 0.7],
        ]),
        0.1,
      );
      const [low, high] = tf.unstack(map.forward(x)) as [tf.Tensor, tf.Tensor];
      const sign = map.slopeSign?.() ?? NaN;
      expectClose(tf.sign(tf.sub(high, low)), tf.mul(tf.ones([3]), sign));
    });
  });
});

describe('every map with parameters that are tensors', () => {
  it.each(maps.filter(({ parameters }) => parameters !== undefined))('$name: has their gradients, both ways', (row) => {
    tf.tidy(() => {
      const given = row.parameters ?? {};
      const x = pointsOf(row);
      const y = row.make().forward(x);
      const total = (p: Readonly<Record<string, tf.Tensor>>): tf.Tensor => {
        const map = row.make(p);
        const parts = [map.forward(x), map.inverse(y), map.logAbsDetJacobian(x, map.forward(x))];
        return tf.addN(parts.map((part, i) => tf.sum(tf.sin(tf.add(part, i)))));
      };
      const params = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, tf.tensor(value)]));
      const { gradients } = valueAndGradients(total, params);
      for (const [name, value] of Object.entries(params)) {
        const h = 1e-2;
        const numbers = [...value.dataSync()];
        const differences = numbers.map((_, i) => {
          const at = (by: number): number =>
            total({
              ...params,
              [name]: tf.tensor(
                numbers.map((each, j) => each + (i === j ? by : 0)),
                value.shape,
              ),
            }).dataSync()[0] ?? NaN;
          return (8 * (at(h) - at(-h)) - at(2 * h) + at(-2 * h)) / (12 * h);
        });
        // Sums of 28 terms of size 1 over 12 h / 16, and h^4 of a fifth derivative.
        expectClose(gradients[name] ?? NaN, differences, { tolerance: 3e-3, relative: 3e-3 });
      }
    });
  });
});

const sets = [
  { set: constraints.orderedVector, free: 3 },
  { set: constraints.positiveOrderedVector, free: 3 },
  { set: constraints.stack(constraints.positive, constraints.real, constraints.interval(-1, 2)), free: 3 },
  { set: constraints.cat([constraints.simplex, 2], [constraints.positive, 1], [constraints.real, 1]), free: 3 },
].map((row) => ({ ...row, name: row.set.name }));

describeEngines('sets of several parts', () => {
  it.each(sets)('$name: are reached, and left', ({ set, free }) => {
    tf.tidy(() => {
      for (const size of [1, 30, 200]) {
        const x = tf.mul(normal(key(3), [5, free]), size);
        const y = bijectTo(set).forward(x);
        expect(
          set
            .check(y)
            .dataSync()
            .every((fits) => fits === 1),
        ).toBe(true);
        if (size === 1) expectClose(bijectTo(set).inverse(y), x, { tolerance: 1e-5 });
      }
      expect(
        bijectTo(set).logAbsDetJacobian(tf.zeros([5, free]), bijectTo(set).forward(tf.zeros([5, free]))).shape,
      ).toEqual([5]);
    });
  });
});

describe('the registries', () => {
  it('sum the log-Jacobians of the parts of a stack of vectors', () => {
    tf.tidy(() => {
      const map = bijectTo(constraints.stack(constraints.simplex, constraints.simplex));
      const x = normal(key(1), [4, 2, 2]);
      expect(map.forwardShape([4, 2, 2])).toEqual([4, 2, 3]);
      expect(map.inverseShape([4, 2, 3])).toEqual([4, 2, 2]);
      const y = map.forward(x);
      expect(y.shape).toEqual([4, 2, 3]);
      expectClose(map.inverse(y), x, { tolerance: 1e-5 });
      const each = transforms.stickBreaking.logAbsDetJacobian(x, y);
      expectClose(map.logAbsDetJacobian(x, y), tf.sum(each, -1), { roundings: 8 });
    });
  });

  it('reach a piece of simplex of more coordinates by transformTo', () => {
    const map = transformTo(constraints.cat([constraints.simplex, 3], [constraints.positive, 2]));
    expect(map.inverseShape([7, 5])).toEqual([7, 5]);
    expectClose(map.forward(tf.zeros([5])), [1 / 3, 1 / 3, 1 / 3, 1, 1], { roundings: 2 });
  });

  it('have no bijection onto the sphere, but a map', () => {
    expect(() => bijectTo(constraints.sphere)).toThrow('got sphere');
    expectClose(transformTo(constraints.sphere).forward(tf.tensor1d([2, 3, 6])), [2 / 7, 3 / 7, 6 / 7], {
      roundings: 4,
    });
  });

  it.each([
    [() => constraints.stack(), 'stack: expected one or more sets'],
    [() => constraints.stack(constraints.real, constraints.simplex), 'got real of 0, simplex of 1'],
    [() => constraints.cat([constraints.positiveDefinite, 2]), 'cat: expected sets of numbers or vectors'],
    [() => constraints.cat([constraints.real, 0]), 'got real with 0'],
  ])('reject parts that do not fit: %#', (make, message) => {
    expect(make).toThrow(message);
  });
});

describe('maps', () => {
  it.each([
    [() => transforms.affine({ scale: 0 }), 'affine.scale: expected a finite number that is not 0, got 0.'],
    [() => transforms.power(NaN), 'power: expected a finite exponent that is not 0, got NaN.'],
    [() => transforms.permute([0, 0, 2]), 'permute: expected each of 0 to 2 once, got [0, 0, 2].'],
    [
      () => transforms.stacked([transforms.stickBreaking, transforms.ordered]).forward(tf.zeros([2, 3])),
      'slices of one shape, got [4], [3]',
    ],
  ])('reject what they cannot do: %#', (make, message) => {
    expect(make).toThrow(message);
  });

  it('compose: works out the events of maps of different sizes', () => {
    tf.tidy(() => {
      // A number, then vectors of 2 onto the simplex of 3, then logs of its numbers.
      const map = transforms.compose([transforms.affine({ scale: 2 }), transforms.stickBreaking, transforms.log]);
      expect([map.domainEventDim, map.codomainEventDim]).toEqual([1, 1]);
      expect(map.forwardShape([5, 2])).toEqual([5, 3]);
      const x = normal(key(2), [5, 2]);
      const pieces = transforms.stickBreaking.forward(tf.mul(x, 2));
      const want = tf.add(
        transforms.stickBreaking.logAbsDetJacobian(tf.mul(x, 2), pieces),
        tf.sub(2 * Math.LN2, tf.sum(tf.log(pieces), -1)),
      );
      expectClose(map.logAbsDetJacobian(x, map.forward(x)), want, { roundings: 32 });
    });
  });

  it('spline: zeros make the identity', () => {
    const map = transforms.spline({ widths: tf.zeros([5]), heights: tf.zeros([5]), slopes: tf.zeros([4]) });
    const x = tf.linspace(-4, 4, 33);
    expectClose(map.forward(x), x, { roundings: 16 });
    expectClose(map.logAbsDetJacobian(x, x), Array<number>(33).fill(0), { roundings: 32 });
  });
});
