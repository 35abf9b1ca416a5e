import * as tf from '@tensorflow/tfjs-core';
import { firstFar } from '../firstFar.js';
import type { Law } from '../law.js';
import { deterministicLaw, under } from './deterministicLaw.js';
import { unequal, whole } from './shapes.js';

/** `toEvent` sums log densities and entropies over the dims that it moves, and leaves draws and moments as they are. */
export const toEvent: Law = deterministicLaw({
  name: 'toEvent',
  statement: 'toEvent moves batch dims into the event and sums log densities over them',
  exempts: ({ batchShape }) => (batchShape.length === 0 ? 'it has no batch' : undefined),
  *problems({ dist, key }) {
    const { batchShape } = dist;
    const joint = dist.toEvent(1);
    const kept = batchShape.slice(0, -1);
    yield under('batchShape', unequal(joint.batchShape, kept));
    yield under('eventShape', unequal(joint.eventShape, [...batchShape.slice(-1), ...dist.eventShape]));
    const draw = joint.sample(key, [3]);
    yield under('sample', firstFar(draw, dist.sample(key, [3]), 0));
    yield under('logProb', firstFar(joint.logProb(draw), sumLast(dist.logProb(draw))));
    for (const name of ['mean', 'variance'] as const) {
      if (dist.closedForms.has(name)) yield under(name, firstFar(joint[name](), dist[name]()));
    }
    if (dist.closedForms.has('entropy')) yield under('entropy', firstFar(joint.entropy(), sumLast(dist.entropy())));
    if (joint.support.eventDim !== joint.eventShape.length)
      yield `expected a support of ${joint.eventShape.length} event dims, got ${joint.support.eventDim}`;
    if (joint.hasEnumerateSupport)
      yield 'expected hasEnumerateSupport to be false where the event is many values, got true';
    if (joint.hasRsample !== dist.hasRsample)
      yield `expected hasRsample to stay ${dist.hasRsample}, got ${joint.hasRsample}`;
    yield under('all of the batch: shape', unequal(whole(dist.toEvent()), whole(dist)));
    yield under('all of the batch: logProb', unequal(dist.toEvent().logProb(draw).shape, [3]));
  },
});

function sumLast(x: tf.Tensor): tf.Tensor {
  return tf.sum(x, -1);
}
