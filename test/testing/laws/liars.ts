// Distributions that break one law each, for tests that the law finds out.
import * as tf from '@tensorflow/tfjs-core';
import { bernoulli, categorical, gamma, independent, normal, uniform } from './families.js';
import type { Distribution } from '../../../src/dist/index.js';
import { constraints } from '../../../src/dist/index.js';
import { fold, key, select, stopGradient } from '../../../src/num/index.js';
import type { DistributionFactory, ParameterValues } from '../../../src/testing/index.js';

export interface Liar {
  /** The lie. */
  readonly name: string;
  readonly factory: DistributionFactory;
  readonly parameters: ParameterValues;
}

const ofNormal = { loc: [0.5, -1], scale: [1.5, 0.7] };
const ofGamma = { concentration: [0.8, 3], rate: [1, 2] };
const ofUniform = { low: [-1, 0], high: [1, 3] };
const ofChoice = {
  probs: [
    [0.2, 0.3, 0.5],
    [0.6, 0.3, 0.1],
  ],
};

/** A distribution with some members replaced. */
function lying(
  factory: DistributionFactory,
  lie: (honest: Distribution) => Partial<Distribution>,
): DistributionFactory {
  return (parameters) => {
    const honest = factory(parameters);
    return { ...honest, ...lie(honest) };
  };
}

/** x, whose gradient is `factor` times what it should be. */
export function tilted(x: tf.Tensor, factor: number): tf.Tensor {
  return tf.add(stopGradient(x), tf.mul(tf.sub(x, stopGradient(x)), factor));
}

const counter = { calls: 0 };
const at = (parameters: Readonly<Record<string, tf.Tensor>>, name: string): tf.Tensor =>
  parameters[name] ?? tf.scalar(NaN);

/** At least two liars aimed at each law. */
export const liars: Readonly<Record<string, readonly Liar[]>> = {
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
  sameKeySameDraw: [
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
  closedForms: [
    {
      name: 'an entropy that is declared and throws',
      factory: lying(normal, () => ({
        entropy: () => {
          throw new Error('unknown');
        },
      })),
      parameters: ofNormal,
    },
    {
      name: 'a mean that is not declared',
      factory: lying(normal, () => ({ closedForms: new Set(['variance', 'entropy', 'cdf', 'icdf'] as const) })),
      parameters: ofNormal,
    },
  ],
  insideAndOutside: [
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
  enumerateSupport: [
    {
      name: 'a support without its last value',
      factory: lying(categorical, (honest) => ({
        enumerateSupport: (expand) => tf.tidy(() => tf.slice(honest.enumerateSupport(expand), 0, 2)),
      })),
      parameters: ofChoice,
    },
    {
      name: 'a support from the last value to the first',
      factory: lying(categorical, (honest) => ({
        enumerateSupport: (expand) => tf.tidy(() => tf.reverse(honest.enumerateSupport(expand), 0)),
      })),
      parameters: ofChoice,
    },
    {
      name: 'a compact form that is not',
      factory: lying(bernoulli, (honest) => ({ enumerateSupport: () => honest.enumerateSupport(true) })),
      parameters: { probs: [0.2, 0.7] },
    },
  ],
  expand: [
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
      name: 'a mask that chooses after the fact',
      factory: lying(normal, (honest) => ({
        mask: (m) => ({
          ...honest,
          logProb: (x) => tf.tidy(() => select(tf.logicalAnd(m, tf.ones([2], 'bool')), honest.logProb(x), 0)),
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
  noLeak: [
    {
      name: 'a tensor left by the log density',
      factory: lying(normal, (honest) => ({
        logProb: (x) => {
          kept.push(tf.keep(tf.scalar(1)));
          return honest.logProb(x);
        },
      })),
      parameters: ofNormal,
    },
    {
      name: 'a tensor left by the mean',
      factory: lying(normal, (honest) => ({ mean: () => tf.add(honest.mean(), tf.scalar(0)) })),
      parameters: ofNormal,
    },
  ],
  argumentsUntouched: [
    {
      name: 'a mean that is the parameter itself',
      factory: lying(normal, (honest) => ({ mean: () => honest.params['loc'] as tf.Tensor })),
      parameters: ofNormal,
    },
    {
      name: 'a log density that disposes its value',
      factory: lying(normal, (honest) => ({
        logProb: (x) => {
          const result = honest.logProb(x);
          x.dispose();
          return result;
        },
      })),
      parameters: ofNormal,
    },
  ],
  validation: [
    {
      name: 'a scale that may be anything',
      factory: lying(normal, () => ({
        parameterConstraints: { loc: constraints.real, scale: { ...constraints.real, check: tf.onesLike } },
      })),
      parameters: ofNormal,
    },
    {
      name: 'a scale that has no set',
      factory: lying(normal, () => ({ parameterConstraints: { loc: constraints.real } })),
      parameters: ofNormal,
    },
    {
      name: 'a support that takes NaN',
      factory: lying(normal, () => ({ support: { ...constraints.real, check: tf.onesLike } })),
      parameters: ofNormal,
    },
  ],
};

/** What the leaking liar left, for the test to dispose. */
export const kept: tf.Tensor[] = [];

/** The last element's number in the first place of the batch. */
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

/** Honest distributions that the kit must pass. */
export const honest: readonly Liar[] = [
  { name: 'normal', factory: normal, parameters: ofNormal },
  { name: 'gamma', factory: gamma, parameters: ofGamma },
  { name: 'uniform', factory: uniform, parameters: ofUniform },
  { name: 'bernoulli', factory: bernoulli, parameters: { probs: [0.2, 0.7] } },
  { name: 'categorical', factory: categorical, parameters: ofChoice },
  { name: 'a normal vector', factory: independent, parameters: ofNormal },
];
