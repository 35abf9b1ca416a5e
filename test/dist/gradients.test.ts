import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Distribution } from '../../src/dist/index.js';
import { fold, key, ready } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { paramsOf, rows } from './table.js';
import type { Row } from './table.js';

type Tensors = Record<string, tf.Tensor>;

/** The gradients of a scalar function of named tensors. */
function gradientsOf(f: (inputs: Tensors) => tf.Tensor, inputs: Tensors): Tensors {
  const names = Object.keys(inputs);
  const named = (tensors: readonly tf.Tensor[]): Tensors =>
    Object.fromEntries(names.map((name, i) => [name, tensors[i] ?? tf.scalar(NaN)]));
  // Inputs that do not matter count with 0, so that each has a gradient.
  const anchored = (...tensors: tf.Tensor[]): tf.Tensor =>
    tensors.reduce<tf.Tensor>((sum, x) => tf.add(sum, tf.mul(tf.sum(x), 0)), f(named(tensors)));
  return named(tf.grads(anchored)(Object.values(inputs)));
}

/** Central differences of fourth order in each element of input `name`. */
function differencesOf(f: (inputs: Tensors) => tf.Tensor, inputs: Tensors, name: string): number[] {
  const base = inputs[name] ?? tf.scalar(NaN);
  const data = Array.from(base.dataSync());
  const at = (i: number, change: number): number => {
    const moved = tf.tensor(
      data.map((x, j) => (i === j ? x + change : x)),
      base.shape,
    );
    return f({ ...inputs, [name]: moved }).dataSync()[0] ?? NaN;
  };
  return data.map((x, i) => {
    const h = 0.02 * Math.max(0.1, Math.min(1, Math.abs(x)));
    return (8 * (at(i, h) - at(i, -h)) - (at(i, 2 * h) - at(i, -2 * h))) / (12 * h);
  });
}

const isSmooth = (row: Row): boolean =>
  !['delta', 'bernoulli', 'categorical', 'oneHot'].some((name) => row.name.startsWith(name));

/** The sum of a row's log densities, and its inputs: the parameters, and the value if it can move. */
function logProbOf(row: Row): { readonly logProb: (named: Tensors) => tf.Tensor; readonly inputs: Tensors } {
  const value = tf.tensor(row.at);
  return {
    logProb: (named) => tf.sum(row.build(named).logProb(named['value'] ?? value)),
    inputs: isSmooth(row) ? { ...paramsOf(row), value } : paramsOf(row),
  };
}

// Taken once for all engines, on the one that is fastest with single numbers.
const differences = new Map<string, number[]>();

beforeAll(async () => {
  await ready({ engine: 'cpu' });
  tf.tidy(() => {
    for (const row of rows) {
      const { logProb, inputs } = logProbOf(row);
      for (const name of Object.keys(inputs))
        differences.set(`${row.name}.${name}`, differencesOf(logProb, inputs, name));
    }
  });
});

afterAll(async () => {
  await ready();
});

describeEngines('log densities', () => {
  it.each(rows)('$name: the gradients in parameters and value equal finite differences', (row) => {
    tf.tidy(() => {
      const { logProb, inputs } = logProbOf(row);
      for (const [name, gradient] of Object.entries(gradientsOf(logProb, inputs))) {
        // Off the circle the density of unit vectors means nothing.
        if (row.name === 'projectedNormal' && name === 'value') continue;
        // A step of at least 0.002 divides a few roundings of a sum of size 10; the rest is the fourth order's error.
        const expected = differences.get(`${row.name}.${name}`) ?? [];
        expectClose(gradient, expected, { tolerance: 3e-3, relative: 2e-3 });
      }
    });
  });

  it.each([
    { name: 'uniform', outside: [-5, 9] },
    { name: 'gamma', outside: [-1, -1e-30] },
    { name: 'beta', outside: [-0.5, 1.5] },
    { name: 'continuousBernoulli of logits', outside: [-0.5, 1.5] },
  ])('$name: outside the support the log density is -Infinity and has gradient 0', ({ name, outside }) => {
    tf.tidy(() => {
      const row = rows.find((each) => each.name === name) as Row;
      const inputs = { ...paramsOf(row), value: tf.tensor1d(outside) };
      const logProb = (named: Tensors): tf.Tensor => row.build(named).logProb(named['value'] ?? tf.scalar(0));
      expectClose(logProb(inputs), [-Infinity, -Infinity]);
      for (const gradient of Object.values(gradientsOf((named) => tf.sum(logProb(named)), inputs))) {
        expectClose(gradient, [0, 0]);
      }
    });
  });
});

describe('reparameterised draws', () => {
  beforeAll(async () => {
    await ready({ engine: 'cpu' });
  });

  const NUM_DRAWS = 1000;
  const NUM_KEYS = 20;

  const statistics: Readonly<Record<string, (x: tf.Tensor) => tf.Tensor>> = {
    first: (x) => x,
    second: (x) => tf.square(x),
  };

  /** The expectation of a statistic in closed form, summed over the batch with weights that tell its elements apart. */
  function expectation(dist: Distribution, statistic: string): tf.Tensor {
    const mean = dist.mean();
    return statistic === 'first' ? mean : tf.add(dist.variance(), tf.square(mean));
  }

  function weighted(x: tf.Tensor): tf.Tensor {
    const weights = Array.from({ length: x.size }, (_, i) => 1 + 0.5 * Math.sin(i));
    return tf.sum(tf.mul(x, tf.tensor(weights, x.shape)));
  }

  const cases = rows
    .filter(
      (row) =>
        row.name !== 'vonMises' && !['bernoulli', 'categorical', 'oneHot'].some((name) => row.name.startsWith(name)),
    )
    .flatMap((row) => Object.keys(statistics).map((statistic) => ({ name: row.name, row, statistic })));

  it.each(cases)(
    '$name: the mean gradient of the $statistic power is the gradient of its mean',
    ({ row, statistic }) => {
      tf.tidy(() => {
        const params = paramsOf(row);
        const apply = statistics[statistic] ?? tf.clone;
        const averaged = (index: number) => (named: Tensors) =>
          weighted(tf.mean(apply(row.build(named).rsample(fold(key(30), index), [NUM_DRAWS])), 0));
        const exact = gradientsOf((named) => weighted(expectation(row.build(named), statistic)), params);
        compare(params, (index) => gradientsOf(averaged(index), params), exact);
      });
    },
  );

  it('vonMises: the mean gradient of the sine and cosine is the gradient of theirs', () => {
    tf.tidy(() => {
      const row = rows.find(({ name }) => name === 'vonMises') as Row;
      const params = paramsOf(row);
      for (const wave of [tf.sin, tf.cos]) {
        const averaged = (index: number) => (named: Tensors) =>
          weighted(tf.mean(wave(row.build(named).rsample(fold(key(31), index), [NUM_DRAWS])), 0));
        // E cos(x) = A(k) cos(loc), and so for the sine; 1 - A is the circular variance.
        const exact = gradientsOf((named) => {
          const dist = row.build(named);
          return weighted(tf.mul(tf.sub(1, dist.variance()), wave(dist.mean())));
        }, params);
        compare(params, (index) => gradientsOf(averaged(index), params), exact);
      }
    });
  });

  /** Compares the mean over keys with what it should be: seven standard errors of twenty means, and 1e-4 for rounding. */
  function compare(params: Tensors, estimate: (index: number) => Tensors, exact: Tensors): void {
    const estimates = Array.from({ length: NUM_KEYS }, (_, index) => estimate(index));
    for (const name of Object.keys(params)) {
      const all = tf.stack(estimates.map((each) => each[name] ?? tf.scalar(NaN)));
      const { mean, variance } = tf.moments(all, 0);
      const allowed = tf.add(tf.mul(tf.sqrt(tf.div(variance, NUM_KEYS - 1)), 7), 1e-4);
      const excess = tf.sub(tf.abs(tf.sub(mean, exact[name] ?? NaN)), allowed);
      expect(Math.max(...excess.dataSync()), `${name}: ${mean.toString()}, ${String(exact[name])}`).toBeLessThan(0);
    }
  }
});

describe('sample', () => {
  it.each(rows)('$name: passes no gradient on', (row) => {
    tf.tidy(() => {
      const params = paramsOf(row);
      const gradients = gradientsOf(
        (named) => tf.sum(tf.cast(row.build(named).sample(key(0), [3]), 'float32')),
        params,
      );
      for (const gradient of Object.values(gradients)) expect(gradient.dataSync().every((x) => x === 0)).toBe(true);
    });
  });
});
