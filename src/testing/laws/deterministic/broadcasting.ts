import * as tf from '@tensorflow/tfjs-core';
import { formatShape } from '../../../num/index.js';
import { firstFar } from '../firstFar.js';
import type { Law } from '../law.js';
import { deterministicLaw, under } from './deterministicLaw.js';

/** `logProb` of a value of fewer or smaller dims equals `logProb` of the value repeated in full. */
export const broadcasting: Law = deterministicLaw({
  name: 'broadcasting',
  statement: 'a value that is repeated over the batch or the sample dims has the log density of its copies',
  exempts: ({ isFactor }) => (isFactor === true ? 'it has no value' : undefined),
  *problems({ dist, key }) {
    const { batchShape, eventShape } = dist;
    const ones = batchShape.map(() => 1);
    const draw = dist.sample(key, [3]);
    const one = tf.slice(draw, [0, ...batchShape.map(() => 0)], [3, ...ones]);
    const repeated = tf.tile(one, [1, ...batchShape, ...eventShape.map(() => 1)]);
    const wanted = dist.logProb(repeated);
    yield under('one value for the whole batch', firstFar(dist.logProb(one), wanted));
    for (let i = 0; i < 3; i++) {
      const bare = tf.reshape(tf.slice(one, i, 1), [...eventShape]);
      const heading = `a value of the event shape ${formatShape(eventShape)} alone`;
      yield under(heading, firstFar(dist.logProb(bare), tf.squeeze(tf.slice(wanted, i, 1), [0])));
    }
    const spread = dist.logProb(tf.expandDims(draw, 1));
    yield under('a sample dim more', firstFar(tf.squeeze(spread, [1]), dist.logProb(draw)));
  },
});
