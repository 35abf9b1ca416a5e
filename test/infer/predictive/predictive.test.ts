import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { bernoulli, normal } from '../../../src/dist/index.js';
import { importance, predictive, samplePosterior, type PredictiveOptions } from '../../../src/infer/index.js';
import { ArgumentError, key, ShapeError } from '../../../src/num/index.js';
import { deterministic, factor, param, plate, sample, substitute } from '../../../src/ppl/index.js';
import { describeEngines } from '../../support/engines.js';
import { errorOf } from '../../support/errorOf.js';
import { expectClose } from '../../support/expectClose.js';
import { newTensors } from '../../support/newTensors.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { warningsOf } from '../../support/warningsOf.js';

useScalarEngine();

type Options = PredictiveOptions<[tf.Tensor?]>;
const ROWS = 3;
const COUNT = 4;

/** A global scalar, a global vector, a plate inside a plate, data, a factor, and values computed from them. */
const model = (obs?: tf.Tensor): void => {
  const loc = sample('loc', normal({ loc: 1, scale: 2 }));
  const vector = sample('vector', normal({ loc: tf.zeros([2]), scale: 1 }).toEvent(1));
  deterministic('length', tf.sum(tf.square(vector), -1));
  deterministic('constant', tf.tensor1d([5, 6]));
  factor('f', tf.scalar(-1));
  plate('rows', ROWS, () => {
    const z = sample('z', normal({ loc, scale: 0.5 }));
    deterministic('double', tf.mul(z, 2));
    sample('y', normal({ loc: z, scale: 0.1 }), obs === undefined ? {} : { obs });
    plate('columns', 2, () => sample('w', bernoulli({ probs: 0.3 })));
  });
};

const shapes: Record<string, number[]> = {
  loc: [],
  vector: [2],
  length: [],
  constant: [2],
  z: [ROWS],
  double: [ROWS],
  y: [ROWS],
  w: [2, ROWS],
};

const given = (): Record<string, tf.Tensor> => ({
  loc: tf.tensor1d([1, 2, 3, 4]),
  vector: tf.reshape(tf.range(0, 8), [4, 2]),
  z: tf.reshape(tf.range(0, 12), [4, ROWS]),
  w: tf.ones([4, 2, ROWS]),
  y: tf.reshape(tf.range(20, 32), [4, ROWS]),
});

describeEngines('predictive', () => {
  it.each([false, true])('gives [S, ...shape of one run] at every site (parallel: %s)', (parallel) => {
    const draws = predictive(model, { numSamples: COUNT, parallel })(key(0));
    const found = Object.entries(draws).map(([name, x]) => [name, x.shape] as const);
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, [COUNT, ...shape]])),
    );
  });

  it('gives equal values in turn and in parallel when every site is given', () => {
    const run = (parallel: boolean): Record<string, tf.Tensor> => {
      const returnSites = Object.keys(shapes);
      return predictive(model, { posteriorSamples: given(), returnSites, parallel })(key(1));
    };
    const [inTurn, atOnce] = [run(false), run(true)];
    for (const name of Object.keys(shapes)) expectClose(atOnce[name] ?? [], inTurn[name] ?? [], { roundings: 4 });
    expectClose(inTurn['length'] ?? [], [1, 13, 41, 85]);
    expectClose(
      inTurn['double'] ?? [],
      Array.from({ length: 12 }, (_, i) => 2 * i),
    );
  });
});

describe('predictive', () => {
  it.each([false, true])('leaves only what it returns (parallel: %s)', (parallel) => {
    const posteriorSamples = given();
    const draw = predictive(model, { posteriorSamples, parallel });
    expect(newTensors(() => draw(key(0)))).toBe(3);
    expect(Object.values(posteriorSamples).some((x) => x.isDisposed)).toBe(false);
  });

  it.each([false, true])('returns by default what the samples lack, data included (parallel: %s)', (parallel) => {
    const { loc = tf.zeros([4]), vector = tf.zeros([4, 2]) } = given();
    const draws = predictive(model, { posteriorSamples: { loc, vector }, parallel })(key(2), tf.tensor1d([7, 8, 9]));
    expect(Object.keys(draws).sort()).toEqual(['constant', 'double', 'length', 'w', 'y', 'z']);
    expectClose(draws['y'] ?? [], [7, 8, 9, 7, 8, 9, 7, 8, 9, 7, 8, 9]);
    expectClose(draws['constant'] ?? [], [5, 6, 5, 6, 5, 6, 5, 6]);
  });

  it.each([false, true])('has the law of the prior (parallel: %s)', (parallel) => {
    const count = parallel ? 4000 : 150;
    const draws = predictive(model, { numSamples: count, parallel, returnSites: ['y', 'z', 'loc'] })(key(3));
    // y = loc + noise: mean 1, variance 4 + 0.25 + 0.01; five standard errors of mean and of variance.
    const { mean, variance } = tf.moments(tf.slice(draws['y'] ?? tf.zeros([1]), [0, 0], [count, 1]));
    expectClose(mean, 1, { tolerance: 5 * Math.sqrt(4.26 / count) });
    expectClose(variance, 4.26, { tolerance: 5 * 4.26 * Math.sqrt(2 / count) });
    // Rows share loc, and no two runs do: the covariance of two rows is that of loc alone.
    const [a, b] = [0, 1].map((i) => tf.slice(draws['z'] ?? tf.zeros([1]), [0, i], [count, 1]));
    const covariance = tf.mean(tf.mul(tf.sub(a ?? 0, 1), tf.sub(b ?? 0, 1)));
    expectClose(covariance, 4, { tolerance: (5 * Math.sqrt(4.25 ** 2 + 16)) / Math.sqrt(count) });
  });

  it.each([false, true])('with a guide draws latents from it and returns all sites (parallel: %s)', (parallel) => {
    const guide = (): void => {
      const loc = sample('loc', normal({ loc: param('m', tf.scalar(0)), scale: 0.01 }));
      plate('rows', ROWS, () => sample('z', normal({ loc, scale: 0.01 })));
    };
    const params = { m: tf.scalar(50) };
    const draws = predictive(model, { guide, params, numSamples: COUNT, parallel })(key(4));
    expect(Object.keys(draws).sort()).toEqual(Object.keys(shapes).sort());
    expectClose(draws['y'] ?? [], Array<number>(COUNT * ROWS).fill(50), { tolerance: 1 });
    const drawLatent = samplePosterior(model, guide, { params, numSamples: COUNT, parallel });
    const latent = drawLatent(key(4), tf.zeros([ROWS]));
    expect(Object.keys(latent).sort()).toEqual(['constant', 'double', 'length', 'loc', 'vector', 'w', 'z']);
    expectClose(latent['z'] ?? [], draws['z'] ?? []);
  });

  it.each([false, true])('samplePosterior sums what the guide lacks (parallel: %s)', (parallel) => {
    const size = parallel ? 2000 : 300;
    const near = (k: tf.Tensor): tf.Tensor => tf.sub(tf.mul(4, tf.cast(k, 'float32')), 2);
    const pair = (x: tf.Tensor): void => {
      plate('rows', 2, () => {
        const k = sample('k', bernoulli({ probs: 0.3 }));
        sample('x', normal({ loc: near(k), scale: 3 }), { obs: x });
        deterministic('twice', tf.mul(k, 2));
      });
    };
    const draws = samplePosterior(pair, () => undefined, { numSamples: size, parallel })(key(8), tf.tensor1d([1, -4]));
    // P(k = 1 | x) of two normal densities 4 apart, of scale 3 and around 0.
    const exact = [1, -4].map((x) => 1 / (1 + (0.7 / 0.3) * Math.exp((-4 * x) / 9)));
    const shares = tf.mean(draws['k'] ?? tf.scalar(NaN), 0);
    exact.forEach((p, i) => {
      expectClose(tf.slice(shares, i, 1), p, { tolerance: 5 * Math.sqrt((p * (1 - p)) / size) });
    });
    expectClose(draws['twice'] ?? [], tf.mul(draws['k'] ?? 0, 2));
    expect(Object.keys(draws)).not.toContain('x');
  });

  it('samplePosterior names what comes from the prior, once, and refuses a guide that enumerates', () => {
    const program = (): unknown => sample('z', normal({ loc: 0, scale: 1 }));
    const draw = (guide: () => unknown): unknown => samplePosterior(program, guide, { numSamples: 3 })(key(0));
    expect(warningsOf(() => draw(() => undefined))).toEqual([
      'samplePosterior: site "z" is not in the guide and has no finite support; it is drawn from its prior.',
    ]);
    expect(warningsOf(() => draw(program))).toEqual([]);
    const enumerating = (): unknown => sample('k', bernoulli({ probs: 0.5 }), { infer: { enumerate: 'parallel' } });
    expect(() => draw(enumerating)).toThrow('sample("k"): expected a guide without enumeration');
  });

  it('the same key gives the same draws, another one others', () => {
    const draw = predictive(model, { numSamples: 2, returnSites: ['loc'] });
    const values = (seed: number): number[] => [...(draw(key(seed))['loc']?.dataSync() ?? [])];
    expect(values(5)).toEqual(values(5));
    expect(values(5)).not.toEqual(values(6));
  });

  it('refuses both sources, and neither without a number of runs', () => {
    const refuse = (options: Options, message: string): void => {
      expect(() => predictive(model, options)).toThrow(ArgumentError);
      expect(() => predictive(model, options)).toThrow(message);
    };
    refuse({ posteriorSamples: given(), guide: () => undefined }, 'posteriorSamples or a guide, got both');
    refuse({}, 'predictive: expected posteriorSamples, or numSamples, got neither');
    refuse({ guide: () => undefined }, 'got neither');
    refuse({ numSamples: 0 }, 'numSamples of at least 1, got 0');
    refuse({ posteriorSamples: { a: tf.zeros([2]), b: tf.zeros([3]) } }, 'of one leading size, got 2 and 3');
    refuse({ numSample: 3 } as object, 'got "numSample". Try "numSamples"');
    expect(() => predictive(model, { numSamples: 1, returnSites: ['x'] })(key(0))).toThrow(
      'returnSites: expected sites of the model (loc, vector, length, constant, z, double, y, w), got "x"',
    );
  });

  it('warns where numSamples disagrees with the samples, which win', () => {
    const posteriorSamples = given();
    const warnings = warningsOf(() => {
      const draws = predictive(model, { posteriorSamples, numSamples: 7, returnSites: ['loc'] })(key(0));
      expect(draws['loc']?.shape).toEqual([4]);
    });
    expect(warnings).toEqual(['predictive: numSamples is 7, but posteriorSamples hold 4 draws, which are used.']);
    expect(warningsOf(() => predictive(model, { posteriorSamples, numSamples: 4 }))).toEqual([]);
  });

  it('in parallel, refuses a value that mixes the runs up, which in turn is no fault', () => {
    const mixing = (): void => {
      const x = sample('x', normal({ loc: tf.zeros([2]), scale: 1 }).toEvent(1));
      deterministic('sum', tf.sum(x));
    };
    const run = (parallel: boolean) => () => predictive(mixing, { numSamples: 3, parallel })(key(0));
    expect(run(false)).not.toThrow();
    // A sum over everything is one number, which looks like a value that all runs have in common.
    expect(run(true)()['sum']?.shape).toEqual([3]);
    const merging = (): void => {
      const x = sample('x', normal({ loc: 0, scale: 1 }));
      deterministic('pair', tf.concat([tf.reshape(x, [-1]), tf.zeros([1])]));
    };
    expect(() => predictive(merging, { numSamples: 3, parallel: true })(key(0))).toThrow(ShapeError);
  });
});

describe('names', () => {
  const guide = (): void => {
    sample('loc', normal({ loc: param('mean', tf.scalar(0)), scale: 1 }));
  };
  const small = (): void => {
    sample('loc', normal({ loc: 0, scale: 1 }));
  };

  it.each([
    ['predictive', (params: Record<string, tf.Tensor>) => predictive(small, { guide, numSamples: 2, params })(key(0))],
    [
      'samplePosterior',
      (params: Record<string, tf.Tensor>) => samplePosterior(small, guide, { numSamples: 2, params })(key(0)),
    ],
    ['importance', (params: Record<string, tf.Tensor>) => importance(small, guide, { numSamples: 2, params })(key(0))],
  ] as const)('%s: a parameter without a value is an error, with the near name that was given', (_, query) => {
    for (const [params, hint] of [
      [{}, 'params'],
      [{ maen: tf.scalar(3) }, '"maen"'],
    ] as const) {
      const error = errorOf(() => query(params));
      expect(error).toMatchObject({ code: 'ParamError', where: 'param("mean")' });
      expect(error.hint).toContain(hint);
    }
    expect(() => query({ mean: tf.scalar(3) })).not.toThrow();
  });

  it('a parameter that the caller has substituted needs no other value', () => {
    const fitted = substitute({ mean: tf.scalar(3) }, guide);
    expect(() => predictive(small, { guide: fitted, numSamples: 2 })(key(0))).not.toThrow();
  });

  it.each([false, true])(
    'warns once of posterior samples that the model has no site for (parallel: %s)',
    (parallel) => {
      const posteriorSamples = { vectro: tf.zeros([4, 2]), loc: tf.zeros([4]) };
      const draw = predictive(model, { posteriorSamples, parallel });
      expect(warningsOf(() => draw(key(0)))).toEqual([
        'predictive.posteriorSamples: no sample("vectro") in the program; did you mean "vector"?',
      ]);
      // Draws of another query hold values that were computed, and sites that are returned again.
      expect(warningsOf(() => predictive(model, { posteriorSamples: { length: tf.zeros([4]) } })(key(0)))).toEqual([]);
    },
  );
});
