import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import { select, sizeOf, valueAndGradients } from '../../../num/index.js';
import { firstFar } from '../firstFar.js';
import type { Law } from '../law.js';
import { deterministicLaw, under } from './deterministicLaw.js';

/** `mask` makes log densities 0 where it is false, and leaves the others as they are. */
export const mask: Law = deterministicLaw({
  name: 'mask',
  statement: 'mask drops the log density of the elements where it is false, and of no others',
  *problems({ dist, key }) {
    const value = dist.sample(key, [2]);
    const logs = dist.logProb(value);
    const some = dist.mask(alternating(dist));
    yield under('mask(true)', firstFar(dist.mask(true).logProb(value), logs, 0));
    yield under('mask(false)', firstFar(dist.mask(false).logProb(value), tf.zerosLike(logs), 0));
    yield under('a mask of some', firstFar(some.logProb(value), kept(dist, logs), 0));
    yield under('draws under a mask', firstFar(some.sample(key, [2]), value, 0));
    if (dist.closedForms.has('entropy'))
      yield under('entropy', firstFar(some.entropy(), kept(dist, dist.entropy()), 0));
  },
});

/** NaN in a value that a mask hides reaches neither a log density nor a gradient. */
export const maskedNaN: Law = deterministicLaw({
  name: 'maskedNaN',
  statement: 'NaN under a mask reaches neither the log density nor a gradient',
  exempts: ({ isFactor }) => (isFactor === true ? 'it has no value' : undefined),
  *problems({ dist, key, parameters, subject }) {
    const good = dist.sample(key);
    const bad = tf.tidy(() => spoiled(dist, tf.cast(good, 'float32')));
    const results = [good, bad].map((value) =>
      valueAndGradients((inputs) => {
        const built = subject.factory(inputs);
        return tf.sum(built.mask(alternating(built)).logProb(value));
      }, parameters),
    );
    const [of, under_] = results;
    if (of === undefined || under_ === undefined) return;
    yield under('logProb', firstFar(under_.value, of.value));
    for (const [name, gradient] of Object.entries(under_.gradients)) {
      yield under(`gradient by ${name}`, firstFar(gradient, of.gradients[name] ?? gradient));
    }
    yield under('mask(false)', firstFar(dist.mask(false).logProb(bad), tf.zeros([...dist.batchShape]), 0));
  },
});

/** True at every second element, beginning with the first; false where there is but one. */
function alternating({ batchShape }: Distribution): tf.Tensor {
  const size = sizeOf(batchShape);
  return tf.tensor(
    Array.from({ length: size }, (_, i) => Number(size > 1 && i % 2 === 0)),
    [...batchShape],
    'bool',
  );
}

function kept(dist: Distribution, x: tf.Tensor): tf.Tensor {
  return select(alternating(dist), x, 0);
}

/** NaN in all that `alternating` hides. */
function spoiled(dist: Distribution, value: tf.Tensor): tf.Tensor {
  const isKept = Array.from(alternating(dist).dataSync());
  const size = sizeOf(dist.eventShape);
  return tf.tensor(
    Array.from(value.dataSync(), (x, i) => (isKept[Math.floor(i / size)] === 1 ? x : NaN)),
    value.shape,
  );
}
