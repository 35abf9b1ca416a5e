// What the objectives promise beyond the sum over all assignments (bruteForce.test.ts) and unbiased scores (scores.test.ts).
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { bernoulli, categorical, normal, oneHotCategorical } from '../../../src/dist/index.js';
import {
  configEnumerate,
  traceElbo,
  traceEnumElbo,
  traceMeanFieldElbo,
  type Objective,
  type ProgramPair,
} from '../../../src/infer/index.js';
import { fold, key } from '../../../src/num/index.js';
import {
  factor,
  mask,
  param,
  plate,
  sample,
  scale,
  sequentialPlate,
  subsample,
  type Subsample,
} from '../../../src/ppl/index.js';
import { describeEngines } from '../../support/engines.js';
import { estimator, zScore, type Estimate } from '../../support/estimates.js';
import { expectClose } from '../../support/expectClose.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { warningsOf } from '../../support/warningsOf.js';

useScalarEngine();

type Params = Readonly<Record<string, tf.Tensor>>;

/** The loss and gradients at `params`, by one key; nothing is printed. */
function at(objective: Objective, model: () => unknown, guide: () => unknown, params: Params, seed = 1): Estimate {
  let estimate: Estimate = { loss: NaN, gradients: {} };
  warningsOf(() => (estimate = estimator(objective, { model, guide, args: [] }, params)(key(seed))));
  return estimate;
}

function expectSame(a: Estimate, b: Estimate, factorOfB = 1): void {
  expectClose(a.loss, b.loss * factorOfB, { roundings: 64 });
  for (const [name, gradient] of Object.entries(a.gradients)) {
    expectClose(
      gradient,
      (b.gradients[name] ?? []).map((g) => g * factorOfB),
      { roundings: 256 },
    );
  }
}

const data = tf.tensor1d([-1, 0.5, 2, 3]);
const params = {
  logits: tf.tensor2d([
    [0.3, -0.2, 1],
    [0, 1, -1],
    [0.5, 0.5, 0],
    [2, 0, 1],
  ]),
  loc: tf.tensor1d([-1, 0.5, 2]),
  weight: tf.tensor1d([0.2, 0, -0.3]),
};

/** A mixture with its classes summed in the guide or the model, and a plate of the given indices. */
function mixture(
  side: 'guide' | 'model',
  options: { readonly subsample?: Subsample; readonly subsampleSize?: number } = {},
): ProgramPair {
  const mark = { infer: { enumerate: 'parallel' } } as const;
  return {
    model: () => {
      const [loc, weight] = [param('loc'), param('weight')];
      plate(
        'data',
        4,
        () => {
          const k = sample('k', oneHotCategorical({ logits: weight }), side === 'model' ? mark : {});
          sample('x', normal({ loc: tf.sum(tf.mul(k, loc), -1), scale: 1 }), { obs: subsample(data, { eventDim: 0 }) });
        },
        options,
      );
    },
    guide: () => {
      if (side === 'model') return;
      plate(
        'data',
        4,
        () => sample('k', oneHotCategorical({ logits: param('logits', undefined, { eventDim: 1 }) }), mark),
        options,
      );
    },
    args: [],
  };
}

describe('subsampling', () => {
  const pairs = [
    [0, 1],
    [0, 2],
    [0, 3],
    [1, 2],
    [1, 3],
    [2, 3],
  ];
  it.each(['guide', 'model'] as const)(
    'the ELBO averaged over all subsamples is the full ELBO, gradients too (sums in the %s)',
    (side) => {
      const { model, guide } = mixture(side);
      const full = at(traceEnumElbo(), model, guide, params);
      const parts = pairs.map((indices) => {
        const part = mixture(side, { subsample: indices });
        return at(traceEnumElbo(), part.model, part.guide, params);
      });
      expectSame(full, meanOf(parts));
    },
  );

  it('so it is over the shifts of a lattice, given as a function of a key', () => {
    const shifted: Estimate[] = [];
    for (const shift of [0, 1]) {
      const part = mixture('guide', { subsample: () => [shift, shift + 2] });
      shifted.push(at(traceEnumElbo(), part.model, part.guide, params));
    }
    const { model, guide } = mixture('guide');
    expectSame(at(traceEnumElbo(), model, guide, params), meanOf(shifted));
  });

  it('drawn indices give it in expectation, and guide and model share them', () => {
    const { model, guide } = mixture('guide', { subsampleSize: 2 });
    const full = mixture('guide');
    const exact = at(traceEnumElbo(), full.model, full.guide, params);
    const draw = estimator(traceEnumElbo(), { model, guide, args: [] }, params);
    const losses = Array.from({ length: 80 }, (_, i) => draw(fold(key(3), i)).loss);
    expect(Math.abs(zScore(losses, exact.loss))).toBeLessThan(4);
  });
});

describeEngines('probabilities of exactly 0 and 1', () => {
  const certain = tf.tensor1d([0, -Infinity, -Infinity]);

  it.each(['guide', 'model'] as const)('give neither NaN nor a NaN gradient in the %s', (side) => {
    const choices = {
      logits: tf.tile(tf.expandDims(certain, 0), [4, 1]),
      loc: params.loc,
      weight: side === 'model' ? certain : params.weight,
    };
    const { model, guide } = mixture(side);
    const { loss, gradients } = at(traceEnumElbo(), model, guide, choices);
    expect(Number.isFinite(loss)).toBe(true);
    expect(Object.values(gradients).flat().every(Number.isFinite)).toBe(true);
  });

  it('where the model calls impossible what the guide never does, the loss is finite', () => {
    const mark = { infer: { enumerate: 'parallel' } } as const;
    const pair = (guideLogits: tf.Tensor1D) => (): Estimate =>
      at(
        traceEnumElbo(),
        () => sample('k', categorical({ logits: certain })),
        () => sample('k', categorical({ logits: param('q') }), mark),
        { q: guideLogits },
      );
    const never = pair(certain)();
    expectClose(never.loss, 0);
    expect(never.gradients['q']?.every(Number.isFinite)).toBe(true);
    expect(pair(tf.tensor1d([0, 0, -Infinity]))().loss).toBe(Infinity);
  });

  it('bernoullis with infinite logits too', () => {
    const mark = { infer: { enumerate: 'parallel' } } as const;
    const { loss, gradients } = at(
      traceEnumElbo(),
      () =>
        sample('x', normal({ loc: tf.mul(sample('b', bernoulli({ logits: 0 })), param('w')), scale: 1 }), {
          obs: tf.scalar(1),
        }),
      () => sample('b', bernoulli({ logits: param('q') }), mark),
      { q: tf.scalar(Infinity), w: tf.scalar(1) },
    );
    expectClose(loss, Math.LN2 + 0.5 * Math.log(2 * Math.PI), { roundings: 8 });
    expectClose(gradients['w'] ?? [], 0);
    expect(gradients['q']?.every(Number.isFinite)).toBe(true);
  });
});

describe('traceEnumElbo', () => {
  const { model, guide } = mixture('guide');
  const whole = at(traceEnumElbo(), model, guide, params);

  it('scale s on everything multiplies loss and gradients by s; a mask of true changes nothing', () => {
    expectSame(at(traceEnumElbo(), scale(3, model), scale(3, guide), params), whole, 3);
    const yes = tf.scalar(true, 'bool');
    expectSame(at(traceEnumElbo(), mask(yes, model), mask(yes, guide), params), whole);
    expectSame(at(traceEnumElbo(), scale(tf.scalar(3), model), scale(tf.scalar(3), guide), params), whole, 3);
  });

  it('does not depend on the key where nothing is drawn, nor on expand or particles', () => {
    expectSame(at(traceEnumElbo(), model, guide, params, 5), whole);
    expectSame(at(traceEnumElbo({ numParticles: 3 }), model, guide, params), whole);
    expectSame(at(traceEnumElbo(), model, configEnumerate(guide, { expand: true }), params), whole);
  });

  it('a vectorised plate is a sequential one is written-out copies', () => {
    const sequential = (side: 'guide' | 'model') => (): unknown =>
      sequentialPlate('data', 4, (i) => {
        const row = tf.reshape(tf.slice(side === 'guide' ? param('logits') : data, i, 1), side === 'guide' ? [3] : []);
        const logits = side === 'guide' ? row : param('weight');
        const k = sample(`k${i}`, oneHotCategorical({ logits }), { infer: { enumerate: 'parallel' } });
        if (side === 'model')
          sample(`x${i}`, normal({ loc: tf.sum(tf.mul(k, param('loc')), -1), scale: 1 }), { obs: row });
      });
    expectSame(at(traceEnumElbo(), sequential('model'), sequential('guide'), params), whole);
  });

  it('an unobserved enumerated leaf adds exactly 0 to value and gradients', () => {
    const leafy = (): void => {
      model();
      plate('data', 4, () =>
        sample('leaf', categorical({ logits: param('loc') }), { infer: { enumerate: 'parallel' } }),
      );
    };
    expectSame(at(traceEnumElbo(), leafy, guide, params), whole);
  });

  it('without anything enumerated it is traceElbo', () => {
    const reparameterised: [() => unknown, () => unknown] = [
      () => sample('x', normal({ loc: sample('z', normal({ loc: 0, scale: 1 })), scale: 1 }), { obs: tf.scalar(2) }),
      () => sample('z', normal({ loc: param('loc'), scale: 0.5 })),
    ];
    const at2 = (objective: Objective): Estimate => at(objective, ...reparameterised, { loc: tf.scalar(0.3) }, 9);
    expectSame(at2(traceEnumElbo()), at2(traceElbo()));
  });

  it('a plate may bear the name of an enumerated site', () => {
    const named = (): unknown =>
      plate('k', 2, () =>
        sample(
          'x',
          normal({
            loc: sample('k', bernoulli({ logits: param('loc') }), { infer: { enumerate: 'parallel' } }),
            scale: 1,
          }),
          { obs: tf.tensor1d([0, 1]) },
        ),
      );
    const plain = (): unknown =>
      plate('p', 2, () =>
        sample(
          'x',
          normal({
            loc: sample('k', bernoulli({ logits: param('loc') }), { infer: { enumerate: 'parallel' } }),
            scale: 1,
          }),
          { obs: tf.tensor1d([0, 1]) },
        ),
      );
    const given = { loc: tf.scalar(0.4) };
    expectSame(
      at(traceEnumElbo(), named, () => undefined, given),
      at(traceEnumElbo(), plain, () => undefined, given),
    );
  });

  it('a mask under toEvent is not part of the measure', () => {
    const hidden = (): unknown =>
      sample('k', bernoulli({ logits: param('loc') }).mask(tf.scalar(false, 'bool')), {
        infer: { enumerate: 'parallel' },
      });
    const { loss, gradients } = at(traceEnumElbo(), hidden, () => undefined, { loc: tf.scalar(0.4) });
    expectClose(loss, 0, { roundings: 4 });
    expectClose(gradients['loc'] ?? [], 0, { roundings: 4 });
  });

  it('a site of size 1 in a plate without size counts once', () => {
    const sized = (): unknown =>
      plate('p', undefined, () => [
        sample('a', normal({ loc: param('loc'), scale: 1 }), { obs: tf.zeros([1]) }),
        sample('k', bernoulli({ logits: tf.zeros([3]) }), { infer: { enumerate: 'parallel' } }),
      ]);
    const guided = (): unknown =>
      plate('p', undefined, () =>
        sample('k', bernoulli({ logits: tf.zeros([3]) }), { infer: { enumerate: 'parallel' } }),
      );
    expectClose(at(traceEnumElbo(), sized, guided, { loc: tf.scalar(0) }).loss, 0.5 * Math.log(2 * Math.PI), {
      roundings: 8,
    });
  });

  it('a factor in a guide counts as log q', () => {
    const { loss, gradients } = at(
      traceElbo(),
      () => undefined,
      () => factor('f', param('loc'), { hasRsample: true }),
      { loc: tf.scalar(0.7) },
    );
    expectClose([loss, ...(gradients['loc'] ?? [])], [0.7, 1], { roundings: 1 });
  });
});

describe('traceMeanFieldElbo', () => {
  const latent = (loc: tf.Tensor | number, spread: tf.Tensor | number): unknown =>
    plate('p', 3, () => sample('z', normal({ loc, scale: spread })));
  const model = (): unknown => {
    const z = latent(0.5, 2) as tf.Tensor;
    return plate('p', 3, () => sample('x', normal({ loc: z, scale: 1 }), { obs: tf.tensor1d([0, 1, 2]) }));
  };
  const guide = (): unknown => latent(param('loc'), param('scale'));
  const given = { loc: tf.scalar(0.2), scale: tf.scalar(0.7) };
  const draws = (objective: Objective, m: () => unknown, g: () => unknown): Estimate[] => {
    let all: Estimate[] = [];
    warningsOf(() => {
      const draw = estimator(objective, { model: m, guide: g, args: [] }, given);
      all = Array.from({ length: 60 }, (_, i) => draw(fold(key(5), i)));
    });
    return all;
  };

  const hidden = tf.tensor1d([1, 0, 1], 'bool');
  it.each([
    ['as they are', (f: () => unknown) => f, (f: () => unknown) => f],
    [
      'scaled and masked alike',
      (f: () => unknown) => scale(2, mask(hidden, f)),
      (f: () => unknown) => scale(2, mask(hidden, f)),
    ],
    ['scaled differently', (f: () => unknown) => scale(2, f), (f: () => unknown) => f],
  ])('is traceElbo in expectation, with guide and model %s', (_, onModel, onGuide) => {
    const [exact, sampled] = [traceMeanFieldElbo(), traceElbo()].map((objective) =>
      draws(objective, onModel(model), onGuide(guide)),
    );
    const differences = (exact ?? []).map(({ loss }, i) => loss - (sampled?.[i]?.loss ?? NaN));
    expect(Math.abs(zScore(differences, 0))).toBeLessThan(4);
    const slopes = (exact ?? []).map(
      ({ gradients }, i) => (gradients['scale']?.[0] ?? NaN) - (sampled?.[i]?.gradients['scale']?.[0] ?? NaN),
    );
    expect(Math.abs(zScore(slopes, 0))).toBeLessThan(4);
  });

  it('has no noise where everything is in closed form', () => {
    const losses = draws(traceMeanFieldElbo(), () => latent(0.5, 2), guide).map(({ loss }) => loss);
    expect(new Set(losses).size).toBe(1);
    const closed = 3 * (Math.log(2 / 0.7) + (0.7 ** 2 + 0.3 ** 2) / 8 - 0.5);
    expectClose(losses[0] ?? NaN, closed, { roundings: 32 });
  });

  const one = Math.log(2 / 0.7) + (0.7 ** 2 + 0.3 ** 2) / 8 - 0.5;
  it.each([
    ['a mask', 2 * one, (f: () => unknown) => () => mask(tf.tensor1d([1, 0, 1], 'bool'), f)()],
    [
      'nested masks',
      one,
      (f: () => unknown) => () => mask(tf.tensor1d([1, 0, 1], 'bool'), mask(tf.tensor1d([1, 1, 0], 'bool'), f))(),
    ],
    ['a scale', 6.5 * one, (f: () => unknown) => () => scale(tf.tensor1d([1, 0.5, 5]), f)()],
  ] as const)('nor where both sides make %s of their own, with the same numbers', (_, closed, around) => {
    const losses = draws(
      traceMeanFieldElbo(),
      around(() => latent(0.5, 2)),
      around(guide),
    ).map(({ loss }) => loss);
    expect(new Set(losses).size).toBe(1);
    expectClose(losses[0] ?? NaN, closed, { roundings: 64 });
  });

  it('but it has, and is right in expectation, where these differ', () => {
    const [onModel, onGuide] = [
      [1, 0, 1],
      [1, 1, 0],
    ].map((bits) => (f: () => unknown) => () => mask(tf.tensor1d(bits, 'bool'), f)()) as [
      (f: () => unknown) => () => unknown,
      (f: () => unknown) => () => unknown,
    ];
    const losses = draws(
      traceMeanFieldElbo(),
      onModel(() => latent(0.5, 2)),
      onGuide(guide),
    ).map(({ loss }) => loss);
    expect(new Set(losses).size).toBeGreaterThan(1);
    // E log q of the first two draws less E log p of the first and third.
    const logQ = -0.5 * Math.log(2 * Math.PI) - Math.log(0.7) - 0.5;
    const logP = -0.5 * Math.log(2 * Math.PI) - Math.log(2) - (0.7 ** 2 + 0.3 ** 2) / 8;
    expect(Math.abs(zScore(losses, 2 * logQ - 2 * logP))).toBeLessThan(4);
  });
});

function meanOf(estimates: readonly Estimate[]): Estimate {
  const mean = (pick: (estimate: Estimate) => number): number =>
    estimates.reduce((sum, e) => sum + pick(e), 0) / estimates.length;
  const [first] = estimates;
  const gradients = Object.entries(first?.gradients ?? {}).map(([name, gradient]) => {
    return [name, gradient.map((_, i) => mean((e) => e.gradients[name]?.[i] ?? NaN))] as const;
  });
  return { loss: mean(({ loss }) => loss), gradients: Object.fromEntries(gradients) };
}
