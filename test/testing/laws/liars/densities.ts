import * as tf from '@tensorflow/tfjs-core';
import { constraints } from '../../../../src/dist/index.js';
import { select, stopGradient } from '../../../../src/num/index.js';
import { gamma, normal, uniform } from '../families.js';
import { at, lying, ofGamma, ofNormal, ofUniform, tilted, type Liar } from './liar.js';

export const densities: Readonly<Record<string, readonly Liar[]>> = {
  insideAndOutside: [
    {
      name: 'a support of the whole line for a half line',
      factory: lying(gamma, () => ({ support: constraints.real })),
      parameters: ofGamma,
    },
    {
      name: 'a finite log density outside',
      factory: lying(gamma, (honest) => ({ logProb: (x) => tf.tidy(() => honest.logProb(tf.abs(x))) })),
      parameters: ofGamma,
    },
    {
      name: 'NaN outside',
      factory: lying(uniform, (honest) => ({
        logProb: (x) => tf.tidy(() => tf.mul(honest.logProb(x), select(honest.support.check(x), 1, 0))),
      })),
      parameters: ofUniform,
    },
    {
      name: 'a gradient outside',
      factory: lying(uniform, (honest) => ({
        logProb: (x) =>
          tf.tidy(() => {
            const slope = tf.mul(tf.clipByValue(x, -1e6, 1e6), 1e-3);
            return tf.add(honest.logProb(x), tf.sub(slope, stopGradient(slope)));
          }),
      })),
      parameters: ofUniform,
    },
    {
      name: 'a finite log density of NaN',
      factory: lying(normal, (honest) => ({
        logProb: (x) => tf.tidy(() => honest.logProb(select(tf.equal(x, x), x, 0))),
      })),
      parameters: ofNormal,
    },
  ],
  parameterGradient: [
    {
      name: 'a gradient by the scale that is 2 % too large',
      factory: (parameters) => normal({ ...parameters, scale: tilted(at(parameters, 'scale'), 1.02) }),
      parameters: ofNormal,
    },
    {
      name: 'a gradient by the concentration that is 2 % too small',
      factory: (parameters) => gamma({ ...parameters, concentration: tilted(at(parameters, 'concentration'), 0.98) }),
      parameters: ofGamma,
    },
    {
      name: 'no gradient by the location',
      factory: (parameters) => normal({ ...parameters, loc: stopGradient(at(parameters, 'loc')) }),
      parameters: ofNormal,
    },
  ],
  valueGradient: [
    {
      name: 'a gradient by the value that is 2 % too large',
      factory: lying(normal, (honest) => ({ logProb: (x) => tf.tidy(() => honest.logProb(tilted(x, 1.02))) })),
      parameters: ofNormal,
    },
    {
      name: 'a gradient that is wrong in the upper tail only',
      factory: lying(gamma, (honest) => ({
        logProb: (x) => tf.tidy(() => honest.logProb(select(tf.greater(x, 2), tilted(x, 0.9), x))),
      })),
      parameters: ofGamma,
    },
    {
      name: 'no gradient of a vector',
      factory: lying(
        (parameters) => normal(parameters).toEvent(1),
        (honest) => ({
          logProb: (x) => honest.logProb(stopGradient(x)),
        }),
      ),
      parameters: ofNormal,
    },
  ],
  noNaN: [
    {
      name: 'a log density of 0 times infinity',
      factory: (parameters) => uniform({ low: 0, high: tf.div(1, tf.mul(at(parameters, 'zero'), 0)) }),
      parameters: { zero: [0, 0] },
    },
    {
      name: 'a gradient of a branch that is not taken',
      factory: lying(normal, (honest) => ({
        logProb: (x) =>
          tf.tidy(() => tf.add(honest.logProb(x), select(tf.greater(x, 1e9), tf.log(tf.sub(stopGradient(x), x)), 0))),
      })),
      parameters: ofNormal,
    },
    {
      name: 'a mean of NaN',
      factory: lying(gamma, (honest) => ({ mean: () => tf.fill([...honest.batchShape], NaN) })),
      parameters: ofGamma,
    },
  ],
};
