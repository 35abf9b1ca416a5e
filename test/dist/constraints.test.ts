import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { bijectTo, constraintNamed, constraints, transformTo } from '../../src/dist/index.js';
import type { Bijector, Constraint } from '../../src/dist/index.js';
import { key, normal } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';

interface Row {
  readonly constraint: Constraint;
  readonly inside: tf.TensorLike;
  readonly outside: tf.TensorLike;
}

const rows: readonly (Row & { readonly name: string })[] = [
  { constraint: constraints.real, inside: [-1e30, 0, 5], outside: [Infinity, -Infinity, NaN] },
  { constraint: constraints.extendedReal, inside: [-Infinity, 0, Infinity], outside: [NaN] },
  { constraint: constraints.positive, inside: [1e-30, 1, 1e30], outside: [0, -1, Infinity, NaN] },
  { constraint: constraints.softplusPositive, inside: [1e-30, 1], outside: [0, -1, NaN] },
  { constraint: constraints.nonnegative, inside: [0, 1], outside: [-1e-30, Infinity, NaN] },
  { constraint: constraints.greaterThan(2), inside: [2.5, 1e10], outside: [2, -3, Infinity, NaN] },
  { constraint: constraints.lessThan(-1), inside: [-1.5, -Infinity], outside: [-1, 3, NaN] },
  { constraint: constraints.unitInterval, inside: [0, 0.5, 1], outside: [-1e-6, 1.001, NaN] },
  { constraint: constraints.interval(-1, 3), inside: [-1, 0, 3], outside: [-1.01, 3.01, NaN] },
  { constraint: constraints.angle, inside: [-3.1, 0, 3.1], outside: [3.2, -4, NaN] },
  { constraint: constraints.boolean, inside: [0, 1], outside: [0.5, 2, -1, NaN] },
  { constraint: constraints.integerInterval(-1, 2), inside: [-1, 0, 2], outside: [-2, 0.5, 3, NaN] },
  {
    constraint: constraints.simplex,
    inside: [
      [0.2, 0.3, 0.5],
      [0, 0, 1],
    ],
    outside: [
      [0.2, 0.3, 0.6],
      [-0.1, 0.6, 0.5],
      [0.5, 0.5, NaN],
    ],
  },
  {
    constraint: constraints.circular,
    inside: [
      [0.6, 0.8],
      [-1, 0],
    ],
    outside: [
      [0.6, 0.7],
      [0, 0],
      [1, NaN],
    ],
  },
  {
    constraint: constraints.oneHot,
    inside: [
      [0, 1, 0],
      [1, 0, 0],
    ],
    outside: [
      [0, 0, 0],
      [1, 1, 0],
      [0.5, 0.5, 0],
      [2, -1, 0],
      [0, 1, NaN],
    ],
  },
  {
    constraint: constraints.independent(constraints.positive, 1),
    inside: [
      [1, 2],
      [3, 4],
    ],
    outside: [
      [1, 0],
      [NaN, 1],
    ],
  },
  {
    constraint: constraints.sphere,
    inside: [
      [2 / 7, 3 / 7, 6 / 7],
      [0, -1, 0],
    ],
    outside: [
      [0.5, 0.5, 0.5],
      [0, 0, NaN],
    ],
  },
  {
    constraint: constraints.orderedVector,
    inside: [
      [-3, 0, 1e30],
      [1, 1.0001, 2],
    ],
    outside: [
      [1, 1, 2],
      [2, 1, 3],
      [0, 1, Infinity],
      [0, NaN, 1],
    ],
  },
  {
    constraint: constraints.positiveOrderedVector,
    inside: [[1e-30, 1, 2]],
    outside: [
      [0, 1, 2],
      [-1, 1, 2],
      [1, 1, 2],
    ],
  },
  {
    constraint: constraints.stack(
      constraints.positive,
      constraints.real,
      constraints.interval(-1, 2),
      constraints.lessThan(3),
    ),
    inside: [[1, -1, -1, -1]],
    outside: [
      [-1, -1, -1, -1],
      [1, -1, 3, -1],
      [1, NaN, 0, 0],
    ],
  },
  {
    constraint: constraints.cat([constraints.positive, 1], [constraints.simplex, 3]),
    inside: [[7, 0.2, 0.3, 0.5]],
    outside: [
      [7, 0.2, 0.3, 0.6],
      [0, 0.2, 0.3, 0.5],
    ],
  },
  { constraint: constraints.realVector, inside: [[1, -2]], outside: [[1, Infinity]] },
].map((row) => ({ ...row, name: row.constraint.name }));

describeEngines('every constraint', () => {
  it.each(rows)('$name: tells what is inside from what is not', ({ constraint, inside, outside }) => {
    tf.tidy(() => {
      for (const [values, expected] of [
        [inside, 1],
        [outside, 0],
      ] as const) {
        const tensor = tf.tensor(values);
        const fits = constraint.check(tensor);
        expect(fits.shape).toEqual(tensor.shape.slice(0, tensor.rank - constraint.eventDim));
        expect(fits.dtype).toBe('bool');
        expect(Array.from(fits.dataSync())).toEqual(Array<number>(fits.size).fill(expected));
      }
    });
  });
});

describe('every constraint', () => {
  it.each(rows)('$name: feasible values are inside', ({ constraint }) => {
    tf.tidy(() => {
      const shape = [2, 3, 4];
      const value = constraint.feasible(shape);
      expect(value.shape).toEqual(shape);
      expect(
        constraint
          .check(value)
          .dataSync()
          .every((fits) => fits === 1),
      ).toBe(true);
    });
  });

  it.each(rows)('$name: comes back from its name', ({ constraint }) => {
    expect(constraintNamed(constraint.name).name).toBe(constraint.name);
  });

  it.each(rows)('$name: says the same of a number as of a tensor', ({ constraint, inside, outside }) => {
    if (constraint.contains === undefined) return;
    for (const value of (inside as number[]).map(Math.fround)) expect(constraint.contains(value)).toBe(true);
    for (const value of (outside as number[]).map(Math.fround)) expect(constraint.contains(value)).toBe(false);
  });

  it.each(rows)('$name: leaves one tensor', ({ constraint, inside }) => {
    const value = tf.tensor(inside);
    expect(newTensors(() => constraint.check(value))).toBe(1);
    expect(newTensors(() => constraint.feasible([2, 2]))).toBe(1);
    value.dispose();
  });
});

describe('constraints with bounds that are tensors', () => {
  it('check element by element, and are the same set only with the same tensors', () => {
    tf.tidy(() => {
      const [low, high] = [tf.tensor1d([0, 2]), tf.tensor1d([1, 5])];
      const between = constraints.interval(low, high);
      expect(
        Array.from(
          between
            .check(
              tf.tensor2d([
                [0.5, 1],
                [2, 3],
              ]),
            )
            .dataSync(),
        ),
      ).toEqual([1, 0, 0, 1]);
      expect(between.name).toBe(constraints.interval(low, high).name);
      expect(between.name).not.toBe(constraints.interval(low, tf.clone(high)).name);
      expectClose(between.feasible([2]), [0.5, 3.5]);
      expect(() => constraintNamed(between.name)).toThrow('constraintNamed: expected one of');
    });
  });
});

describe('constraintNamed', () => {
  it.each([
    'positve',
    '',
    'interval(0)',
    'interval(0, 1, 2)',
    'interval(0, positive)',
    'greaterThan()',
    'independent(2, 1)',
    'lessThan(1',
  ])('rejects "%s"', (name) => {
    expect(() => constraintNamed(name)).toThrow(/constraintNamed: expected one of real, .*, got "/);
  });

  it('reads nested names', () => {
    const name = 'independent(independent(interval(-0.5, 1e-7), 1), 2)';
    expect(constraintNamed(name)).toMatchObject({ name, eventDim: 3 });
  });
});

const bijective = rows.map(({ name }) => name).filter((name) => !/oolean|integer|oneHot|circular|sphere/.test(name));
const maps = [
  ...bijective.map((name) => ({ name: `bijectTo(${name})`, constraint: name, map: (c: Constraint) => bijectTo(c) })),
  ...[...bijective, 'circular', 'sphere'].map((name) => ({
    name: `transformTo(${name})`,
    constraint: name,
    map: (c: Constraint) => transformTo(c),
  })),
];

/** A point [3, ...] of the domain of a map whose codomain value is to have the shape [3, n] or [3]. */
function pointOf(map: Bijector): tf.Tensor {
  const shape = map.codomainEventDim === 0 ? [3] : [3, 4];
  return tf.mul(normal(key(50), map.inverseShape(shape)), 1.5);
}

describeEngines('every transform', () => {
  it.each(maps)('$name: goes into the set, and back', ({ constraint: name, map: make }) => {
    tf.tidy(() => {
      const constraint = constraintNamed(name);
      const map = make(constraint);
      const x = pointOf(map);
      const y = map.forward(x);
      expect(y.shape).toEqual(map.forwardShape(x.shape));
      expect(
        constraint
          .check(y)
          .dataSync()
          .every((fits) => fits === 1),
      ).toBe(true);
      // Coordinates of size 5 at most, from which logs and differences take about a digit.
      if (map.isBijective) expectClose(map.inverse(y), x, { tolerance: 2e-5 });
      expectClose(map.forward(map.inverse(y)), y, { roundings: 32 });
    });
  });

  it.each(maps)('$name: stays in the set far out', ({ constraint: name, map: make }) => {
    tf.tidy(() => {
      const constraint = constraintNamed(name);
      const map = make(constraint);
      for (const size of [30, 85, 200]) {
        const y = map.forward(tf.mul(tf.sign(pointOf(map)), size));
        expect(
          constraint
            .check(y)
            .dataSync()
            .every((fits) => fits === 1),
        ).toBe(true);
        expect(map.inverse(y).dataSync().every(Number.isFinite)).toBe(true);
      }
    });
  });

  it.each(maps)('$name: its log-Jacobian is that of its differences', ({ constraint: name, map: make }) => {
    tf.tidy(() => {
      const map = make(constraintNamed(name));
      const x = pointOf(map);
      if (!map.isBijective) {
        expect(() => map.logAbsDetJacobian(x, map.forward(x))).toThrow(
          `${map.name}.logAbsDetJacobian: expected a bijection`,
        );
        return;
      }
      const logJacobian = map.logAbsDetJacobian(x, map.forward(x));
      expect(logJacobian.shape).toEqual([3]);
      expectClose(
        logJacobian,
        tf.unstack(x).map((row) => logDeterminant(map, row)),
        { tolerance: 2e-3 },
      );
    });
  });
});

describe('transforms', () => {
  it('stick-breaking: sends 0 to equal pieces, also in a batch', () => {
    expectClose(bijectTo(constraints.simplex).forward(tf.zeros([2, 4])), Array<number>(10).fill(0.2), { roundings: 4 });
  });

  it.each([constraints.boolean, constraints.oneHot, constraints.integerInterval(0, 3)])(
    'there are none for $name',
    (constraint) => {
      expect(() => transformTo(constraint)).toThrow(
        `transformTo: expected a set with a smooth map from the reals, got ${constraint.name}`,
      );
      expect(() => bijectTo(constraint)).toThrow('enumeration');
    },
  );

  it('bijectTo has none for the circle, transformTo has', () => {
    expect(() => bijectTo(constraints.circular)).toThrow('bijectTo: expected a set with a smooth map');
    expectClose(
      transformTo(constraints.circular).forward(
        tf.tensor2d([
          [3e30, 4e30],
          [-2e-30, 0],
        ]),
      ),
      [0.6, 0.8, -1, 0],
      { roundings: 4 },
    );
  });

  it('reach bounds that are tensors, with gradients', () => {
    tf.tidy(() => {
      const slope = tf.grad((high: tf.Tensor) =>
        tf.sum(bijectTo(constraints.interval(0, high)).forward(tf.zeros([2]))),
      )(tf.tensor1d([4, 6]));
      expectClose(slope, [0.5, 0.5]);
      const low = tf.tensor1d([1, -2]);
      expectClose(bijectTo(constraints.greaterThan(low)).forward(tf.zeros([2])), [2, -1], { roundings: 1 });
      expectClose(bijectTo(constraints.lessThan(low)).forward(tf.zeros([2])), [0, -3], { roundings: 1 });
    });
  });

  it.each(maps)('$name: leaves one tensor', ({ constraint: name, map: make }) => {
    tf.tidy(() => {
      const map = make(constraintNamed(name));
      const x = pointOf(map);
      const y = map.forward(x);
      expect(newTensors(() => map.forward(x))).toBe(1);
      expect(newTensors(() => map.inverse(y))).toBe(1);
      if (map.isBijective) expect(newTensors(() => map.logAbsDetJacobian(x, y))).toBe(1);
    });
  });
});

/** log |det| of the matrix of central differences at one point; the simplex counts by its first n - 1 coordinates. */
function logDeterminant(map: Bijector, x: tf.Tensor): number {
  const data = Array.from(x.dataSync());
  const h = 1e-2;
  const imageOf = (i: number, change: number): number[] =>
    Array.from(
      map
        .forward(
          tf.tensor(
            data.map((each, j) => (i === j ? each + change : each)),
            x.shape,
          ),
        )
        .dataSync(),
    );
  const columns = data.map((_, i) => {
    const [a, b, c, d] = [-2, -1, 1, 2].map((step) => imageOf(i, step * h)) as [number[], number[], number[], number[]];
    return data.map((__, j) => ((a[j] ?? 0) - 8 * (b[j] ?? 0) + 8 * (c[j] ?? 0) - (d[j] ?? 0)) / (12 * h));
  });
  return Math.log(Math.abs(determinant(columns)));
}

/** By Laplace's rule, for at most four rows. */
function determinant(matrix: readonly (readonly number[])[]): number {
  const [first = [], ...rest] = matrix;
  if (rest.length === 0) return first[0] ?? 1;
  return first.reduce((sum, entry, j) => {
    const minor = rest.map((row) => row.filter((_, k) => k !== j));
    return sum + (j % 2 === 0 ? 1 : -1) * entry * determinant(minor);
  }, 0);
}
