import * as tf from '@tensorflow/tfjs-core';
import { constraints, type Distribution } from '../../../../src/dist/index.js';
import { fold, key } from '../../../../src/num/index.js';
import { gamma, normal, uniform } from '../families.js';
import { counter, lying, ofGamma, ofNormal, ofUniform, type Liar } from './liar.js';

export const draws: Readonly<Record<string, readonly Liar[]>> = {
  sameKeySameDraw: [
    {
      name: 'draws that know only the first word of the key',
      factory: lying(normal, (honest) => ({
        sample: ([first], shape) => honest.sample([first, 0], shape),
        rsample: ([first], shape) => honest.rsample([first, 0], shape),
      })),
      parameters: ofNormal,
    },
    {
      name: 'draws that change from call to call',
      factory: lying(normal, (honest) => ({ sample: (k, shape) => honest.sample(fold(k, counter.calls++), shape) })),
      parameters: ofNormal,
    },
    {
      name: 'draws that ignore the key',
      factory: lying(normal, (honest) => ({
        sample: (_k, shape) => honest.sample(key(0), shape),
        rsample: (_k, shape) => honest.rsample(key(0), shape),
      })),
      parameters: ofNormal,
    },
    {
      name: 'another draw with gradient than without',
      factory: lying(normal, (honest) => ({ rsample: (k, shape) => honest.rsample(fold(k, 1), shape) })),
      parameters: ofNormal,
    },
  ],
  drawsInSupport: [
    {
      name: 'draws beyond the ends',
      factory: lying(uniform, (honest) => ({
        sample: (k, shape) => tf.tidy(() => tf.mul(honest.sample(k, shape), 1.05)),
      })),
      parameters: ofUniform,
    },
    {
      name: 'a support of half the line for draws from all of it',
      factory: lying(normal, () => ({ support: constraints.positive })),
      parameters: ofNormal,
    },
  ],
  independentDraws: [
    {
      name: 'one key for all elements of the batch',
      factory: (parameters) => sharing(normal(parameters)),
      parameters: ofNormal,
    },
    {
      name: 'each draw twice in a row',
      factory: (parameters) => doubling(gamma(parameters)),
      parameters: ofGamma,
    },
    {
      name: 'draws that another key mirrors',
      factory: (parameters) => mirroring(normal(parameters)),
      parameters: { loc: [0, 0], scale: [1, 2] },
    },
  ],
};

function sharing(honest: Distribution): Distribution {
  const sample: Distribution['sample'] = (k, shape = []) =>
    tf.tidy(() => {
      const noise = normal({ loc: tf.scalar(0), scale: tf.scalar(1) }).sample(k, [
        ...shape,
        ...honest.batchShape.map(() => 1),
      ]);
      const { loc, scale } = honest.params;
      return tf.add(tf.mul(tf.mul(noise, scale ?? NaN), tf.ones([...honest.batchShape])), loc ?? NaN);
    });
  return { ...honest, sample, rsample: sample, expand: (shape) => sharing(honest.expand(shape)) };
}

function doubling(honest: Distribution): Distribution {
  const sample: Distribution['sample'] = (k, shape = []) =>
    tf.tidy(() => {
      const [size = 1, ...rest] = shape;
      const half = honest.sample(k, [Math.ceil(size / 2), ...rest]);
      const twice = tf.reshape(tf.stack([half, half], 1), [-1, ...half.shape.slice(1)]);
      return shape.length === 0 ? honest.sample(k, shape) : tf.slice(twice, 0, size);
    });
  return { ...honest, sample, rsample: sample, expand: (shape) => doubling(honest.expand(shape)) };
}

function mirroring(honest: Distribution): Distribution {
  const sample: Distribution['sample'] = (k, shape = []) =>
    tf.tidy(() => tf.mul(honest.sample(key(0), shape), k[0] % 2 === 0 ? 1 : -1));
  return { ...honest, sample, rsample: sample, expand: (shape) => mirroring(honest.expand(shape)) };
}
