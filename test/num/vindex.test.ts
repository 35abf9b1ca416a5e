import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { key, uniform, valueAndGradients, vindex } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { errorOf } from '../support/errorOf.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';

interface Case {
  readonly table: number[];
  readonly indices: readonly number[][];
  readonly eventDim: number;
  readonly result: number[];
}

const cases: readonly Case[] = [
  { table: [3], indices: [[]], eventDim: 0, result: [] },
  { table: [3], indices: [[4]], eventDim: 0, result: [4] },
  { table: [3, 5], indices: [[4]], eventDim: 1, result: [4, 5] },
  { table: [3, 2], indices: [[2, 1], [4]], eventDim: 0, result: [2, 4] },
  { table: [3, 2, 5], indices: [[2, 1], [4]], eventDim: 1, result: [2, 4, 5] },
  // The table has a batch, which the index meets.
  { table: [4, 3], indices: [[4]], eventDim: 0, result: [4] },
  { table: [4, 3], indices: [[2, 1]], eventDim: 0, result: [2, 4] },
  { table: [6, 1, 3, 2], indices: [[4], [2, 1, 1]], eventDim: 0, result: [2, 6, 4] },
  { table: [4, 3, 2], indices: [[2, 1]], eventDim: 1, result: [2, 4, 2] },
  { table: [2, 3, 4], indices: [], eventDim: 1, result: [2, 3, 4] },
  { table: [2, 2, 2], indices: [[3, 1, 1], [2, 1], [4]], eventDim: 0, result: [3, 2, 4] },
];

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/** The place in an array of `shape` of an entry of a result whose last dims it broadcasts to. */
function placeIn(shape: readonly number[], at: readonly number[]): number {
  const own = at.slice(at.length - shape.length);
  return shape.reduce((place, length, i) => place * length + (length === 1 ? 0 : (own[i] ?? 0)), 0);
}

function coordinates(shape: readonly number[], place: number): number[] {
  return shape.map((length, i) => Math.floor(place / sizeOf(shape.slice(i + 1))) % length);
}

/** Where in the table each entry of the result comes from, by the definition. */
function origins({ table, result, eventDim }: Case, indices: readonly tf.Tensor[]): number[] {
  const numBatch = table.length - indices.length - eventDim;
  const batch = table.slice(0, numBatch);
  return Array.from({ length: sizeOf(result) }, (_, place) => {
    const at = coordinates(result, place);
    const [picked, event] = [at.slice(0, at.length - eventDim), at.slice(at.length - eventDim)];
    const rows = coordinates(batch, placeIn(batch, picked));
    const chosen = indices.map((index) => index.dataSync()[placeIn(index.shape, picked)] ?? NaN);
    return placeIn(table, [...rows, ...chosen, ...event]);
  });
}

describeEngines('vindex', () => {
  it.each(cases)('$table by $indices, with $eventDim event dims: entries and gradients', (one) => {
    tf.tidy(() => {
      const table = uniform(key(1), one.table);
      const numBatch = one.table.length - one.indices.length - one.eventDim;
      const indices = one.indices.map((shape, i) => {
        const size = one.table[numBatch + i] ?? 1;
        const values = Array.from({ length: sizeOf(shape) }, (_, k) => (k * 7 + i + 1) % size);
        return tf.tensor(values, shape, i % 2 === 0 ? 'int32' : 'float32');
      });
      const from = origins(one, indices);
      const found = vindex(table, indices, { eventDim: one.eventDim });
      expect(found.shape).toEqual(one.result);
      expectClose(
        found,
        from.map((place) => table.dataSync()[place] ?? NaN),
      );
      const weights = uniform(key(2), one.result);
      const loss = ({ given = table }): tf.Tensor =>
        tf.sum(tf.mul(weights, vindex(given, indices, { eventDim: one.eventDim })));
      const { gradients } = valueAndGradients(loss, { given: table });
      const expected = new Float64Array(table.size);
      from.forEach((place, i) => (expected[place] = (expected[place] ?? 0) + (weights.dataSync()[i] ?? NaN)));
      expectClose(gradients.given, expected, { roundings: 16 });
    });
  });

  it('takes numbers, and leaves one tensor', () => {
    const table = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    expectClose(vindex(table, [1, 0]), [3]);
    expect(newTensors(() => vindex(table, [1, tf.tensor1d([0, 1])]))).toBe(2);
  });

  it.each([
    [[tf.tensor1d([0, 3], 'int32')], '3'],
    [[tf.tensor1d([-1], 'int32')], '-1'],
    [[tf.tensor1d([0.5])], '0.5'],
    [[tf.tensor1d([NaN])], 'NaN'],
  ])('refuses an index that is none of the table', (indices, got) => {
    expect(errorOf(() => vindex(tf.zeros([3]), indices))).toMatchObject({
      code: 'ArgumentError',
      where: 'vindex',
      got,
    });
  });

  it('refuses more indices than the table has dims', () => {
    expect(errorOf(() => vindex(tf.zeros([3]), [0, 0]))).toMatchObject({ code: 'ShapeError', where: 'vindex' });
  });
});
