import * as tf from '@tensorflow/tfjs-core';
import { checkValue, type Distribution } from '../../../dist/index.js';
import type { Key } from '../../../num/index.js';
import { firstFar } from '../firstFar.js';
import type { Law } from '../law.js';
import { deterministicLaw, under } from './deterministicLaw.js';
import { message } from './drawsInSupport.js';
import { unequal, whole } from './shapes.js';

/** `enumerateSupport` lists every value once, in order, expanded or not, and their probabilities sum to 1. */
export const enumerateSupport: Law = deterministicLaw({
  name: 'enumerateSupport',
  statement: 'enumerateSupport lists every value once, in order, and their probabilities sum to 1',
  exempts: ({ hasEnumerateSupport }) => (hasEnumerateSupport ? undefined : 'its support is not finite'),
  *problems({ dist, key }) {
    const [expanded, compact] = [dist.enumerateSupport(), dist.enumerateSupport(false)];
    const size = expanded.shape[0];
    const ones = dist.batchShape.map(() => 1);
    yield under('enumerateSupport()', unequal(expanded.shape, [size, ...whole(dist)]));
    yield under('enumerateSupport(false)', unequal(compact.shape, [size, ...ones, ...dist.eventShape]));
    const repeated = tf.tile(compact, [1, ...dist.batchShape, ...dist.eventShape.map(() => 1)]);
    yield under('enumerateSupport() against its compact form', firstFar(expanded, repeated, 0));
    yield message(() => checkValue(dist, expanded, 'enumerateSupport'));
    const logs = dist.logProb(expanded);
    yield under('logProb of the compact form', firstFar(dist.logProb(compact), logs));
    // Each probability has a rounded logarithm and exponential.
    yield under(
      'sum of probabilities',
      firstFar(tf.sum(tf.exp(logs), 0), tf.ones([...dist.batchShape]), 1e-5 + size * 2 ** -22),
    );
    const rows = rowsOf(compact);
    yield repeatedRow(rows);
    yield* orderProblems(dist, rows);
    yield missingDraw(dist, key, rows);
  },
});

function rowsOf(values: tf.Tensor): number[][] {
  const size = values.size / values.shape[0];
  const numbers = Array.from(values.dataSync());
  return Array.from({ length: values.shape[0] }, (_, i) => numbers.slice(i * size, (i + 1) * size));
}

function repeatedRow(rows: readonly number[][]): string | undefined {
  const texts = rows.map(String);
  const at = texts.findIndex((text, i) => texts.indexOf(text) < i);
  return at < 0
    ? undefined
    : `expected each value once, got ${texts[at]} at ${texts.indexOf(texts[at] ?? '')} and at ${at}`;
}

/** Numbers rise; a vector of one 1 has it further right than the one before. */
function* orderProblems(
  { eventShape, support }: Distribution,
  rows: readonly number[][],
): Iterable<string | undefined> {
  const ranks = eventShape.length === 0 ? rows.map(([x = NaN]) => x) : rows.map((row) => row.indexOf(1));
  if (eventShape.length > 0 && support.kind !== 'oneHot') return;
  const at = ranks.findIndex((x, i) => i > 0 && !(x > (ranks[i - 1] ?? NaN)));
  if (at > 0) yield `expected values in rising order, got ${String(rows[at])} after ${String(rows[at - 1])}`;
}

function missingDraw(dist: Distribution, key: Key, rows: readonly number[][]): string | undefined {
  const known = new Set(rows.map(String));
  const [size = 1] = [rows[0]?.length];
  const draws = tf.reshape(dist.sample(key, [100]), [-1, size]);
  const missing = rowsOf(draws).find((row) => !known.has(String(row)));
  return missing === undefined ? undefined : `expected every draw among the values, got a draw of ${String(missing)}`;
}
