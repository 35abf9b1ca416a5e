// obsMask: a statement that is partly data.
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bernoulli, categorical, normal } from '../../src/dist/index.js';
import { logProbSum, sampleSites, traceEnumElbo } from '../../src/infer/index.js';
import { ArgumentError, key, ShapeError } from '../../src/num/index.js';
import { condition, plate, sample, seed, trace, type Program } from '../../src/ppl/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';

const partly =
  (obs: readonly number[], isKnown: readonly boolean[]): Program<[], tf.Tensor> =>
  () =>
    plate('p', obs.length, () =>
      sample('x', normal({ loc: 1, scale: 2 }), {
        obs: tf.tensor1d([...obs]),
        obsMask: tf.tensor1d([...isKnown], 'bool'),
      }),
    );

describeEngines('sample with obsMask', () => {
  it('splits into an observed and a latent site, and records the merged value', () => {
    const traced = trace(seed(0, partly([5, NaN, 7], [true, false, true])))();
    expect([...traced.sites.values()].map(({ name, type }) => [name, type])).toEqual([
      ['x_observed', 'sample'],
      ['x_unobserved', 'sample'],
      ['x', 'deterministic'],
    ]);
    expect(sampleSites(traced).map(({ observed }) => observed)).toEqual([true, false]);
    const draw = traced.sites.get('x_unobserved')?.value.dataSync()[1] ?? NaN;
    expectClose(traced.result, [5, draw, 7]);
    expectClose(traced.sites.get('x')?.value ?? [], [5, draw, 7]);
  });

  it('its density is that of the merged value, whatever the data are where they are not known', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }), (isKnown) => {
        const obs = isKnown.map((known, i) => (known ? i - 1 : NaN));
        const traced = trace(seed(1, partly(obs, isKnown)))();
        const whole = trace(() =>
          plate('p', obs.length, () => sample('x', normal({ loc: 1, scale: 2 }), { obs: traced.result })),
        )();
        expectClose(logProbSum(traced), logProbSum(whole), { roundings: 40 });
      }),
      { numRuns: 15 },
    );
  });

  it('passes no NaN to gradients', () => {
    const slope = tf.grad((loc: tf.Tensor) =>
      tf.add(
        logProbSum(
          trace(
            seed(0, () =>
              plate('p', 2, () =>
                sample('x', normal({ loc, scale: 1 }), {
                  obs: tf.tensor1d([NaN, 3]),
                  obsMask: tf.tensor1d([0, 1], 'bool'),
                }),
              ),
            ),
          )(),
        ),
        0,
      ),
    )(tf.scalar(0.5));
    // The draw moves with loc, so only the datum has a slope: 3 - 0.5.
    expectClose(slope, 2.5, { roundings: 8 });
  });
});

describe('obsMask', () => {
  it('may be a plain boolean, and covers whole events', () => {
    const at = (obsMask: boolean | tf.Tensor, obs: tf.Tensor): tf.Tensor =>
      seed(0, () => sample('x', normal({ loc: tf.zeros([2, 3]), scale: 1 }).toEvent(1), { obs, obsMask }))();
    expectClose(at(true, tf.ones([2, 3])), [1, 1, 1, 1, 1, 1]);
    expect([...at(false, tf.ones([2, 3])).dataSync()]).not.toContain(1);
    expect([...at(tf.tensor1d([1, 0], 'bool'), tf.ones([2, 3])).dataSync()].map((x) => x === 1)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('the latent part is what conditions and guides address', () => {
    const program = partly([5, 0], [true, false]);
    expectClose(condition({ x_unobserved: tf.tensor1d([8, 9]) }, program)(), [5, 9]);
  });

  it('the latent part can be summed out: its value is -log p(data)', () => {
    const model = (): void => {
      plate('p', 2, () => {
        const k = sample('k', bernoulli({ probs: 0.25 }), {
          obs: tf.tensor1d([1, 0]),
          obsMask: tf.tensor1d([1, 0], 'bool'),
          infer: { enumerate: 'parallel' },
        });
        sample('y', categorical({ probs: tf.tensor1d([0.5, 0.5]) }), { obs: tf.zeros([2], 'int32') });
        sample('x', normal({ loc: k, scale: 1 }), { obs: tf.tensor1d([1, 1]) });
      });
    };
    const loss = tf.tidy(
      () =>
        traceEnumElbo()
          .loss({ model, guide: () => undefined, args: [] }, key(0), { maxPlateNesting: 1 })
          .dataSync()[0] ?? NaN,
    );
    const peak = 1 / Math.sqrt(2 * Math.PI);
    const evidence = 0.25 * 0.25 * peak * (0.25 * peak + 0.75 * peak * Math.exp(-0.5));
    expectClose(loss, -Math.log(evidence), { roundings: 32 });
  });

  it('needs obs, a boolean mask, and one that does not enlarge the batch', () => {
    const at =
      (options: object): (() => unknown) =>
      () =>
        seed(0, () => plate('p', 2, () => sample('x', normal({ loc: 0, scale: 1 }), options)))();
    expect(at({ obsMask: true })).toThrow(ArgumentError);
    expect(at({ obsMask: true })).toThrow('sample("x"): expected obs beside obsMask, got none');
    expect(at({ obs: tf.zeros([2]), obsMask: tf.ones([2]) })).toThrow(
      'expected a boolean or a boolean tensor, got float32',
    );
    expect(at({ obs: tf.zeros([2]), obsMask: tf.ones([3], 'bool') })).toThrow(ShapeError);
    expect(at({ obs: tf.zeros([2]), obsMask: tf.ones([3], 'bool') })).toThrow('sample("x_observed")');
    expect(at({ obs: tf.zeros([2]), obsMask: tf.ones([1], 'bool') })).not.toThrow();
  });
});
