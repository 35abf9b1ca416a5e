// Masks and scales that depend on an enumerated site: Pyro's idiom for a mixture of families. Oracle: the sum over its values.
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bernoulli,
  categorical,
  laplace,
  multivariateNormal,
  normal,
  type Distribution,
} from '../../../src/dist/index.js';
import { adam, computeMarginals, importance, inferDiscrete, svi, traceEnumElbo } from '../../../src/infer/index.js';
import { key } from '../../../src/num/index.js';
import { markov, mask, param, plate, sample, scale, type Program } from '../../../src/ppl/index.js';
import { describeEngines } from '../../support/engines.js';
import { errorOf } from '../../support/errorOf.js';
import { expectClose } from '../../support/expectClose.js';

type Observe = (name: string, condition: tf.Tensor, dist: Distribution, obs: tf.Tensor) => void;
type Density = (x: number) => number;

const parallel = { infer: { enumerate: 'parallel' } } as const;
const nothing = (): void => undefined;

/** The handler, and the method of a distribution. */
const idioms: Readonly<Record<string, Observe>> = {
  'mask(…, program)': (name, condition, dist, obs) => mask(condition, () => sample(name, dist, { obs }))(),
  'dist.mask(…)': (name, condition, dist, obs) => sample(name, dist.mask(condition), { obs }),
};

const logNormal =
  (loc: number, sd: number): Density =>
  (x) =>
    -0.5 * ((x - loc) / sd) ** 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);
const logLaplace =
  (loc: number, sd: number): Density =>
  (x) =>
    -Math.abs(x - loc) / sd - Math.log(2 * sd);
const logSumExp = (terms: readonly number[]): number => {
  const top = Math.max(...terms);
  return top + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - top), 0));
};
const sum = (terms: readonly number[]): number => terms.reduce((total, term) => total + term, 0);

function lossOf(model: Program, guide: Program = nothing, maxPlateNesting = 1): number {
  const pair = { model, guide, args: [] };
  return tf.tidy(() => traceEnumElbo().loss(pair, key(0), { maxPlateNesting }).dataSync()[0] ?? NaN);
}

describeEngines('a mixture of families by masks', () => {
  describe.each(Object.entries(idioms))('%s', (_, observe) => {
    const numbers = (size: number): fc.Arbitrary<number[]> =>
      fc.array(
        fc.integer({ min: -20, max: 20 }).map((x) => x / 8),
        { minLength: size, maxLength: size },
      );

    it('is the sum over the choice of each index, for any data, and families in any number', () => {
      const cases = fc.tuple(numbers(4), numbers(3), fc.integer({ min: 2, max: 3 }), fc.boolean());
      fc.assert(
        fc.property(cases, ([data, weights, count, isLocal]) => {
          const logits = weights.slice(0, count);
          const families = [
            normal({ loc: 0.5, scale: 1.5 }),
            laplace({ loc: -1, scale: 0.5 }),
            normal({ loc: 2, scale: 1 }),
          ];
          const densities = [logNormal(0.5, 1.5), logLaplace(-1, 0.5), logNormal(2, 1)];
          const choose = (): tf.Tensor => sample('k', categorical({ logits: tf.tensor1d(logits) }), parallel);
          const model = (): void => {
            const global = isLocal ? undefined : choose();
            plate('points', 4, () => {
              const k = global ?? choose();
              for (let i = 0; i < count; i += 1) {
                const family = families[i];
                if (family !== undefined) observe(`x${i}`, tf.equal(k, i), family, tf.tensor1d(data));
              }
            });
          };
          const logWeights = logits.map((logit) => logit - logSumExp(logits));
          const joint = (points: readonly number[]): number =>
            logSumExp(logWeights.map((weight, i) => weight + sum(points.map((x) => densities[i]?.(x) ?? NaN))));
          const expected = isLocal ? sum(data.map((x) => joint([x]))) : joint(data);
          expectClose(lossOf(model), -expected, { relative: 1e-5, tolerance: 1e-5 });
        }),
        { numRuns: 12, seed: 1 },
      );
    });

    it('works with events, and with masks of several choices', () => {
      const data = [
        [0, 1],
        [2, -1],
        [0.5, 0],
      ];
      const model = (): void => {
        plate('points', 3, () => {
          const j = sample('j', bernoulli({ probs: 0.3 }), parallel);
          const k = sample('k', bernoulli({ probs: 0.6 }), parallel);
          const both = tf.logicalAnd(tf.equal(j, 1), tf.equal(k, 1));
          const obs = tf.tensor2d(data);
          const wide = multivariateNormal({
            loc: tf.tensor1d([1, 0]),
            scaleTril: tf.tensor2d([
              [2, 0],
              [0, 1],
            ]),
          });
          observe('a', both, wide, obs);
          observe('b', tf.logicalNot(both), laplace({ loc: tf.zeros([2]), scale: 1 }).toEvent(1), obs);
        });
      };
      const [wide, first, second] = [logNormal(1, 2), logNormal(0, 1), logLaplace(0, 1)];
      const expected = data.map(([x = 0, y = 0]) =>
        logSumExp([Math.log(0.18) + wide(x) + first(y), Math.log(0.82) + second(x) + second(y)]),
      );
      expectClose(lossOf(model), -sum(expected), { relative: 1e-5 });
    });

    it('works where the choice is a step of a chain', () => {
      const data = [0.1, 2.5, -0.4];
      const model = (): void => {
        let state: tf.Tensor = tf.scalar(0);
        markov(3, (t) => {
          state = sample(`z${t}`, bernoulli({ probs: tf.add(0.2, tf.mul(0.6, state)) }), parallel);
          const obs = tf.scalar(data[t] ?? NaN);
          observe(`a${t}`, tf.equal(state, 0), normal({ loc: 0, scale: 1 }), obs);
          observe(`b${t}`, tf.equal(state, 1), laplace({ loc: 2, scale: 1 }), obs);
        });
      };
      const paths = Array.from({ length: 8 }, (_, i) => [i & 1, (i >> 1) & 1, (i >> 2) & 1]);
      const logJoint = (path: readonly number[]): number =>
        sum(
          path.map((z, t) => {
            const one = 0.2 + 0.6 * (t === 0 ? 0 : (path[t - 1] ?? NaN));
            const density = z === 1 ? logLaplace(2, 1) : logNormal(0, 1);
            return Math.log(z === 1 ? one : 1 - one) + density(data[t] ?? NaN);
          }),
        );
      expectClose(lossOf(model, nothing, 0), -logSumExp(paths.map(logJoint)), { relative: 1e-5 });
    });

    it('has the gradient of the sum, and the posterior of the choice', () => {
      const data = [-2, 0, 3];
      const model = (): tf.Tensor =>
        plate('points', 3, () => {
          const k = sample('k', bernoulli({ probs: 0.4 }), parallel);
          observe('a', tf.equal(k, 0), normal({ loc: param('loc', tf.scalar(0.5)), scale: 1 }), tf.tensor1d(data));
          observe('b', tf.equal(k, 1), laplace({ loc: 1, scale: 1 }), tf.tensor1d(data));
          return k;
        });
      const first = data.map((x) => {
        const [a, b] = [Math.log(0.6) + logNormal(0.5, 1)(x), Math.log(0.4) + logLaplace(1, 1)(x)];
        return Math.exp(a - logSumExp([a, b]));
      });
      const inference = svi({ model, guide: nothing, optimizer: adam({ learningRate: 0.1 }), elbo: traceEnumElbo() });
      const { gradients } = inference.lossAndGradients(inference.init(key(0)));
      const gradient = data.map((x, i) => (first[i] ?? NaN) * (0.5 - x));
      expectClose(gradients.loc ?? [], sum(gradient), { relative: 1e-4 });
      const { k } = computeMarginals(model, nothing)();
      const expected = first.flatMap((p) => [p, 1 - p]);
      expectClose(tf.exp(k?.logProbs ?? tf.scalar(NaN)), expected, { relative: 1e-4 });
      const { values, result } = inferDiscrete(model, { temperature: 0 })();
      expectClose(
        values.k ?? [],
        first.map((p) => Number(p < 0.5)),
      );
      expectClose(result, values.k ?? []);
    });
  });

  it('a choice of the guide: the mean over its values, with masks and with a scale that depends on it', () => {
    const data = [-1, 0.5];
    const guide = (): void => {
      plate('points', 2, () => sample('k', bernoulli({ probs: 0.3 }), parallel));
    };
    const model = (): void => {
      plate('points', 2, () => {
        const k = sample('k', bernoulli({ probs: 0.5 }));
        const obs = tf.tensor1d(data);
        scale(tf.add(1, k), () => mask(tf.equal(k, 1), () => sample('x', normal({ loc: 0, scale: 1 }), { obs }))())();
      });
    };
    const entropy = 0.3 * Math.log(0.5 / 0.3) + 0.7 * Math.log(0.5 / 0.7);
    const expected = sum(data.map((x) => entropy + 0.3 * 2 * logNormal(0, 1)(x)));
    expectClose(lossOf(model, guide), -expected, { relative: 1e-5 });
  });

  it('obsMask that depends on the choice: the part that is not observed sums to 1', () => {
    const model = (): void => {
      plate('points', 2, () => {
        const k = sample('k', bernoulli({ probs: 0.5 }), parallel);
        const obs = tf.tensor1d([0, 1]);
        sample('x', bernoulli({ probs: 0.2 }), { obs, obsMask: tf.equal(k, 1), ...parallel });
      });
    };
    expectClose(lossOf(model), -sum([0.8, 0.2].map((p) => Math.log(0.5 + 0.5 * p))), { relative: 1e-5 });
  });

  it('importance has the same evidence, with runs in a plate or one after the other', () => {
    const data = [-1, 0.5];
    const model = (): void => {
      plate('points', 2, () => {
        const k = sample('k', bernoulli({ probs: 0.4 }), parallel);
        const obs = tf.tensor1d(data);
        mask(tf.equal(k, 0), () => sample('a', normal({ loc: 0, scale: 1 }), { obs }))();
        sample('b', laplace({ loc: 1, scale: 1 }).mask(tf.equal(k, 1)), { obs });
      });
    };
    for (const [inParallel, numSamples] of [
      [true, 1000],
      [false, 100],
    ] as const) {
      const { logMeanWeight, logWeights } = importance(model, undefined, { numSamples, parallel: inParallel })(key(1));
      const ratios = [...logWeights].map((w) => Math.exp(w - logMeanWeight));
      const error = Math.sqrt(sum(ratios.map((r) => (r - 1) ** 2))) / numSamples;
      expectClose(Math.exp(-lossOf(model) - logMeanWeight), 1, { tolerance: 4 * error });
    }
  });

  it('a mask or a tensor scale at other dims stays an error', () => {
    const stray =
      (around: (body: Program) => Program): Program =>
      () => {
        sample('k', bernoulli({ probs: 0.5 }), parallel);
        around(() => sample('x', normal({ loc: 0, scale: 1 }), { obs: tf.scalar(1) }))();
      };
    const wide = [
      stray((body) => mask(tf.ones([3], 'bool'), body)),
      stray((body) => scale(tf.ones([3]), body)),
      () => sample('x', normal({ loc: 0, scale: 1 }).mask(tf.ones([3], 'bool')), { obs: tf.scalar(1) }),
    ];
    for (const model of wide) {
      expect(errorOf(() => lossOf(model, nothing, 0))).toMatchObject({ code: 'ShapeError', where: 'sample("x")' });
    }
  });
});
