// Laws that need many evaluations, on the engine that is the reference: test/dist/engines.test.ts compares the others with it.
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { key, ready } from '../../src/num/index.js';
import { expectClose } from '../support/expectClose.js';
import { countMisfit, countsOf, misfit } from '../num/random/goodness.js';
import { make, rows } from './table.js';
import type { Row } from './table.js';

const STEPS = 4000;

/** exp(logProb) of batch element `index` on a grid of midpoints, and the width of its cells. */
function densityOf(row: Row, index: number): { readonly density: Float64Array; readonly width: number } {
  const [from, to] = row.range ?? [0, 1];
  const width = (to - from) / STEPS;
  const places = Float64Array.from({ length: STEPS }, (_, i) => from + (i + 0.5) * width);
  const logs = tf.tidy(() => {
    const all = make(row).logProb(tf.tensor2d(Float32Array.from(places), [STEPS, 1]));
    return tf.slice(all, [0, index], [STEPS, 1]).dataSync();
  });
  return { density: Float64Array.from(logs, Math.exp), width };
}

/** Densities that are infinite at an end lose part of the mass of the outermost cell to the midpoint rule. */
const hasPole = (row: Row, index: number): boolean =>
  (row.name === 'gamma' && index === 0) || (row.name === 'beta' && index === 1);

const numeric = rows.filter((row) => row.range !== undefined);
const discrete = rows.filter((row) => ['bernoulli', 'categorical', 'oneHot'].some((name) => row.name.startsWith(name)));

beforeAll(async () => {
  await ready({ engine: 'cpu' });
});

afterAll(async () => {
  await ready();
});

describe('densities', () => {
  it.each(numeric.flatMap((row) => [0, 1].map((index) => ({ name: row.name, row, index }))))(
    '$name: integrates to 1 (element $index)',
    ({ row, index }) => {
      const { density, width } = densityOf(row, index);
      const total = density.reduce((sum, each) => sum + each, 0) * width;
      // The rule is exact to width^2 but for a jump at the bounds, of at most a cell, and for poles, x^(a - 1) with a >= 0.6.
      const jump = row.name === 'uniform' ? 2 * width : 1e-5;
      expectClose(total, 1, { tolerance: hasPole(row, index) ? 0.02 : jump });
    },
  );

  it.each(numeric.flatMap((row) => [0, 1].map((index) => ({ name: row.name, row, index }))))(
    '$name: draws fit it (element $index)',
    ({ row, index }) => {
      const numDraws = 10_000;
      const draws = tf.tidy(() =>
        tf.slice(make(row).sample(key(20), [numDraws]), [0, index], [numDraws, 1]).dataSync(),
      );
      const { density, width } = densityOf(row, index);
      const [from] = row.range ?? [0, 1];
      expect(misfit(draws, cumulative(density, from, width))).toBeLessThan(1);
    },
  );

  it.each(discrete)('$name: draws come as often as it says', (row) => {
    const numDraws = 10_000;
    const { codes, probs, size } = tf.tidy(() => {
      const dist = make(row);
      const support = dist.enumerateSupport();
      const draws = dist.sample(key(21), [numDraws]);
      // One-hot draws are coded by the place of their 1.
      const coded = dist.eventShape.length === 0 ? draws : tf.argMax(draws, -1);
      return {
        codes: coded.dataSync(),
        probs: tf.exp(dist.logProb(support)).dataSync(),
        size: support.shape[0],
      };
    });
    for (const index of [0, 1]) {
      const own = Array.from(codes).filter((_, i) => i % 2 === index);
      const expected = Array.from({ length: size }, (_, k) => probs[2 * k + index] ?? 0);
      expect(countMisfit(countsOf(own, size), expected)).toBeLessThan(1);
    }
  });

  it('projectedNormal: integrates to 1 over the circle, and draws fit it', () => {
    const row = rows.find(({ name }) => name === 'projectedNormal') as Row;
    const width = (2 * Math.PI) / STEPS;
    const angles = Array.from({ length: STEPS }, (_, i) => -Math.PI + (i + 0.5) * width);
    for (const index of [0, 1]) {
      const own = (x: tf.Tensor): Float32Array => tf.gather(x, tf.tensor1d([index], 'int32'), 1).dataSync<'float32'>();
      const circle = angles.map((angle) => [[Math.cos(angle), Math.sin(angle)]]);
      const logs = tf.tidy(() => own(make(row).logProb(tf.tensor3d(circle))));
      const draws = tf.tidy(() => own(make(row).sample(key(22), [10_000])));
      const density = Float64Array.from(logs, Math.exp);
      // The rule is exact to rounding on periodic functions.
      expectClose(density.reduce((sum, each) => sum + each, 0) * width, 1, { tolerance: 1e-6 });
      const drawn = Array.from({ length: 10_000 }, (_, i) => Math.atan2(draws[2 * i + 1] ?? 0, draws[2 * i] ?? 0));
      expect(misfit(drawn, cumulative(density, -Math.PI, width))).toBeLessThan(1);
    }
  });

  it('dirichlet: integrates to 1 over the triangle', () => {
    const row = rows.find(({ name }) => name === 'dirichlet') as Row;
    const steps = 200;
    const places: number[][] = [];
    for (let i = 0; i < steps; i += 1) {
      for (let j = 0; i + j < steps - 1; j += 1) {
        const [x, y] = [(i + 2 / 3) / steps, (j + 2 / 3) / steps];
        places.push([x, y, 1 - x - y]);
      }
    }
    const logs = tf.tidy(() =>
      make(row)
        .logProb(tf.expandDims(tf.tensor2d(places), 1))
        .dataSync<'float32'>(),
    );
    for (const index of [0, 1]) {
      const total = logs.reduce((sum, log, i) => (i % 2 === index ? sum + Math.exp(log) : sum), 0) / steps ** 2;
      expectClose(total, 1, { tolerance: 0.02 });
    }
  });

  it.each(rows.filter((row) => row.name !== 'delta' && row.name !== 'vonMises'))(
    '$name: draws have its mean and variance',
    (row) => {
      const numDraws = 20_000;
      tf.tidy(() => {
        const dist = make(row);
        const draws = tf.cast(dist.sample(key(23), [numDraws]), 'float32');
        const squares = tf.square(tf.sub(draws, dist.mean()));
        expectWithin(draws, dist.mean());
        expectWithin(squares, dist.variance());
      });
    },
  );

  it('vonMises: the mean direction and the circular variance are those of draws', () => {
    tf.tidy(() => {
      const row = rows.find(({ name }) => name === 'vonMises') as Row;
      const dist = make(row);
      const turned = tf.sub(dist.sample(key(24), [20_000]), dist.mean());
      expectWithin(tf.sin(turned), tf.zeros([2]));
      expectWithin(tf.sub(1, tf.cos(turned)), dist.variance());
    });
  });

  it.each(rows.filter((row) => row.name !== 'projectedNormal'))(
    '$name: the entropy is the mean of minus the log density',
    (row) => {
      tf.tidy(() => {
        const dist = make(row);
        expectWithin(tf.neg(dist.logProb(dist.sample(key(25), [20_000]))), dist.entropy());
      });
    },
  );
});

/** Checks the mean of draws [draw, ...] against what it should be: six standard errors, and 1e-5 for rounding. */
function expectWithin(draws: tf.Tensor, expected: tf.Tensor): void {
  // Summed in float64: sums of tens of thousands of float32 lose four digits on the native engine.
  const [numDraws, data] = [draws.shape[0], Array.from(draws.dataSync())];
  expected.dataSync().forEach((want: number, element: number) => {
    const own = data.filter((_, i) => i % expected.size === element);
    const mean = own.reduce((sum, x) => sum + x, 0) / numDraws;
    const variance = own.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numDraws;
    expectClose(mean, want, { tolerance: 6 * Math.sqrt(variance / numDraws) + 1e-5 });
  });
}

/** The distribution function of a density on a grid, linear within its cells. */
function cumulative(density: Float64Array, from: number, width: number): (x: number) => number {
  const sums = new Float64Array(density.length + 1);
  density.forEach((each, i) => {
    sums[i + 1] = (sums[i] ?? 0) + each;
  });
  const total = sums[density.length] ?? 1;
  return (x) => {
    const place = Math.min(density.length - 1e-9, Math.max(0, (x - from) / width));
    const i = Math.floor(place);
    return ((sums[i] ?? 0) + (density[i] ?? 0) * (place - i)) / total;
  };
}
