import * as tf from '@tensorflow/tfjs-core';
import { constraints, type Distribution } from '../../../../src/dist/index.js';
import { bernoulli, gamma, normal } from '../families.js';
import { at, lying, ofGamma, ofNormal, type Liar } from './liar.js';

export const batches: Readonly<Record<string, readonly Liar[]>> = {
  shapes: [
    {
      name: 'a log density with a dim too many',
      factory: lying(normal, (honest) => ({ logProb: (x) => tf.expandDims(honest.logProb(x), -1) })),
      parameters: ofNormal,
    },
    {
      name: 'a mean without the batch',
      factory: lying(normal, () => ({ mean: () => tf.scalar(0) })),
      parameters: ofNormal,
    },
    {
      name: 'one draw where none is asked for',
      factory: lying(normal, (honest) => ({
        sample: (k, shape = []) =>
          honest.sample(
            k,
            shape.map((size) => Math.max(1, size)),
          ),
      })),
      parameters: ofNormal,
    },
  ],
  broadcasting: [
    {
      name: 'a value alone that meets the first element only',
      factory: lying(normal, (honest) => ({
        logProb: (x) =>
          x.rank > 0
            ? honest.logProb(x)
            : tf.tidy(() => tf.tile(tf.slice(honest.logProb(x), 0, 1), [honest.batchShape[0] ?? 1])),
      })),
      parameters: ofNormal,
    },
    {
      name: 'a log density that wants a value in full',
      factory: lying(normal, (honest) => ({
        logProb: (x) => {
          if (x.shape[x.rank - 1] !== 2) throw new Error('a value of the wrong size');
          return honest.logProb(x);
        },
      })),
      parameters: ofNormal,
    },
  ],
  expand: [
    {
      name: 'copies that share their draws',
      factory: lying(normal, (honest) => ({
        expand: (shape) => {
          const once: Distribution['sample'] = (k, size = []) =>
            tf.tidy(() => tf.add(honest.sample(k, [...size, 1]), tf.zeros([...size, ...shape])));
          return { ...honest.expand(shape), sample: once, rsample: once };
        },
      })),
      parameters: ofNormal,
    },
    {
      name: 'copies that forget the support',
      factory: lying(gamma, (honest) => ({
        expand: (shape) => ({ ...honest.expand(shape), support: constraints.real }),
      })),
      parameters: ofGamma,
    },
    {
      name: 'copies with another icdf',
      factory: lying(normal, (honest) => ({
        expand: (shape) => ({
          ...honest.expand(shape),
          icdf: (q) => tf.tidy(() => tf.mul(honest.expand(shape).icdf(q), 2)),
        }),
      })),
      parameters: ofNormal,
    },
    {
      name: 'copies of other elements',
      factory: lying(normal, (honest) => ({
        expand: (shape) => normal({ loc: 0, scale: 1 }).expand(shape.slice(-honest.batchShape.length - 1)),
      })),
      parameters: ofNormal,
    },
    {
      name: 'a batch that stays as it is',
      factory: lying(normal, (honest) => ({ expand: () => honest })),
      parameters: ofNormal,
    },
  ],
  toEvent: [
    {
      name: 'the average of the log densities',
      factory: lying(normal, (honest) => ({
        toEvent: (n) => {
          const joint = honest.toEvent(n);
          return { ...joint, logProb: (x) => tf.tidy(() => tf.div(joint.logProb(x), 2)) };
        },
      })),
      parameters: ofNormal,
    },
    {
      name: 'a joint of many values that says that it lists them',
      factory: lying(bernoulli, (honest) => ({
        toEvent: (n) => ({ ...honest.toEvent(n), hasEnumerateSupport: true }),
      })),
      parameters: { probs: [0.2, 0.7] },
    },
  ],
  mask: [
    {
      name: 'a mask that is not looked at',
      factory: lying(normal, (honest) => ({ mask: () => honest })),
      parameters: ofNormal,
    },
    {
      name: 'a mask the other way round',
      factory: lying(normal, (honest) => ({
        mask: (m) => honest.mask(typeof m === 'boolean' ? !m : tf.logicalNot(m)),
      })),
      parameters: ofNormal,
    },
  ],
  maskedNaN: [
    {
      name: 'a mask that multiplies',
      factory: lying(normal, (honest) => ({
        mask: (m) => ({
          ...honest,
          logProb: (x) =>
            tf.tidy(() => tf.mul(honest.logProb(x), typeof m === 'boolean' ? Number(m) : tf.cast(m, 'float32'))),
        }),
      })),
      parameters: ofNormal,
    },
    {
      name: 'a mask that is a factor',
      factory: lying(normal, (honest) => ({
        mask: (m) => ({
          ...honest,
          logProb: (x) => tf.tidy(() => tf.mul(honest.logProb(x), tf.cast(m, 'float32'))),
        }),
      })),
      parameters: ofNormal,
    },
  ],
  batchElements: [
    {
      name: 'the scale of the first element for all',
      factory: (parameters) => normal({ ...parameters, scale: firstOf(at(parameters, 'scale')) }),
      parameters: ofNormal,
    },
    {
      name: 'draws of the elements swapped',
      factory: lying(normal, (honest) => ({
        sample: (k, shape) => tf.tidy(() => tf.reverse(honest.sample(k, shape), -1)),
      })),
      parameters: { loc: [0, 3], scale: [1, 1] },
    },
  ],
};

function firstOf(x: tf.Tensor): tf.Tensor {
  return x.rank === 0
    ? x
    : tf.mul(
        tf.slice(
          x,
          x.shape.map(() => 0),
          [...x.shape.slice(0, -1), 1],
        ),
        tf.onesLike(x),
      );
}
