// uncondition and intervene: what becomes of data and of values that are set from outside.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { normal } from '../../../src/dist/index.js';
import { logDensity, logProbSum, sampleSites } from '../../../src/infer/index.js';
import { ShapeError } from '../../../src/num/index.js';
import {
  block,
  condition,
  factor,
  intervene,
  plate,
  replay,
  sample,
  seed,
  trace,
  uncondition,
} from '../../../src/ppl/index.js';
import { expectClose } from '../../support/expectClose.js';
import { summaryOf } from '../../support/summaryOf.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { warningsOf } from '../../support/warningsOf.js';

useScalarEngine();

/** x causes y, which is observed. */
const chain = (): readonly [tf.Tensor, tf.Tensor] => {
  const x = sample('x', normal({ loc: 0, scale: 1 }));
  return [x, sample('y', normal({ loc: tf.mul(x, 2), scale: 1 }), { obs: tf.scalar(3) })];
};

describe('uncondition', () => {
  it('draws what was observed, and notes the data', () => {
    const traced = trace(seed(0, uncondition(chain)))();
    const [x, y] = sampleSites(traced);
    expect([x?.observed, y?.observed]).toEqual([false, false]);
    expect(y?.value.dataSync()[0]).not.toBe(3);
    expect(x?.infer).toEqual({});
    expect(y?.infer.wasObserved).toBe(true);
    expectClose(y?.infer.obs ?? [], 3);
  });

  it('draws as the site would without data', () => {
    const bare = (): unknown => {
      const x = sample('x', normal({ loc: 0, scale: 1 }));
      return sample('y', normal({ loc: tf.mul(x, 2), scale: 1 }));
    };
    const values = (program: () => unknown): unknown =>
      sampleSites(trace(seed(4, program))()).map(({ value }) => [...value.dataSync()]);
    expect(values(uncondition(chain))).toEqual(values(bare));
  });

  it('leaves factors, which have no data, as they are', () => {
    const traced = trace(uncondition(() => factor('f', tf.scalar(-2))))();
    expectClose(logProbSum(traced), -2);
  });

  it('under a condition on every observed site is that condition', () => {
    const data = { y: tf.scalar(-1) };
    const both = trace(seed(1, condition(data, uncondition(chain))))();
    expect(summaryOf(both)).toEqual(summaryOf(trace(seed(1, condition(data, chain)))()));
  });

  it('without a key says that one is needed', () => {
    expect(uncondition(() => sample('y', normal({ loc: 0, scale: 1 }), { obs: tf.scalar(0) }))).toThrow(
      'sample("y"): expected a random key from a handler, got none',
    );
  });
});

describe('intervene', () => {
  const set = { x: tf.scalar(10) };

  it('gives the program the value, and outer handlers the natural site with its density', () => {
    const natural = trace(seed(0, chain))();
    const traced = trace(seed(0, intervene(set, chain)))();
    expectClose(traced.result[0], 10);
    const [x, y] = sampleSites(traced);
    const [naturalX] = sampleSites(natural);
    expect(x?.observed).toBe(false);
    expectClose(x?.value ?? [], naturalX?.value ?? []);
    expectClose(x === undefined ? [] : logDensity(x), naturalX === undefined ? [] : logDensity(naturalX));
    // What follows depends on the intervened value: y is 3 where its mean is 20.
    expectClose(y === undefined ? [] : logDensity(y), -0.5 * 17 ** 2 - 0.5 * Math.log(2 * Math.PI), { roundings: 8 });
  });

  it('gives handlers inside the value, observed, marked and without density', () => {
    const inner = seed(
      0,
      intervene(set, () => trace(chain)()),
    )();
    const [x] = sampleSites(inner);
    expect([x?.observed, x?.mask, x?.infer.isIntervened]).toEqual([true, false, true]);
    expectClose(x?.value ?? [], 10);
    expectClose(x === undefined ? [] : logDensity(x), 0);
  });

  it('with a condition around expresses a counterfactual: the fact is scored, the program goes on from the other value', () => {
    const traced = trace(seed(0, condition({ x: tf.scalar(1) }, intervene(set, chain))))();
    const [x] = sampleSites(traced);
    expect(x?.observed).toBe(true);
    expectClose(x?.value ?? [], 1);
    expectClose(traced.result[0], 10);
  });

  it('cuts the site from its causes: what comes before has no effect on what follows', () => {
    const program = (shift: number) => (): tf.Tensor => {
      const x = sample('x', normal({ loc: shift, scale: 1 }));
      return sample('z', normal({ loc: x, scale: 1 }));
    };
    const run = (shift: number): tf.Tensor => seed(2, intervene(set, program(shift)))();
    expectClose(run(0), run(50));
  });

  it('leaves sites alone that the data do not name, and takes a trace for data', () => {
    expect(summaryOf(trace(seed(0, intervene({}, chain)))())).toEqual(summaryOf(trace(seed(0, chain))()));
    const old = trace(seed(7, block({ expose: ['x'] }, chain)))();
    const [x] = seed(0, intervene(old, chain))();
    expectClose(x, old.sites.get('x')?.value ?? []);
  });

  it('a replayed natural value is kept too', () => {
    const old = trace(seed(3, chain))();
    const again = trace(seed(4, replay(trace(seed(3, block({ hide: ['y'] }, chain)))(), intervene(set, chain))))();
    expectClose(again.sites.get('x')?.value ?? [], old.sites.get('x')?.value ?? []);
  });

  it('warns of a site that is intervened on twice; the inner value counts', () => {
    const twice = seed(0, intervene({ x: tf.scalar(1) }, intervene({ x: tf.scalar(2) }, chain)));
    expect(warningsOf(() => expectClose(twice()[0], 2))).toEqual([
      'intervene: sample("x") is intervened on more than once; the innermost value counts.',
    ]);
    const apart = seed(0, intervene({ x: tf.scalar(1) }, intervene({ y: tf.scalar(2) }, chain)));
    expect(warningsOf(apart)).toEqual([]);
  });

  it('checks the shape as for obs', () => {
    const at =
      (shape: number[]): (() => unknown) =>
      () =>
        seed(
          0,
          intervene({ x: tf.zeros(shape) }, () => plate('p', 3, () => sample('x', normal({ loc: 0, scale: 1 })))),
        )();
    expect(at([3])).not.toThrow();
    expect(at([])).not.toThrow();
    expect(at([2])).toThrow(ShapeError);
  });
});
