import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { bijectTo, constraints, transforms, transformTo, type Bijector } from '../../../src/dist/index.js';
import { select, stopGradient } from '../../../src/num/index.js';
import { bijectorLaws, checkBijector, describeBijector, type BijectorOptions } from '../../../src/testing/index.js';
import { describeEngines } from '../../support/engines.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';

const { real, positive, unitInterval, simplex, lowerCholesky, positiveDefinite, interval } = constraints;

const honest: readonly { readonly name: string; readonly make: () => Bijector; readonly options?: BijectorOptions }[] =
  [
    ...[real, positive, unitInterval, interval(-1, 3), constraints.greaterThan(2), simplex].map((codomain) => ({
      name: codomain.name,
      make: () => bijectTo(codomain),
      options: { codomain },
    })),
    ...[lowerCholesky, positiveDefinite].map((codomain) => ({
      name: codomain.name,
      make: () => bijectTo(codomain),
      options: { codomain, shape: [2, 3] },
    })),
    { name: 'softmax', make: () => transformTo(simplex), options: { codomain: simplex } },
    {
      name: 'affineCoupling',
      make: () =>
        transforms.affineCoupling({
          splitAt: 1,
          terms: (x) => ({ shift: tf.sin(x), logScale: tf.mul(tf.cos(x), 0.3) }),
        }),
      options: { shape: [2, 2] },
    },
  ];

const exp = bijectTo(positive);

/** At least two for each law. */
const liars: Readonly<Record<string, readonly (readonly [string, Partial<Bijector>])[]>> = {
  bijectorShapes: [
    ['a log-Jacobian of the sum', { logAbsDetJacobian: (x) => tf.sum(x) }],
    ['a forward shape of one more', { forwardShape: (shape) => [...shape, 1] }],
  ],
  roundTrip: [
    ['an inverse that is 0.1 % off', { inverse: (y) => tf.tidy(() => tf.mul(exp.inverse(y), 1.001)) }],
    ['an inverse for numbers above 1', { inverse: (y) => tf.tidy(() => tf.relu(exp.inverse(y))) }],
  ],
  image: [
    ['images below 0', { forward: (x) => tf.tidy(() => tf.sub(exp.forward(x), 0.5)) }],
    ['pre-images that are infinite', { inverse: (y) => tf.tidy(() => tf.div(exp.inverse(y), 0)) }],
  ],
  elementByElement: [
    ['all elements shifted by their mean', { forward: (x) => tf.tidy(() => exp.forward(tf.sub(x, tf.mean(x)))) }],
    ['the elements reversed', { forward: (x) => tf.tidy(() => exp.forward(x.rank > 0 ? tf.reverse(x) : x)) }],
  ],
  logJacobian: [
    ['a log-Jacobian of the other sign', { logAbsDetJacobian: (x) => tf.neg(x) }],
    ['a log-Jacobian that is 2 % off', { logAbsDetJacobian: (x) => tf.tidy(() => tf.add(x, 0.02)) }],
  ],
  bijectorGradients: [
    ['a gradient that is 2 % off', { forward: (x) => tf.tidy(() => exp.forward(tilted(x))) }],
    ['no gradient through the inverse', { inverse: (y) => exp.inverse(stopGradient(y)) }],
    ['no gradient of the log-Jacobian', { logAbsDetJacobian: (x) => stopGradient(x) }],
  ],
  farOut: [
    ['an inverse that is cut off at 3', { inverse: (y) => tf.tidy(() => tf.clipByValue(exp.inverse(y), -3, 3)) }],
    [
      'a log-Jacobian without gradient beyond 3',
      { logAbsDetJacobian: (x) => tf.tidy(() => select(tf.greater(tf.abs(x), 3), stopGradient(x), x)) },
    ],
  ],
  slopeSign: [
    ['a map that rises and says that it falls', { slopeSign: () => -1 }],
    ['a sign of 0', { slopeSign: () => 0 }],
  ],
  bijectorLeak: [
    ['a tensor left', { forward: (x) => tf.mul(exp.forward(x), tf.scalar(1)) }],
    ['an argument handed back', { logAbsDetJacobian: (x) => x }],
  ],
};

function tilted(x: tf.Tensor): tf.Tensor {
  return tf.add(stopGradient(x), tf.mul(tf.sub(x, stopGradient(x)), 1.02));
}

describeEngines('laws of bijectors', () => {
  it.each(honest)('pass $name, and leave no tensors', ({ make, options }) => {
    const before = tf.memory().numTensors;
    const results = checkBijector(make, { ...options, runs: 1 });
    expect(results.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe.each(bijectorLaws.map((law) => ({ law })))('$law.name', ({ law }) => {
  useScalarEngine();

  it('has at least two liars aimed at it', () => {
    expect(liars[law.name]?.length).toBeGreaterThanOrEqual(2);
  });

  it.each(liars[law.name] ?? [])('catches %s', (_name, lie) => {
    const before = tf.memory().numTensors;
    const [result] = checkBijector({ ...exp, ...lie }, { laws: [law], codomain: positive });
    expect(result).toMatchObject({ status: 'failed', reason: expect.stringMatching(/expected .*got /s) as string });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('describeBijector', () => {
  it('makes a test for each law, which says what is wrong', () => {
    const tests: (() => void | Promise<void>)[] = [];
    const runner = {
      describe: (_name: string, body: () => void) => body(),
      it: (_name: string, body: () => void | Promise<void>) => tests.push(body),
    };
    describeBijector('my exp', { ...exp, logAbsDetJacobian: (x) => tf.tidy(() => tf.add(x, 1)) }, { runner });
    expect(tests).toHaveLength(bijectorLaws.length);
    expect(() => tests.forEach((test) => void test())).toThrow(
      /^my exp .*logJacobian.*\n.*element 0.*\n.*\{ x: \[0, 0\] \}$/s,
    );
  });
});
