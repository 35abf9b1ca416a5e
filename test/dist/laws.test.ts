import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { checkParameters, checkValue } from '../../src/dist/index.js';
import type { Distribution } from '../../src/dist/index.js';
import { key, sizeOf } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { errorOf } from '../support/errorOf.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';
import { make, paramsOf, rows } from './table.js';
import type { Row } from './table.js';

const whole = ({ batchShape, eventShape }: Distribution): number[] => [...batchShape, ...eventShape];

/** Runs a test whose tensors are cleaned up after it. */
const tidily =
  (body: (row: Row) => void) =>
  (row: Row): void => {
    tf.tidy(() => {
      body(row);
    });
  };

describeEngines('every distribution', () => {
  it.each(rows)(
    '$name: draws and log densities have the shapes that it states',
    tidily((row) => {
      const dist = make(row);
      expect(dist.batchShape).toEqual([2]);
      const draw = dist.sample(key(0), [3, 4]);
      expect(draw.shape).toEqual([3, 4, ...whole(dist)]);
      expect(dist.logProb(draw).shape).toEqual([3, 4, ...dist.batchShape]);
      expect(dist.sample(key(0)).shape).toEqual(whole(dist));
      expect(dist.sample(key(0), [0]).shape).toEqual([0, ...whole(dist)]);
    }),
  );

  it.each(rows)(
    '$name: one element of the value serves the whole batch',
    tidily((row) => {
      const dist = make(row);
      const one = tf.slice(tf.tensor(row.at), 0, 1);
      const repeated = tf.tile(one, [2, ...dist.eventShape.map(() => 1)]);
      expectClose(dist.logProb(one), dist.logProb(repeated), { roundings: 2 });
      const unbatched = tf.reshape(one, [...dist.eventShape]);
      expectClose(dist.logProb(unbatched), dist.logProb(repeated), { roundings: 2 });
    }),
  );

  it.each(rows)(
    '$name: enumerateSupport lists every value once, in order, or raises',
    tidily((row) => {
      const dist = make(row);
      if (!dist.hasEnumerateSupport) {
        expect(() => dist.enumerateSupport()).toThrow(`${dist.family}.enumerateSupport: expected a finite support`);
        return;
      }
      const [expanded, compact] = [dist.enumerateSupport(), dist.enumerateSupport(false)];
      const size = expanded.shape[0];
      expect(expanded.shape).toEqual([size, ...whole(dist)]);
      expect(compact.shape).toEqual([size, 1, ...dist.eventShape]);
      checkValue(dist, expanded);
      expectClose(dist.logProb(compact), dist.logProb(expanded), { roundings: 1 });
      // Each of K = 2 or 3 terms has a rounded log and exponential.
      expectClose(tf.sum(tf.exp(dist.logProb(expanded)), 0), [1, 1], { roundings: 4 * size });
      const values = Array.from({ length: size }, (_, i) => String(tf.slice(compact, i, 1).dataSync()));
      expect(new Set(values).size).toBe(size);
    }),
  );

  it.each(rows)(
    '$name: NaN under a mask reaches no gradient',
    tidily((row) => {
      const params = paramsOf(row);
      const names = Object.keys(params);
      const masked = (...tensors: tf.Tensor[]): Distribution =>
        row
          .build(Object.fromEntries(names.map((name, i) => [name, tensors[i] ?? tf.scalar(0)])))
          .mask(tf.tensor1d([1, 0], 'bool'));
      const value = tf.tensor(row.at);
      const bad = tf.concat([tf.slice(value, 0, 1), tf.fill([1, ...masked(...Object.values(params)).eventShape], NaN)]);
      const gradientsAt = (at: tf.Tensor): tf.Tensor[] =>
        tf.grads((...tensors: tf.Tensor[]) =>
          tf.add(tf.sum(masked(...tensors).logProb(at)), tf.sum(tf.mul(0, sumAll(tensors)))),
        )(Object.values(params));
      const good = gradientsAt(value);
      gradientsAt(bad).forEach((gradient, i) => {
        expectClose(gradient, good[i] ?? [], { roundings: 4 });
      });
    }),
  );

  it.each(rows)(
    '$name: moments have the shape of a draw, and the values worked out by hand; the entropy has the batch shape',
    tidily((row) => {
      const dist = make(row);
      for (const moment of ['mean', 'variance'] as const) {
        if (!hasClosedForm(dist, moment)) continue;
        expect(dist[moment]().shape).toEqual(whole(dist));
        expect(dist.expand([3, 2])[moment]().shape).toEqual([3, ...whole(dist)]);
        const expected = row[moment];
        if (expected !== undefined) expectClose(dist[moment](), expected, { roundings: 16 });
      }
      if (hasClosedForm(dist, 'entropy')) expect(dist.entropy().shape).toEqual([2]);
      expect(sizeOf(dist.batchShape)).toBe(2);
    }),
  );
});

describe('every distribution', () => {
  it.each(rows)(
    '$name: the same key gives the same draw, with gradient or without, and another key another',
    tidily((row) => {
      const dist = make(row);
      const draw = dist.sample(key(5), [8]).dataSync();
      expect(dist.sample(key(5), [8]).dataSync()).toEqual(draw);
      if (dist.hasRsample) expect(dist.rsample(key(5), [8]).dataSync()).toEqual(draw);
      else expect(() => dist.rsample(key(5), [8])).toThrow(`${dist.family}.rsample: expected a reparameterised`);
      if (dist.family !== 'delta') expect(dist.sample(key(6), [8]).dataSync()).not.toEqual(draw);
    }),
  );

  it.each(rows)(
    '$name: draws lie in the support, and parameters in their sets',
    tidily((row) => {
      const dist = make(row);
      const draws = dist.sample(key(7), [500]);
      checkValue(dist, draws);
      checkParameters(dist);
      expect(Array.from(dist.logProb(draws).dataSync()).every((x) => x > -Infinity && x < Infinity)).toBe(true);
      const feasible = dist.support.feasible(whole(dist));
      expect(Array.from(dist.support.check(feasible).dataSync()).every((fits) => fits === 1)).toBe(true);
    }),
  );

  it.each(rows)(
    '$name: expand repeats the law, and draws its elements independently',
    tidily((row) => {
      const dist = make(row);
      const wide = dist.expand([3, 2]);
      expect(wide.batchShape).toEqual([3, 2]);
      expect(wide.params).toBe(dist.params);
      const value = tf.tensor(row.at);
      expect(wide.logProb(value).shape).toEqual([3, 2]);
      expectClose(wide.logProb(value), tf.tile(tf.expandDims(dist.logProb(value), 0), [3, 1]));
      const draw = wide.sample(key(1), [4]);
      expect(draw.shape).toEqual([4, 3, ...whole(dist)]);
      const isSpread = ['delta', 'bernoulli', 'categorical', 'oneHotCategorical'].includes(dist.family);
      if (!isSpread) expect(new Set(draw.dataSync()).size).toBe(draw.size);
      expect(() => dist.expand([3])).toThrow(`${dist.family}.expand: expected a shape`);
    }),
  );

  it.each(rows)(
    '$name: toEvent sums the log densities',
    tidily((row) => {
      const dist = make(row);
      const joint = dist.toEvent(1);
      expect([joint.batchShape, joint.eventShape]).toEqual([[], whole(dist)]);
      const value = tf.tensor(row.at);
      expectClose(joint.logProb(value), tf.sum(dist.logProb(value)), { roundings: 2 });
      expect(joint.sample(key(3), [5]).dataSync()).toEqual(dist.sample(key(3), [5]).dataSync());
      expect(joint.support.eventDim).toBe(joint.eventShape.length);
      expect(joint.hasEnumerateSupport).toBe(false);
      expect(() => joint.enumerateSupport()).toThrow('made by toEvent(1), whose event is many');
      const spread = joint.expand([4]);
      expect(spread.sample(key(0)).shape).toEqual([4, ...whole(dist)]);
      expect(spread.logProb(value).shape).toEqual([4]);
      expect(dist.expand([3, 2]).toEvent(1).toEvent(1).independent?.reinterpreted).toBe(2);
      expect(dist.toEvent(0)).toBe(dist);
      expect(() => dist.toEvent(2)).toThrow(`${dist.family}.toEvent: expected an integer from 0 to the batch rank 1`);
    }),
  );

  it.each(rows)(
    '$name: mask drops elements, and does not read them',
    tidily((row) => {
      const dist = make(row);
      const value = tf.tensor(row.at);
      const bad = tf.concat([tf.slice(value, 0, 1), tf.fill([1, ...dist.eventShape], NaN)]);
      const mask = tf.tensor1d([1, 0], 'bool');
      const some = dist.mask(mask);
      expectClose(some.logProb(bad), tf.mul(dist.logProb(value), [1, 0]), { roundings: 1 });
      checkValue(some, bad);
      expectClose(dist.mask(false).logProb(bad), [0, 0]);
      checkValue(dist.mask(false), bad);
      expectClose(dist.mask(true).logProb(value), dist.logProb(value));
      expectClose(some.expand([3, 2]).logProb(value), tf.tile(tf.expandDims(some.logProb(value), 0), [3, 1]));
      expectClose(some.toEvent(1).logProb(bad), tf.sum(some.logProb(value)), { roundings: 1 });
      expectClose(dist.toEvent(1).mask(tf.scalar(false, 'bool')).logProb(bad), [0]);
      const rows = dist.mask(tf.tensor2d([[1], [0], [1]], [3, 1], 'bool'));
      expect(rows.batchShape).toEqual([3, 2]);
      expectClose(rows.logProb(value), tf.mul(dist.logProb(value), [[1], [0], [1]]), { roundings: 1 });
      const misfit = errorOf(() => dist.mask(tf.zeros([3], 'bool')));
      expect(misfit).toMatchObject({ code: 'ShapeError', where: `${dist.family}.mask`, got: '[3]' });
    }),
  );

  it.each(rows)(
    '$name: nothing is left behind but results, which are the caller’s own',
    tidily((row) => {
      const dist = make(row);
      const value = tf.tensor(row.at);
      const wrapped = [
        dist,
        dist.expand([3, 2]),
        dist.toEvent(1),
        dist.mask(true),
        dist.mask(tf.tensor1d([1, 0], 'bool')),
      ];
      for (const each of wrapped) {
        expect(newTensors(() => each.sample(key(0), [2]))).toBe(1);
        expect(newTensors(() => each.logProb(value))).toBe(1);
        if (each.hasRsample) expect(newTensors(() => each.rsample(key(0)))).toBe(1);
        if (each.hasEnumerateSupport) expect(newTensors(() => each.enumerateSupport())).toBe(1);
        for (const moment of ['mean', 'variance', 'entropy'] as const) {
          if (hasClosedForm(each, moment)) expect(newTensors(() => each[moment]())).toBe(1);
        }
      }
      expect(newTensors(() => row.build(dist.params as Record<string, tf.Tensor>))).toBe(0);
    }),
  );
});

function sumAll(tensors: readonly tf.Tensor[]): tf.Tensor {
  return tensors.reduce<tf.Tensor>((sum, x) => tf.add(sum, tf.sum(x)), tf.scalar(0));
}

function hasClosedForm(dist: Distribution, moment: 'mean' | 'variance' | 'entropy'): boolean {
  return tf.tidy(() => {
    try {
      dist[moment]();
      return true;
    } catch (error) {
      expect(String(error)).toContain(`${dist.family}.${moment}: expected a family with a closed form`);
      return false;
    }
  });
}
