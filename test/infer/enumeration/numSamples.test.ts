// Several draws in a dim of their own, and the marks that configEnumerate sets; unbiased.test.ts has their gradients.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { bernoulli, categorical, normal } from '../../../src/dist/index.js';
import {
  computeMarginals,
  configEnumerate,
  explain,
  traceEnumElbo,
  type ConfigEnumerateOptions,
} from '../../../src/infer/index.js';
import { ArgumentError, EnumerationError, fold, key } from '../../../src/num/index.js';
import { param, plate, sample, seed, trace, type Infer } from '../../../src/ppl/index.js';
import { estimator, zScore } from '../../support/estimates.js';
import { expectClose } from '../../support/expectClose.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { warningsOf } from '../../support/warningsOf.js';

useScalarEngine();

const marksOf = (program: () => unknown): Record<string, Infer> => {
  const { sites } = trace(seed(key(0), program))();
  return Object.fromEntries([...sites.values()].flatMap((s) => (s.type === 'sample' ? [[s.name, s.infer]] : [])));
};

describe('configEnumerate', () => {
  const program = (): void => {
    sample('k', bernoulli({ probs: 0.5 }));
    sample('marked', bernoulli({ probs: 0.5 }), { infer: { enumerate: 'parallel', expand: true } });
    sample('z', normal({ loc: 0, scale: 1 }));
    sample('x', bernoulli({ probs: 0.5 }), { obs: tf.scalar(1) });
  };

  it('marks latent sites with a support by its default, and none that is marked', () => {
    expect(marksOf(configEnumerate(program, { default: 'sequential' }))).toEqual({
      k: { enumerate: 'sequential', expand: false },
      marked: { enumerate: 'parallel', expand: true },
      z: {},
      x: {},
    });
    expect(marksOf(configEnumerate(program))['k']).toEqual({ enumerate: 'parallel', expand: false });
  });

  it('marks all latent sites for draws', () => {
    const marks = marksOf(configEnumerate(program, { numSamples: 4 }));
    expect(marks['k']?.numSamples).toBe(4);
    expect(marks['z']?.numSamples).toBe(4);
    expect(marks['marked']?.numSamples).toBeUndefined();
    expect(marks['x']).toEqual({});
  });

  it.each<[object, string]>([
    [{ default: 'parralel' }, "default: 'parallel' or 'sequential', got 'parralel'"],
    [{ default: 'sequential', numSamples: 2 }, "enumerate: 'parallel' together with numSamples, got 'sequential'"],
    [{ numSamples: 0 }, 'numSamples of at least 1, got 0'],
    [{ defualt: 'parallel' }, 'Try "default"'],
  ])('refuses %j', (options, message) => {
    expect(() => configEnumerate(program, options as ConfigEnumerateOptions)).toThrow(ArgumentError);
    expect(() => configEnumerate(program, options as ConfigEnumerateOptions)).toThrow(message);
  });

  it('in sequence is the same as in parallel', () => {
    const mixture = (): void => {
      const k = sample('k', categorical({ logits: tf.tensor1d([0, 1, -1]) }));
      sample('x', normal({ loc: tf.cast(k, 'float32'), scale: 1 }), { obs: tf.scalar(1.3) });
    };
    const guide = (): void => void sample('k', categorical({ logits: tf.tensor1d([1, 0, 0]) }));
    const [a, b] = (['parallel', 'sequential'] as const).map((strategy) =>
      estimator(
        traceEnumElbo(),
        { model: mixture, guide: configEnumerate(guide, { default: strategy }), args: [] },
        {},
      )(key(0)),
    );
    expectClose(a?.loss ?? NaN, b?.loss ?? NaN, { roundings: 64 });
  });
});

describe('numSamples in the guide', () => {
  const model = (): void => {
    const z = sample('z', normal({ loc: 0, scale: 1 }));
    plate('rows', 2, () => {
      const y = sample('y', normal({ loc: z, scale: 1 }));
      sample('x', normal({ loc: y, scale: 1 }), { obs: tf.tensor1d([1, -1]) });
    });
  };
  const guide = (): void => {
    const z = sample('z', normal({ loc: param('m'), scale: 0.5 }), { infer: { numSamples: 3 } });
    plate('rows', 2, () => {
      sample('y', normal({ loc: tf.mul(param('w'), z), scale: 0.5 }), { infer: { numSamples: 2 } });
    });
  };
  const params = { m: tf.scalar(0.7), w: tf.scalar(0.4) };
  const pair = { model, guide, args: [] };

  it('draws that are reparameterised: loss and gradients are those of the expectation', () => {
    warningsOf(() => {
      const estimate = estimator(traceEnumElbo(), pair, params);
      const runs = Array.from({ length: 150 }, (_, i) => estimate(fold(key(3), i)));
      // With v = 0.5²: E z² = m² + v, E (y - z)² = (w - 1)² E z² + v, E (x - y)² = w² E z² + v - 2 x w m + x².
      const loss = (m: number, w: number): number => {
        const z2 = m * m + 0.25;
        const rows = (w - 1) ** 2 * z2 + 0.25 + w * w * z2 + 0.25 + 1;
        const entropy = 3 * (0.5 * Math.log(2 * Math.PI) + Math.log(0.5) + 0.5);
        return 0.5 * z2 + rows + 5 * 0.5 * Math.log(2 * Math.PI) - entropy;
      };
      const slope = (f: (h: number) => number): number => (f(1e-4) - f(-1e-4)) / 2e-4;
      const pick = (name: string): number[] => runs.map(({ gradients }) => gradients[name]?.[0] ?? NaN);
      expect(
        Math.abs(
          zScore(
            runs.map((run) => run.loss),
            loss(0.7, 0.4),
          ),
        ),
      ).toBeLessThan(4);
      expect(
        Math.abs(
          zScore(
            pick('m'),
            slope((h) => loss(0.7 + h, 0.4)),
          ),
        ),
      ).toBeLessThan(4);
      expect(
        Math.abs(
          zScore(
            pick('w'),
            slope((h) => loss(0.7, 0.4 + h)),
          ),
        ),
      ).toBeLessThan(4);
    });
  });

  it('more draws lower the variance', () => {
    const spread = (numSamples: number): number => {
      const one = (): void => void sample('z', normal({ loc: param('m'), scale: 0.5 }), { infer: { numSamples } });
      const prior = (): void => void sample('z', normal({ loc: 0, scale: 1 }));
      const estimate = estimator(traceEnumElbo(), { model: prior, guide: one, args: [] }, { m: tf.scalar(1) });
      const losses = Array.from({ length: 60 }, (_, i) => estimate(fold(key(4), i)).loss);
      const mean = losses.reduce((a, b) => a + b) / losses.length;
      return losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0);
    };
    // The variance is as one to the number of draws: 16 to 1.
    expect(spread(16)).toBeLessThan(spread(1) / 4);
  });

  it('has a dim of its own in the plan; different numbers warn', () => {
    const bound = (): void => {
      const m = sample('z', normal({ loc: 0, scale: 1 }), { infer: { numSamples: 3 } });
      plate('rows', 2, () => void sample('y', normal({ loc: m, scale: 1 }), { infer: { numSamples: 2 } }));
    };
    const rows = explain(model, bound, []).sites.map(({ name, size, dim }) => [name, size, dim]);
    expect(rows).toEqual([
      ['z', 3, -2],
      ['y', 2, -3],
    ]);
    const warnings = warningsOf(() =>
      tf.tidy(() => void traceEnumElbo().prepare({ model, guide: bound, args: [] }, key(0))),
    );
    expect(warnings.join('\n')).toContain('numSamples differs between guide sites: 3 at "z", 2 at "y"');
  });

  it('refuses a number that is not whole, and draws in sequence', () => {
    const bad = (infer: Infer) => (): void => void sample('z', normal({ loc: 0, scale: 1 }), { infer });
    const run = (infer: Infer) => () => explain(model, bad(infer), []);
    expect(run({ numSamples: 1.5 })).toThrow('sample("z"): expected numSamples of at least 1, got 1.5');
    expect(run({ numSamples: 2, enumerate: 'sequential' })).toThrow(ArgumentError);
    expect(run({ numSamples: 1 })).not.toThrow();
  });
});

describe('numSamples in the model', () => {
  const infer: Infer = { numSamples: 4 };
  const model = (): void => {
    plate('rows', 2, () => {
      const z = sample('z', normal({ loc: 0, scale: 1 }), { infer });
      sample('x', normal({ loc: z, scale: 1 }), { obs: tf.tensor1d([1, -1]) });
    });
  };
  const pair = { model, guide: () => undefined, args: [] };

  it('is the log of the mean over the draws, row by row; and warns', () => {
    const warnings = warningsOf(() => {
      tf.tidy(() => {
        const plan = traceEnumElbo().prepare(pair, key(0));
        const [run] = traceEnumElbo().traces(pair, key(5), plan);
        const z = run?.model.sites.get('z');
        const values = z?.type === 'sample' ? (z.value.arraySync() as number[][]) : [];
        expect(values).toHaveLength(4);
        const expected = [1, -1].map((x, row) => {
          const terms = values.map((draw) => Math.exp(-0.5 * (x - (draw[row] ?? NaN)) ** 2) / Math.sqrt(2 * Math.PI));
          return Math.log(terms.reduce((a, b) => a + b) / 4);
        });
        expectClose(traceEnumElbo().loss(pair, key(5), plan), -expected.reduce((a, b) => a + b), { roundings: 64 });
      });
    });
    expect(warnings.join('\n')).toContain('sample("z"): numSamples in the model gives gradients that are wrong');
  });

  it('has no marginals', () => {
    expect(() =>
      seed(
        key(0),
        computeMarginals(model, () => undefined),
      )(),
    ).toThrow(EnumerationError);
  });
});
