import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as dist from '../../../src/dist/index.js';
import {
  autoDelta,
  autoNormal,
  initToFeasible,
  initToGenerated,
  initToMean,
  initToMedian,
  initToSample,
  initToUniform,
  initToValue,
  svi,
  adam,
  traceElbo,
  type InitStrategy,
} from '../../../src/infer/index.js';
import { ArgumentError, key, ShapeError, SupportError } from '../../../src/num/index.js';
import { plate, sample, seed, substitute, trace, type Program } from '../../../src/ppl/index.js';
import { expectClose } from '../../support/expectClose.js';
import { warningsOf } from '../../support/warningsOf.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';

useScalarEngine();

const families: Readonly<Record<string, () => dist.Distribution>> = {
  normal: () => dist.normal({ loc: 3, scale: 2 }),
  gamma: () => dist.gamma({ concentration: 2, rate: 4 }),
  beta: () => dist.beta({ concentration1: 1, concentration0: 3 }),
  uniform: () => dist.uniform({ low: tf.scalar(2), high: 6 }),
  dirichlet: () => dist.dirichlet({ concentration: tf.tensor1d([1, 2, 5]) }),
  vector: () => dist.normal({ loc: tf.tensor1d([3, -1]), scale: 1 }).toEvent(1),
};
const strategies: readonly InitStrategy[] = [
  initToFeasible(),
  initToSample(),
  initToMedian(),
  initToMean(),
  initToUniform(),
  initToValue({}),
  initToGenerated(() => initToSample()),
];

/** Where a point guide starts. */
function startOf(model: Program<[]>, init: InitStrategy, seedOf = 0): Record<string, tf.Tensor> {
  return seed(key(seedOf), autoDelta(model, { init }))();
}

describe('every start', () => {
  it('lies in the support with finite density', () => {
    const anyFamily = fc.constantFrom(...Object.keys(families));
    fc.assert(
      fc.property(anyFamily, fc.constantFrom(...strategies), fc.nat({ max: 100 }), (family, init, seedOf) => {
        tf.tidy(() => {
          const make = families[family] ?? (() => dist.normal({ loc: 0, scale: 1 }));
          const model = (): void => {
            plate('rows', 2, () => sample('z', make()));
          };
          const { z = tf.scalar(NaN) } = startOf(model, init, seedOf);
          expect(z.shape).toEqual([2, ...make().eventShape]);
          dist.checkValue(make(), z);
          expect(make().logProb(z).dataSync().every(Number.isFinite)).toBe(true);
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe('strategies', () => {
  const single = (make: () => dist.Distribution) => (): void => void sample('z', make());
  const at = (family: string, init: InitStrategy): ArrayLike<number> =>
    tf.tidy(() => startOf(single(families[family] as () => dist.Distribution), init)['z']?.dataSync() ?? []);

  it('initToFeasible: the image of 0', () => {
    expectClose(at('normal', initToFeasible()), [0]);
    expectClose(at('gamma', initToFeasible()), [1], { roundings: 2 });
    expectClose(at('uniform', initToFeasible()), [4], { roundings: 2 });
    expectClose(at('dirichlet', initToFeasible()), [1 / 3, 1 / 3, 1 / 3], { roundings: 8 });
  });

  it('initToMean: the mean; without a closed form, the median', () => {
    expectClose(at('normal', initToMean()), [3]);
    expectClose(at('gamma', initToMean()), [0.5], { roundings: 4 });
    expectClose(at('dirichlet', initToMean()), [1 / 8, 2 / 8, 5 / 8], { roundings: 16 });
    const cauchyLike = (): dist.Distribution => ({
      ...dist.normal({ loc: 5, scale: 0.1 }),
      mean: () => tf.scalar(NaN),
    });
    const [start] = tf.tidy(() => startOf(single(cauchyLike), initToMean())['z']?.dataSync() ?? []);
    // A median of 15 draws is within five standard deviations of one draw.
    expectClose(start ?? NaN, 5, { tolerance: 0.5 });
  });

  it('initToMedian: near the median, for arrays of numbers too; vectors start as initToFeasible', () => {
    expectClose(at('vector', initToMedian({ numSamples: 101 })), [3, -1], { tolerance: 5 / Math.sqrt(101 / 1.57) });
    expectClose(at('dirichlet', initToMedian()), [1 / 3, 1 / 3, 1 / 3], { roundings: 8 });
  });

  it('initToUniform: within the radius in unconstrained coordinates', () => {
    const [start = NaN] = Array.from(at('gamma', initToUniform({ radius: 0.1 })));
    expect(Math.abs(Math.log(start))).toBeLessThan(0.1);
  });

  it('initToValue: the value, else the fallback', () => {
    expectClose(at('gamma', initToValue({ z: 7 })), [7], { roundings: 8 });
    warningsOf(() => expectClose(at('gamma', initToValue({ other: 7 }, initToMean())), [0.5], { roundings: 4 }));
    // Outside the support.
    expectClose(at('gamma', initToValue({ z: -7 }, initToMean())), [0.5], { roundings: 4 });
    expect(warningsOf(() => at('gamma', initToValue({ zz: 7 })))).toEqual([
      'initToValue: no sample("zz") in the program; did you mean "z"?',
    ]);
    expect(warningsOf(() => at('gamma', initToValue({ z: 7 })))).toEqual([]);
  });

  it('initToGenerated: asks anew at each start', () => {
    let count = 0;
    const init = initToGenerated(() => initToValue({ z: (count += 1) }));
    expectClose(at('normal', init), [1]);
    expectClose(at('normal', init), [2]);
  });

  it.each([
    ['drawn', { subsampleSize: 2 }],
    ['drawn alone', { subsampleSize: 1 }],
    ['named', { subsample: [3, 1] }],
    ['named, all in another order', { subsample: [3, 1, 4, 0, 2] }],
  ] as const)('initToValue: values for all indices, of which some take part (%s)', (_, options) => {
    tf.tidy(() => {
      const values = tf.reshape(tf.range(1, 31), [5, 3, 2]);
      const model = (): void => {
        plate('columns', 3, () =>
          plate('rows', 5, () => sample('z', dist.gamma({ concentration: tf.ones([2]), rate: 1 }).toEvent(1)), options),
        );
      };
      for (const init of [initToValue({ z: values }), initToGenerated(() => initToValue({ z: values }))]) {
        const guide = autoDelta(model, { init });
        const inference = svi({ model, guide, optimizer: adam(), elbo: traceElbo() });
        const params = inference.params(inference.init(key(3)));
        // Of a map there and back through logarithms of numbers up to 30.
        expectClose(params['autoDelta.z'] as tf.Tensor, values, { relative: 1e-5 });
        const { plates, result } = trace(seed(key(4), substitute(params, guide)))();
        const taken = plates.get('rows')?.value.indices ?? [];
        expectClose(result['z'] as tf.Tensor, tf.gather(values, [...taken]), { relative: 1e-5 });
      }
    });
  });

  it('later sites see the starts of earlier ones', () => {
    tf.tidy(() => {
      const model = (): void => {
        const a = sample('a', dist.normal({ loc: 0, scale: 1 }));
        sample('b', dist.normal({ loc: tf.mul(a, 10), scale: 1 }));
      };
      expectClose(startOf(model, initToValue({ a: 2 }, initToMean()))['b'] as tf.Tensor, [20]);
    });
  });

  it('is an error where no strategy has a value, or one of another shape', () => {
    const impossible = (): dist.Distribution => ({
      ...dist.normal({ loc: 0, scale: 1 }),
      logProb: (value) => tf.fill(value.shape, -Infinity),
    });
    const start = (make: () => dist.Distribution, init: InitStrategy) => () =>
      tf.tidy(() => startOf(single(make), init));
    expect(start(impossible, initToMean())).toThrow(SupportError);
    expect(start(impossible, initToMean())).toThrow(
      /start of sample\("z"\): .* got none from initToMean, initToMedian, initToFeasible/,
    );
    expect(start(() => dist.normal({ loc: 0, scale: 1 }), initToValue({ z: tf.zeros([3]) }))).toThrow(ShapeError);
    expect(() => initToUniform({ radius: 0 })).toThrow(ArgumentError);
    expect(() => initToMedian({ numSamples: 0 })).toThrow(ArgumentError);
  });
});

describe('starts of guides', () => {
  it('fill subsampled plates, and are taken anew by each init', () => {
    tf.tidy(() => {
      const model = (): void => {
        plate('rows', 5, () => sample('z', dist.gamma({ concentration: 3, rate: 1 })), { subsampleSize: 2 });
      };
      const guide = autoNormal(model, { init: initToSample() });
      const inference = svi({ model, guide, optimizer: adam(), elbo: traceElbo() });
      const locOf = (seedOf: number): string => {
        const values = inference.params(inference.init(key(seedOf)))['autoNormal.locs.z'];
        expect(values?.shape).toEqual([5]);
        return String(values?.dataSync());
      };
      expect(locOf(1)).not.toBe(locOf(2));
      expect(locOf(1)).toBe(locOf(1));
    });
  });
});
