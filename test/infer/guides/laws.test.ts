// What every automatic guide promises, whatever its model.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import * as dist from '../../../src/dist/index.js';
import {
  adam,
  configEnumerate,
  disposeState,
  svi,
  traceElbo,
  traceEnumElbo,
  type AutoGuide,
  type Svi,
} from '../../../src/infer/index.js';
import { key } from '../../../src/num/index.js';
import { plate, sample, seed, trace, type Program } from '../../../src/ppl/index.js';
import { describeEngines } from '../../support/engines.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { warningsOf } from '../../support/warningsOf.js';
import { guides } from './table.js';

/** One latent site of each kind of support, nested and crossed plates, and data. */
function manySupports(): void {
  const real = sample('real', dist.normal({ loc: 1, scale: 2 }));
  const positive = sample('positive', dist.gamma({ concentration: 2, rate: 3 }));
  sample('bounded', dist.uniform({ low: tf.scalar(-2), high: tf.tensor1d([1, 5]) }).toEvent(1));
  sample('simplex', dist.dirichlet({ concentration: tf.tensor1d([1, 2, 3]) }));
  sample('matrix', dist.normal({ loc: tf.zeros([2, 3]), scale: 1 }).toEvent(2));
  plate('outer', 3, () => {
    plate('inner', 2, () => {
      sample('both', dist.beta({ concentration1: 2, concentration0: 2 }));
    });
    const local = sample('local', dist.normal({ loc: real, scale: positive }));
    sample('data', dist.normal({ loc: local, scale: 1 }), { obs: tf.tensor1d([1, 2, 3]) });
  });
}

/** Local variables in a plate of which two indices take part in each run. */
function subsampled(): void {
  const scale = sample('scale', dist.gamma({ concentration: 2, rate: 1 }));
  plate(
    'rows',
    5,
    () => {
      const local = sample('local', dist.normal({ loc: tf.zeros([2]), scale }).toEvent(1));
      sample('data', dist.normal({ loc: tf.sum(local, -1), scale: 1 }), { obs: tf.scalar(1) });
    },
    { subsampleSize: 2 },
  );
}

/** A mixture, whose assignments enumeration sums out. */
function mixture(): void {
  const weights = sample('weights', dist.dirichlet({ concentration: tf.ones([2]) }));
  const locs = sample('locs', dist.normal({ loc: tf.tensor1d([-1, 1]), scale: 2 }).toEvent(1));
  plate('points', 3, () => {
    const k = sample('k', dist.oneHotCategorical({ probs: weights }));
    sample('x', dist.normal({ loc: tf.sum(tf.mul(k, locs), -1), scale: 1 }), { obs: tf.tensor1d([-2, 2, 2.5]) });
  });
}

const shapes: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> = {
  manySupports: { real: [], positive: [], bounded: [2], simplex: [3], matrix: [2, 3], both: [2, 3], local: [3] },
  subsampled: { scale: [], local: [5, 2] },
  mixture: { weights: [2], locs: [2] },
};
const models: readonly { readonly name: string; readonly model: Program<[]>; readonly enumerates: boolean }[] = [
  { name: 'manySupports', model: manySupports, enumerates: false },
  { name: 'subsampled', model: subsampled, enumerates: false },
  { name: 'mixture', model: configEnumerate(mixture), enumerates: true },
];

interface Case {
  readonly name: string;
  readonly guide: AutoGuide<[]>;
  readonly inference: Svi<[]>;
}

const cases = models.flatMap(({ name, model, enumerates }) =>
  guides.map((each) => ({
    name: `${each.name} of ${name}`,
    model,
    kind: name,
    hasQuantiles: each.hasQuantiles,
    isPoint: each.isPoint ?? false,
    make: (): Case => {
      const guide = each.make(model);
      const elbo = enumerates ? traceEnumElbo() : traceElbo();
      return { name, guide, inference: svi({ model, guide, optimizer: adam(), elbo }) };
    },
  })),
);

describe('every automatic guide', () => {
  useScalarEngine();

  it.each(cases)('$name: covers the model without a warning, within its supports', ({ make, model }) => {
    tf.tidy(() => {
      const { guide, inference } = make();
      // `init` checks shapes, plates, supports and names of both programs against each other.
      expect(warningsOf(() => inference.init(key(3)))).toEqual([]);
      const latents = [...trace(seed(key(0), model))().sites.values()].flatMap((site) =>
        site.type === 'sample' && !site.observed && !site.dist.hasEnumerateSupport ? [site] : [],
      );
      const result = seed(key(4), guide)();
      expect(Object.keys(result).sort()).toEqual(latents.map((site) => site.name).sort());
      for (const site of latents) expect(result[site.name]?.shape).toEqual(site.value.shape);
    });
  });

  it.each(cases.filter(({ kind }) => kind !== 'mixture'))(
    '$name: summaries have full shapes, lie in the supports, and are ordered',
    (each) => {
      tf.tidy(() => {
        const { guide, inference } = each.make();
        const params = inference.params(inference.init(key(3)));
        const expected = shapes[each.kind] ?? {};
        const check = (draws: Readonly<Record<string, tf.Tensor>>, outer: readonly number[]): void => {
          expect(Object.keys(draws).sort()).toEqual(Object.keys(expected).sort());
          for (const [name, shape] of Object.entries(expected)) {
            expect(draws[name]?.shape, name).toEqual([...outer, ...shape]);
            expect(draws[name]?.dataSync().every(Number.isFinite)).toBe(true);
          }
          expect((draws['positive'] ?? draws['scale'] ?? tf.scalar(1)).dataSync().every((x) => x > 0)).toBe(true);
          expect((draws['simplex'] ?? draws['weights'] ?? tf.scalar(0)).dataSync().every((x) => x >= 0 && x <= 1)).toBe(
            true,
          );
        };
        check(guide.samplePosterior(params, key(5), [4, 2]), [4, 2]);
        if (!each.hasQuantiles) return;
        check(guide.median(params), []);
        const quantiles = guide.quantiles(params, [0.1, 0.5, 0.9]);
        check(quantiles, [3]);
        const numbers = (name: string): Float32Array => quantiles[name]?.dataSync<'float32'>() ?? new Float32Array();
        for (const [name, shape] of Object.entries(expected)) {
          // Pieces of a stick have no order by quantiles.
          if (['simplex', 'weights'].includes(name)) continue;
          const values = numbers(name);
          for (let i = shape.reduce((a, b) => a * b, 1); i < values.length; i += 1) {
            expect(values[i]).toBeGreaterThanOrEqual(values[i - shape.reduce((a, b) => a * b, 1)] ?? NaN);
          }
        }
      });
    },
  );

  it.each(cases.filter(({ kind }) => kind === 'subsampled'))(
    '$name: draws of the same key are the same, and another key gives others',
    ({ make, isPoint }) => {
      tf.tidy(() => {
        const { guide, inference } = make();
        const params = inference.params(inference.init(key(3)));
        const draw = (seedOf: number): string =>
          String(guide.samplePosterior(params, key(seedOf))['local']?.dataSync());
        expect(draw(1)).toBe(draw(1));
        if (!isPoint) expect(draw(1)).not.toBe(draw(2));
      });
    },
  );
});

describeEngines('every automatic guide', () => {
  // The model whose plate is entered again, sliced, and takes other indices in each run.
  it.each(cases.filter(({ kind }) => kind === 'subsampled'))(
    '$name: steps and summaries leave no tensor behind',
    ({ make, hasQuantiles }) => {
      const { guide, inference } = make();
      const before = tf.memory().numTensors;
      let state = inference.init(key(3));
      const started = tf.memory().numTensors;
      for (let i = 0; i < 2; i += 1) state = inference.step(state).state;
      inference.evaluate(state);
      tf.tidy(() => {
        const params = inference.params(state);
        const inside = tf.memory().numTensors;
        const draws = guide.samplePosterior(params, key(0));
        expect(tf.memory().numTensors - inside).toBe(Object.keys(draws).length);
        if (hasQuantiles) {
          guide.median(params);
          expect(tf.memory().numTensors - inside).toBe(2 * Object.keys(draws).length);
        }
      });
      expect(tf.memory().numTensors).toBe(started);
      disposeState(state);
      expect(tf.memory().numTensors).toBe(before);
    },
  );
});
