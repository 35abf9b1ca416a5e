// What is checked in every step and every query, and not at `init` alone.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  bernoulli,
  categorical,
  gamma,
  normal,
  oneHotCategorical,
  poisson,
  type Distribution,
} from '../../src/dist/index.js';
import {
  adam,
  computeMarginals,
  importance,
  inferDiscrete,
  logProbSum,
  svi,
  traceElbo,
  traceEnumElbo,
  traceGraphElbo,
  type Svi,
} from '../../src/infer/index.js';
import { key } from '../../src/num/index.js';
import { param, plate, sample, seed, trace } from '../../src/ppl/index.js';
import { describeEngines } from '../support/engines.js';
import { errorOf } from '../support/errorOf.js';
import { useScalarEngine } from '../support/useScalarEngine.js';

interface Case {
  readonly dist: (x: tf.Tensor) => Distribution;
  readonly good: tf.TensorLike;
  /** Data, or parameters, that are none. */
  readonly bad: readonly tf.TensorLike[];
}

const data: Readonly<Record<string, Case>> = {
  categorical: {
    dist: () => categorical({ logits: tf.zeros([3]) }),
    good: [0, 1, 2],
    bad: [
      [1, 2, 3],
      [0, 255, 1],
      [0, NaN, 1],
      [0, 0.5, 1],
    ],
  },
  poisson: { dist: () => poisson({ rate: 2 }), good: [0, 1, 2], bad: [[2.5, 1, 1]] },
  bernoulli: { dist: () => bernoulli({ probs: 0.3 }), good: [0, 1, 1], bad: [[0, 255, 1]] },
  gamma: { dist: () => gamma({ concentration: 2, rate: 1 }), good: [1, 2, 3], bad: [[1, -2, 3]] },
  oneHot: {
    dist: () => oneHotCategorical({ logits: tf.zeros([2]) }),
    good: [
      [0, 1],
      [1, 0],
      [1, 0],
    ],
    bad: [
      [
        [0, 1],
        [1, 1],
        [1, 0],
      ],
    ],
  },
};
const cases = Object.entries(data).flatMap(([name, one]) => one.bad.map((bad) => [name, bad, one] as const));

function fit({ dist }: Case): Svi<[tf.Tensor]> {
  const model = (x: tf.Tensor): void => {
    sample('z', normal({ loc: param('loc', tf.scalar(0)), scale: 1 }));
    plate('data', 3, () => sample('x', dist(x), { obs: x }));
  };
  const guide = (): void => void sample('z', normal({ loc: 0, scale: 1 }));
  return svi({ model, guide, optimizer: adam(), elbo: traceElbo() });
}

describeEngines('data of later batches', () => {
  it.each(cases)('%s of %j: refused by a step and by evaluate, with the name of the site', (_, bad, one) => {
    const inference = fit(one);
    const state = inference.init(key(0), tf.tensor(one.good));
    expect(Number.isFinite(inference.evaluate(state, tf.tensor(one.good)))).toBe(true);
    for (const ask of [inference.evaluate, inference.step, inference.lossAndGradients])
      expect(errorOf(() => ask(state, tf.tensor(bad)))).toMatchObject({ code: 'SupportError', where: 'sample("x")' });
    // The state is there as before.
    expect(Number.isFinite(inference.step(state, tf.tensor(one.good)).info.loss)).toBe(true);
  });

  it('parameters that come from arguments are looked at too', () => {
    const model = (rate: tf.Tensor): void => {
      plate('data', 2, () => sample('x', poisson({ rate }), { obs: tf.tensor1d([1, 2]) }));
      sample('k', categorical({ probs: tf.concat([tf.slice(rate, 0, 1), tf.tensor1d([0.5])]) }), { obs: tf.scalar(1) });
    };
    const inference = svi({ model, guide: () => undefined, optimizer: adam(), elbo: traceElbo() });
    const state = inference.init(key(0), tf.tensor1d([0.5, 2]));
    for (const bad of [
      [0.5, -2],
      [0.7, 2],
    ])
      expect(errorOf(() => inference.evaluate(state, tf.tensor1d(bad))).code).toBe('ArgumentError');
  });
});

useScalarEngine();

describe('queries', () => {
  const label = (x: tf.Tensor) => (): void => {
    const k = sample('k', bernoulli({ probs: 0.4 }), { infer: { enumerate: 'parallel' } });
    plate('data', 3, () =>
      sample('x', categorical({ logits: tf.mul(tf.tensor1d([0, 1, 2]), tf.expandDims(k, -1)) }), { obs: x }),
    );
  };
  const bad = tf.tensor1d([0, 1, 5]);
  it.each([
    ['importance', () => importance(label(bad), undefined, { numSamples: 2 })(key(0))],
    ['inferDiscrete', () => seed(0, inferDiscrete(label(bad)))()],
    ['computeMarginals', () => computeMarginals(label(bad), () => undefined)()],
    ['logProbSum', () => logProbSum(trace(seed(0, label(bad)))())],
    ...[traceElbo, traceGraphElbo, traceEnumElbo].map((make) => {
      const pair = { model: label(bad), guide: () => undefined, args: [] };
      return [make().name, () => make().loss(pair, key(0), { maxPlateNesting: 1 })] as const;
    }),
  ] as const)('%s refuses a label that is none', (_, query) => {
    expect(errorOf(query)).toMatchObject({ code: 'SupportError', where: 'sample("x")' });
  });

  it('importance refuses data of another shape than their plates', () => {
    const model = (): void => {
      const z = sample('z', normal({ loc: 0, scale: 1 }));
      plate('data', 4, () => sample('x', normal({ loc: z, scale: 1 }), { obs: tf.zeros([4, 1]) }));
    };
    const error = errorOf(() => importance(model, undefined, { numSamples: 2 })(key(0)));
    expect(error).toMatchObject({ code: 'ShapeError' });
    expect(error.where).toContain('sample("x")');
  });

  it('validate: false leaves a site unchecked', () => {
    const model = (): void => void sample('x', poisson({ rate: 2, validate: false }), { obs: tf.scalar(2.5) });
    expect(() => logProbSum(trace(model)())).not.toThrow();
  });
});
