// Right values with wrong gradients, most of them at a few places only.
import * as tf from '@tensorflow/tfjs-core';
import { constraints, exponential, registerKl, type Distribution } from '../../../../src/dist/index.js';
import { select, stopGradient } from '../../../../src/num/index.js';
import { gamma, normal } from '../families.js';
import { at, lying, ofGamma, ofNormal, tilted, type Liar } from './liar.js';

/** log p with a gradient by its argument that is changed where a condition holds. */
function where(x: tf.Tensor, isThere: tf.Tensor, factor: number): tf.Tensor {
  return select(isThere, tilted(x, factor), x);
}

const notANumber = (x: tf.Tensor, isThere: tf.Tensor): tf.Tensor =>
  tf.mul(0, tf.sqrt(select(isThere, tf.sub(x, stopGradient(x)), 1)));

export const gradients: Readonly<Record<string, readonly Liar[]>> = {
  memberGradients: [
    {
      name: 'a cdf without gradient by the scale',
      factory: (given) => ({
        ...normal(given),
        cdf: (x) => normal({ ...given, scale: stopGradient(at(given, 'scale')) }).cdf(x),
      }),
      parameters: ofNormal,
    },
    {
      name: 'a cdf without gradient by the value',
      factory: lying(normal, (honest) => ({ cdf: (x) => honest.cdf(stopGradient(x)) })),
      parameters: ofNormal,
    },
    {
      name: 'a variance with half its gradient',
      factory: (given) => ({
        ...gamma(given),
        variance: () => gamma({ ...given, rate: tilted(at(given, 'rate'), 0.5) }).variance(),
      }),
      parameters: ofGamma,
    },
  ],
  secondGradient: [
    {
      name: 'a gradient that is constant to another gradient',
      factory: lying(normal, (honest) => ({
        logProb: (x) => tf.tidy(() => withConstantGradient((value) => honest.logProb(value), x)),
      })),
      parameters: ofNormal,
    },
    {
      name: 'a rate of which only first derivatives are right',
      factory: lying(gamma, (honest) => ({
        logProb: (x) => tf.tidy(() => withConstantGradient((value) => honest.logProb(value), x)),
      })),
      parameters: ofGamma,
    },
  ],
  specialParameters: [
    {
      name: 'a gradient that is half of what it is where concentration and rate are equal',
      factory: (given) => {
        const [concentration, rate] = [at(given, 'concentration'), at(given, 'rate')];
        return gamma({ ...given, rate: where(rate, tf.equal(concentration, rate), 0.5) });
      },
      parameters: ofGamma,
    },
    {
      name: 'a gradient of NaN where the scale is 1',
      factory: (given) => {
        const scale = at(given, 'scale');
        return normal({ ...given, scale: tf.add(scale, notANumber(scale, tf.equal(scale, 1))) });
      },
      parameters: ofNormal,
    },
    {
      name: 'no gradient for any element if one has a location of 0',
      factory: (given) => {
        const loc = at(given, 'loc');
        return normal({
          ...given,
          loc: where(loc, tf.logicalAnd(tf.any(tf.equal(loc, 0)), tf.onesLike(tf.cast(loc, 'bool'))), 0),
        });
      },
      parameters: ofNormal,
    },
  ],
  specialValues: [
    {
      name: 'a gradient of NaN at the location',
      factory: lying(normal, (honest) => ({
        logProb: (x) =>
          tf.tidy(() => {
            const all = tf.add(x, tf.zeros([...honest.batchShape]));
            return tf.add(honest.logProb(x), notANumber(all, tf.equal(all, honest.params['loc'] ?? NaN)));
          }),
      })),
      parameters: ofNormal,
    },
    {
      name: 'no gradient by the value at 1',
      factory: lying(gamma, (honest) => ({
        logProb: (x) => tf.tidy(() => honest.logProb(where(x, tf.equal(x, 1), 0))),
      })),
      parameters: ofGamma,
    },
  ],
  endGradients: [
    {
      name: 'no gradient by a rate at the end of its set',
      factory: (given) => {
        const rate = at(given, 'rate');
        const honest = exponential({ rate: where(rate, tf.equal(rate, 0.5), 0) });
        return { ...honest, parameterConstraints: { rate: constraints.interval(0.5, 3) } };
      },
      parameters: { rate: [0.8, 2] },
    },
    {
      name: 'twice the gradient by the value at 0',
      factory: lying(
        ({ rate }) => exponential({ rate: rate ?? 1 }),
        (honest) => ({
          support: constraints.nonnegative,
          logProb: (x) => tf.tidy(() => honest.logProb(where(x, tf.equal(x, 0), 2))),
        }),
      ),
      parameters: { rate: [0.5, 2] },
    },
  ],
  klGradient: [
    {
      name: 'a divergence without gradient by the scale',
      factory: lying(normal, () => ({ family: 'flatInScale' })),
      parameters: ofNormal,
    },
    {
      name: 'a divergence without any gradient',
      factory: lying(normal, () => ({ family: 'flat' })),
      parameters: ofNormal,
    },
  ],
};

registerKl('flat', 'flat', (q, p) => stopGradient(divergence(q, p)));
registerKl('flatInScale', 'flatInScale', (q, p) => {
  const [loc = 0, scale = 1] = [q.params['loc'], q.params['scale']];
  return divergence(normal({ loc, scale: stopGradient(scale as tf.Tensor) }), p);
});

/** That of normals, of closed form. */
function divergence(q: Distribution, p: Distribution): tf.Tensor {
  const [a = 0, s = 1] = [q.params['loc'], q.params['scale']];
  const [b = 0, t = 1] = [p.params['loc'], p.params['scale']];
  const ratio = tf.square(tf.div(s, t));
  const shift = tf.square(tf.div(tf.sub(a, b), t));
  return tf.mul(0.5, tf.sub(tf.sub(tf.add(ratio, shift), 1), tf.log(ratio)));
}

/** f(x), whose gradient by x is a constant to further gradients. */
function withConstantGradient(f: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): tf.Tensor {
  const slope = stopGradient(tf.grad(f)(x));
  return tf.add(f(stopGradient(x)), tf.mul(slope, tf.sub(x, stopGradient(x))));
}
