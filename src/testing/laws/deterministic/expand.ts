import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import { formatShape } from '../../../num/index.js';
import { firstFar } from '../firstFar.js';
import type { Law } from '../law.js';
import { deterministicLaw, under } from './deterministicLaw.js';
import { throws } from './sameKeySameDraw.js';
import { unequal, whole } from './shapes.js';

const EXTRA = 3;

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
    yield* closedFormProblems(dist, wide);
    yield* refusals(dist);
  },
});

function* closedFormProblems(dist: Distribution, wide: Distribution): Iterable<string | undefined> {
  for (const name of ['mean', 'variance', 'entropy'] as const) {
    if (dist.closedForms.has(name)) yield under(name, firstFar(wide[name](), repeated(dist[name]())));
  }
  if (!dist.hasEnumerateSupport) return;
  const [size = 0] = dist.enumerateSupport(false).shape;
  yield under('enumerateSupport()', unequal(wide.enumerateSupport().shape, [size, ...whole(wide)]));
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
