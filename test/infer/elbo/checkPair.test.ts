// What an objective says about a guide and model that do not fit: each error and warning, and a near miss without it.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { bernoulli, categorical, normal, uniform } from '../../../src/dist/index.js';
import { traceElbo, traceEnumElbo, traceMeanFieldElbo, type Objective } from '../../../src/infer/index.js';
import { lintPair } from '../../../src/infer/check/checkPair.js';
import { runPair } from '../../../src/infer/elbo/runPair.js';
import {
  ArgumentError,
  EnumerationError,
  EstimatorError,
  key,
  ShapeError,
  SiteError,
  SupportError,
} from '../../../src/num/index.js';
import { block, factor, mask, plate, sample, scale, sequentialPlate } from '../../../src/ppl/index.js';
import { errorOf } from '../../support/errorOf.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { warningsOf } from '../../support/warningsOf.js';

useScalarEngine();

type Body = () => unknown;
const standard = normal({ loc: 0, scale: 1 });
const wide = (n: number): ReturnType<typeof normal> => normal({ loc: tf.zeros([n]), scale: 1 });
const latent = (name = 'z', infer = {}): tf.Tensor => sample(name, standard, { infer });
const coin = (name = 'k', infer: object = { enumerate: 'parallel' }): tf.Tensor =>
  sample(name, bernoulli({ probs: 0.5 }), { infer });
const datum = (loc: tf.Tensor | number = 0, name = 'x', size?: number): tf.Tensor =>
  sample(name, normal({ loc, scale: 1 }), { obs: size === undefined ? tf.scalar(0) : tf.zeros([size]) });
const nothing: Body = () => undefined;

function prepare(model: Body, guide: Body = nothing, objective: Objective = traceEnumElbo()): () => unknown {
  return () => tf.tidy(() => void objective.prepare({ model, guide, args: [] }, key(0)));
}

/** What `prepare` throws, without the table of sites; warnings are not printed. */
function problem(model: Body, guide: Body = nothing, objective: Objective = traceEnumElbo()): Error | undefined {
  let error: Error | undefined;
  warningsOf(() => {
    try {
      prepare(model, guide, objective)();
    } catch (thrown) {
      error = thrown as Error;
    }
  });
  return error;
}

function expectProblem(
  error: Error | undefined,
  type: { readonly name: string },
  where: string,
  more: readonly string[] = [],
): void {
  expect(error).toMatchObject({ code: type.name, where });
  for (const datum of more) expect(error?.message).toContain(datum);
}

describe('guide and model', () => {
  it('must agree in the event shape of a shared site', () => {
    const model =
      (n: number): Body =>
      () =>
        sample('z', wide(n).toEvent(1));
    expectProblem(problem(model(2), model(3), traceElbo()), ShapeError, 'sample("z")');
    const rank: Body = () => plate('p', 2, () => sample('z', wide(2)));
    expectProblem(problem(rank, model(2), traceElbo()), ShapeError, 'sample("z")');
    expect(problem(model(2), model(2), traceElbo())).toBeUndefined();
  });

  it('must agree in the plates of a shared site, but not in sequential ones', () => {
    const inPlate =
      (name: string, dim?: number): Body =>
      () =>
        plate(name, 2, () => latent(), dim === undefined ? {} : { dim });
    expectProblem(problem(inPlate('p'), inPlate('q'), traceElbo()), ShapeError, 'sample("z")', [
      '"p" (size 2, dim -1)',
      '"q" (size 2, dim -1)',
    ]);
    expectProblem(problem(inPlate('p', -2), inPlate('p', -1), traceElbo()), ShapeError, 'sample("z")');
    expectProblem(
      problem(() => latent(), inPlate('p'), traceElbo()),
      ShapeError,
      'sample("z")',
    );
    const sequential: Body = () => sequentialPlate('t', 2, (i) => latent(`z${i}`));
    expect(problem(sequential, () => [latent('z0'), latent('z1')], traceElbo())).toBeUndefined();
  });

  it('the guide may not sample what the model observes', () => {
    expectProblem(
      problem(
        () => datum(0, 'z'),
        () => latent(),
        traceElbo(),
      ),
      SiteError,
      'sample("z")',
    );
  });

  it('values lie in the support, except under a mask', () => {
    const inUnit =
      (value: number): Body =>
      () =>
        sample('u', uniform({ low: 0, high: 1 }), { obs: tf.scalar(value) });
    expectProblem(problem(inUnit(2), nothing, traceElbo()), SupportError, 'sample("u")');
    expect(problem(inUnit(0.5), nothing, traceElbo())).toBeUndefined();
    expect(problem(mask(tf.scalar(false, 'bool'), inUnit(2)), nothing, traceElbo())).toBeUndefined();
    expect(problem(mask(false, inUnit(NaN)), nothing, traceElbo())).toBeUndefined();
  });

  it('parameters of distributions lie in their constraints', () => {
    const model =
      (s: number): Body =>
      () =>
        sample('x', normal({ loc: 0, scale: tf.scalar(s) }), { obs: tf.scalar(0) });
    expectProblem(problem(model(-1), nothing, traceElbo()), ArgumentError, 'sample("x"), normal.scale');
    expect(problem(model(1), nothing, traceElbo())).toBeUndefined();
  });

  it('a density with a dim that no plate holds is an error with plates, table and remedies', () => {
    const error = problem(
      () =>
        plate('p', 3, () => [
          latent(),
          sample('x', normal({ loc: tf.zeros([2, 3]), scale: 1 }), { obs: tf.zeros([2, 3]) }),
        ]),
      () => plate('p', 3, () => latent()),
      traceElbo(),
    );
    expectProblem(error, ShapeError, 'sample("x")', ['"p" (size 3, dim -1)', '[2, 3]', 'sample z: [3]']);
    expect(
      problem(() => sample('x', wide(3).toEvent(1), { obs: tf.zeros([3]) }), nothing, traceElbo()),
    ).toBeUndefined();
  });
});

describe('warnings', () => {
  /** What is found, each with the place of it; and that as many warnings come of it. */
  const warnings = (model: Body, guide: Body, objective: Objective = traceElbo()): string[] => {
    const findings = tf.tidy(() => {
      const facts = { objective: objective.name, enumerates: objective.name === 'traceEnumElbo' };
      return lintPair(runPair({ model, guide, args: [] }, key(0)), facts).map(({ kind, side, name }) => [
        kind,
        side,
        name,
      ]);
    });
    expect(warningsOf(prepare(model, guide, objective))).toHaveLength(findings.length);
    return findings.map((words) => words.join(' ').trim());
  };

  it('none for a pair that fits', () => {
    expect(
      warnings(
        () => datum(latent()),
        () => latent(),
      ),
    ).toEqual([]);
  });

  it('of latent sites that the guide lacks, unless enumerated', () => {
    expect(warnings(() => latent(), nothing)).toEqual(['missingSite model z']);
    expect(warnings(() => coin(), nothing, traceEnumElbo())).toEqual([]);
  });

  it('of guide sites that the model lacks, unless auxiliary; and of auxiliary sites that it has', () => {
    expect(warnings(nothing, () => latent())).toEqual(['extraSite guide z']);
    expect(warnings(nothing, () => latent('z', { isAuxiliary: true }))).toEqual([]);
    expect(
      warnings(
        () => latent(),
        () => latent('z', { isAuxiliary: true }),
      ),
    ).toEqual(['auxiliarySite guide z']);
  });

  it('of guide plates that the model lacks', () => {
    expect(warnings(nothing, () => plate('p', 2, nothing))).toEqual(['plates guide p']);
  });

  it('of marks without enumeration and enumeration without marks', () => {
    expect(
      warnings(
        () => coin(),
        () => coin(),
      ),
    ).toEqual(['marks both k']);
    expect(
      warnings(
        () => latent(),
        () => latent(),
        traceEnumElbo(),
      ),
    ).toEqual(['marks both']);
  });

  it('of a site outside a plate after an enumerated one inside, but not in another iteration', () => {
    const after =
      (size: number): Body =>
      () => [plate('p', size, () => coin()), latent()];
    const guide: Body = () => latent();
    expect(warnings(after(2), guide, traceEnumElbo())).toEqual(['order model z']);
    expect(warnings(after(1), guide, traceEnumElbo())).toEqual([]);
    const before: Body = () => [latent(), plate('p', 2, () => coin())];
    expect(warnings(before, guide, traceEnumElbo())).toEqual([]);
    const elsewhere: Body = () => [plate('p', 2, () => coin()), plate('q', 3, () => latent())];
    expect(warnings(elsewhere, () => plate('q', 3, () => latent()), traceEnumElbo())).toEqual([]);
    const iterations: Body = () => sequentialPlate('t', 2, (i) => (i === 0 ? plate('p', 2, () => coin()) : latent()));
    expect(
      warnings(iterations, () => sequentialPlate('t', 2, (i) => (i === 0 ? 0 : latent())), traceEnumElbo()),
    ).toEqual([]);
  });
});

describe('enumeration', () => {
  it('needs a finite support', () => {
    expectProblem(
      problem(() => latent('z', { enumerate: 'parallel' })),
      EnumerationError,
      'sample("z")',
    );
    const vector: Body = () =>
      sample('k', bernoulli({ probs: tf.fill([2], 0.5) }).toEvent(1), { infer: { enumerate: 'parallel' } });
    expectProblem(problem(vector), EnumerationError, 'sample("k")');
  });

  it('in sequence is for the guide only, and other words are refused', () => {
    expectProblem(
      problem(() => coin('k', { enumerate: 'sequential' })),
      EnumerationError,
      'sample("k")',
    );
    const both: Body = () => coin('k', { enumerate: 'sequential' });
    expect(problem(both, both)).toBeUndefined();
    expectProblem(
      problem(() => coin('k', { enumerate: 'all' })),
      ArgumentError,
      'sample("k")',
    );
  });

  it('a batch at the enumeration dim conflicts with it', () => {
    const model =
      (n: number): Body =>
      () =>
        sample('k', bernoulli({ probs: tf.fill([n], 0.5) }), { infer: { enumerate: 'parallel' } });
    expect(problem(model(3))).toBeInstanceOf(ShapeError);
    expect(problem(model(1))).toBeUndefined();
  });

  it('depending on an enumerated site from outside its plate is an error', () => {
    const direct: Body = () => {
      const k = plate('p', 2, () => coin());
      // Drawn, k is [2] and its first entry is taken; enumerated, it is [2, 1], without the plate's dim to take one from.
      datum(k.rank === 2 ? k : tf.slice(k, 0, 1));
    };
    expectProblem(problem(direct), EnumerationError, 'sample("x")', ['"p"', '"k"']);
  });

  it('sites summed together have one scale; unrelated ones may differ', () => {
    const related: Body = scale(2, () => datum(coin()));
    expect(problem(related)).toBeUndefined();
    const split: Body = () => {
      const k = coin();
      scale(2, () => datum(k))();
    };
    expectProblem(problem(split), EnumerationError, 'enumeration', ['1 at "k"', '2 at "x"']);
    const tensor: Body = scale(tf.scalar(2), () => datum(coin()));
    expectProblem(problem(tensor), EnumerationError, 'enumeration', ['"k"']);
    const apart: Body = () => [scale(2, () => datum(coin('a'), 'x'))(), scale(3, () => datum(coin('b'), 'y'))()];
    expect(problem(apart)).toBeUndefined();
    const reordered: Body = () => {
      const k = scale(
        0.1 * 0.3,
        scale(7, () => coin()),
      )();
      scale(
        7 * 0.1,
        scale(0.3, () => datum(k)),
      )();
    };
    expect(problem(reordered)).toBeUndefined();
  });

  it('the model may not sum more globally than the guide has enumerated', () => {
    const guide: Body = () => plate('p', 2, () => coin('z'));
    const model =
      (isGlobal: boolean): Body =>
      () => {
        const outside = isGlobal ? coin('m') : undefined;
        plate('p', 2, () => datum(tf.add(outside ?? coin('m'), coin('z')), 'x', 2));
      };
    expectProblem(problem(model(true), guide), EnumerationError, 'enumeration', ['"z"', '"p"', '"m"']);
    expect(problem(model(false), guide)).toBeUndefined();
  });

  it('crossed plates whose sites meet are taken index by index if they are small', () => {
    const model = (n: number) => () => {
      const a = plate('a', n, () => coin('ka'), { dim: -1 });
      const b = plate('b', n, () => coin('kb'), { dim: -2 });
      const x = (): tf.Tensor => sample('x', normal({ loc: tf.add(a, b), scale: 1 }), { obs: tf.zeros([n, n]) });
      plate('a', n, () => plate('b', n, x, { dim: -2 }), { dim: -1 });
    };
    expect(problem(model(3))).toBeUndefined();
    expectProblem(problem(model(30)), EnumerationError, 'enumeration', ['1048576', '"a" (size 30)', '"b" (size 30)']);
    const objective = traceEnumElbo({ maxContractionCells: 4 });
    const error = problem(model(3), nothing, objective);
    expectProblem(error, EnumerationError, 'enumeration', ['"a" (size 3)', '"b" (size 3)', '48']);
  });

  it('maxPlateNesting: too small is an error that states the value needed; absent, it is worked out, also later', () => {
    const model: Body = () => plate('p', 2, () => plate('q', 3, () => coin()));
    expectProblem(problem(model, nothing, traceEnumElbo({ maxPlateNesting: 1 })), ShapeError, 'plate("q")', [
      'maxPlateNesting: 2',
    ]);
    expect(problem(model, nothing, traceEnumElbo({ maxPlateNesting: 2 }))).toBeUndefined();
    expect(problem(model)).toBeUndefined();
    const loss = (objective: Objective, maxPlateNesting: number): number =>
      tf.tidy(
        () => objective.loss({ model, guide: nothing, args: [] }, key(0), { maxPlateNesting }).dataSync()[0] ?? NaN,
      );
    expect(loss(traceEnumElbo(), 0)).toBe(loss(traceEnumElbo(), 5));
  });

  it('objectives refuse unknown options and counts out of range', () => {
    for (const make of [traceElbo, traceEnumElbo, traceMeanFieldElbo]) {
      expect(errorOf(() => make({ numParticle: 2 } as object)).message).toContain('"numParticles"');
      expect(() => make({ numParticles: 0 })).toThrow(ArgumentError);
      expect(() => make({ maxPlateNesting: -1 })).toThrow(ArgumentError);
      expect(() => make({ numParticles: 1, maxPlateNesting: 0 })).not.toThrow();
    }
  });
});

describe('estimators', () => {
  it('a factor in a guide must say whether it is reparameterised', () => {
    const guide =
      (options: object): Body =>
      () =>
        factor('f', tf.scalar(1), options);
    expectProblem(problem(nothing, guide({}), traceElbo()), EstimatorError, 'factor("f") in a guide');
    expect(problem(nothing, guide({ hasRsample: true }), traceElbo())).toBeUndefined();
    expect(problem(nothing, guide({ hasRsample: false }), traceElbo())).toBeUndefined();
    expect(problem(() => factor('f', tf.scalar(1)), nothing, traceElbo())).toBeUndefined();
  });

  it("gradient: 'reparam' needs rsample", () => {
    const guide: Body = () => coin('k', { gradient: 'reparam' });
    expectProblem(
      problem(() => coin('k', {}), guide, traceElbo()),
      EstimatorError,
      'sample("k")',
    );
  });

  it('mean field: every guide site is reparameterised, every latent site is in the guide', () => {
    const meanField = traceMeanFieldElbo();
    expectProblem(
      problem(
        () => coin('k', {}),
        () => coin('k', {}),
        meanField,
      ),
      EstimatorError,
      'traceMeanFieldElbo at sample("k")',
    );
    expectProblem(
      problem(
        () => latent(),
        () => latent('z', { gradient: 'score' }),
        meanField,
      ),
      EstimatorError,
      'traceMeanFieldElbo at sample("z")',
    );
    expectProblem(
      problem(() => latent(), nothing, meanField),
      EstimatorError,
      'traceMeanFieldElbo at sample("z")',
    );
    expectProblem(
      problem(nothing, () => factor('f', tf.scalar(0), { hasRsample: false }), meanField),
      EstimatorError,
      'traceMeanFieldElbo at sample("f")',
    );
    expect(
      problem(
        () => latent(),
        () => latent(),
        meanField,
      ),
    ).toBeUndefined();
  });

  it('mean field: another order of sites warns', () => {
    const [ab, ba]: Body[] = [() => [latent('a'), latent('b')], () => [latent('b'), latent('a')]];
    const warnings = (guide: Body): string[] => warningsOf(prepare(ab ?? nothing, guide, traceMeanFieldElbo()));
    expect(warnings(ba ?? nothing)).toHaveLength(1);
    expect(warnings(ab ?? nothing)).toEqual([]);
  });

  it('a hidden site is no part of the pair', () => {
    expect(
      problem(
        block({}, () => coin('k', {})),
        nothing,
        traceElbo(),
      ),
    ).toBeUndefined();
    expect(
      problem(() => sample('k', categorical({ logits: tf.zeros([3]) }), { infer: { enumerate: 'parallel' } })),
    ).toBeUndefined();
  });
});
