import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import { formatShape, type Key } from '../../../num/index.js';
import { firstFar } from '../firstFar.js';
import type { Law } from '../law.js';
import { deterministicLaw, under } from './deterministicLaw.js';
import { isVaried, throws } from './sameKeySameDraw.js';
import { unequal, whole } from './shapes.js';

const EXTRA = 3;
const NUM_DRAWS = 64;

/** `expand` repeats the distribution of each element. */
export const expand: Law = deterministicLaw({
  name: 'expand',
  statement: 'expand gives each element of a larger batch the distribution of the element that it repeats',
  *problems({ dist, key }) {
    const wide = dist.expand([EXTRA, ...dist.batchShape]);
    yield under('batchShape', unequal(wide.batchShape, [EXTRA, ...dist.batchShape]));
    yield under('eventShape', unequal(wide.eventShape, dist.eventShape));
    const value = dist.sample(key);
    const draw = wide.sample(key, [2]);
    yield under('sample', unequal(draw.shape, [2, ...whole(wide)]));
    yield under('logProb of one value', firstFar(wide.logProb(value), repeated(dist.logProb(value))));
    yield under('logProb of its draws', firstFar(wide.logProb(draw), dist.logProb(draw)));
    yield* drawProblems(dist, wide, key);
    yield* supportProblems(dist, wide, value);
    yield* closedFormProblems(dist, wide);
    yield* functionProblems(dist, wide, value);
    yield* refusals(dist);
  },
});

/** Copies are drawn one by one, with gradient as without. */
function* drawProblems(dist: Distribution, wide: Distribution, key: Key): Iterable<string | undefined> {
  const draws = wide.sample(key, [NUM_DRAWS]);
  if (dist.hasRsample !== wide.hasRsample)
    yield `expected hasRsample to stay ${dist.hasRsample}, got ${wide.hasRsample}`;
  else if (wide.hasRsample) yield under('rsample against sample', firstFar(wide.rsample(key, [NUM_DRAWS]), draws, 0));
  const copies = tf.unstack(draws, 1);
  const [first, ...others] = copies;
  if (first === undefined || !isVaried(first)) return;
  for (const [i, other] of others.entries())
    if (firstFar(other, first, 0) === undefined)
      yield `expected copy ${i + 1} to be drawn by itself, got the draws of copy 0`;
}

function* supportProblems(dist: Distribution, wide: Distribution, value: tf.Tensor): Iterable<string | undefined> {
  const { name } = dist.support;
  if (wide.support.name !== name) yield `expected the support to stay ${name}, got ${wide.support.name}`;
  if (wide.isDiscrete !== dist.isDiscrete)
    yield `expected isDiscrete to stay ${dist.isDiscrete}, got ${wide.isDiscrete}`;
  for (const shift of [0, -1, 1, -20, 20, 0.5]) {
    const moved = tf.add(tf.cast(value, 'float32'), shift);
    yield under(
      `the support's check of a draw plus ${shift}`,
      firstFar(wide.support.check(repeated(moved)), repeated(dist.support.check(moved)), 0),
    );
  }
}

function* functionProblems(dist: Distribution, wide: Distribution, value: tf.Tensor): Iterable<string | undefined> {
  for (const name of ['mean', 'variance', 'entropy', 'cdf', 'icdf'] as const) {
    if (dist.closedForms.has(name) !== wide.closedForms.has(name))
      yield `expected ${name} to stay ${dist.closedForms.has(name) ? 'there' : 'absent'}, got it otherwise`;
  }
  const half = tf.fill([...dist.batchShape], 0.4);
  if (dist.closedForms.has('cdf')) yield under('cdf', firstFar(wide.cdf(value), repeated(dist.cdf(value))));
  if (dist.closedForms.has('icdf')) yield under('icdf', firstFar(wide.icdf(half), repeated(dist.icdf(half))));
}

function* closedFormProblems(dist: Distribution, wide: Distribution): Iterable<string | undefined> {
  for (const name of ['mean', 'variance', 'entropy'] as const) {
    if (dist.closedForms.has(name)) yield under(name, firstFar(wide[name](), repeated(dist[name]())));
  }
  if (!dist.hasEnumerateSupport) return;
  const [size = 0] = dist.enumerateSupport(false).shape;
  yield under('enumerateSupport()', unequal(wide.enumerateSupport().shape, [size, ...whole(wide)]));
  const [own, listed] = [dist, wide].map((of) => tf.reshape(of.enumerateSupport(false), [size, -1]));
  if (own !== undefined && listed !== undefined) yield under('enumerateSupport(false)', firstFar(listed, own, 0));
}

function* refusals(dist: Distribution): Iterable<string | undefined> {
  const { batchShape } = dist;
  if (batchShape.every((size) => size === 1)) return;
  const other = batchShape.map((size) => size + 1);
  if (!throws(() => dist.expand(other))) yield `expected expand(${formatShape(other)}) to throw, got a distribution`;
}

function repeated(x: tf.Tensor): tf.Tensor {
  return tf.tile(tf.expandDims(x, 0), [EXTRA, ...x.shape.map(() => 1)]);
}
