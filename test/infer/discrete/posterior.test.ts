// Posterior queries on random small programs, against the table of all joint values.
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bernoulli, categorical, normal } from '../../../src/dist/index.js';
import { computeMarginals, explain, inferDiscrete, sampleSites } from '../../../src/infer/index.js';
import { ArgumentError, EnumerationError, key, type Key } from '../../../src/num/index.js';
import { answerParams, handle, markov, mask, plate, sample, seed, trace } from '../../../src/ppl/index.js';
import {
  cellsOf,
  numAssignments,
  type Outcome,
  posteriorTable,
  programOf,
  smallProgram,
  type SmallProgram,
  type SmallSite,
  tablesOf,
  tensorsOf,
} from '../../../src/testing/index.js';
import { errorOf } from '../../support/errorOf.js';
import { expectClose } from '../../support/expectClose.js';
import { newTensors } from '../../support/newTensors.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';

useScalarEngine();

/** Runs a query of a program under a key. */
function ask<R>(program: SmallProgram, query: (model: () => unknown) => () => R, at: Key = key(1)): R {
  const params = tensorsOf(program, tablesOf(program));
  const { model } = programOf(program);
  return handle(answerParams(new Map(Object.entries(params))), () =>
    seed(
      at,
      query(() => model()),
    )(),
  );
}

const choicesOf = ({ sites }: SmallProgram): SmallSite[] => sites.filter(({ kind }) => kind === 'choice');

/** The outcome that tensors of values describe. */
function outcomeOf(program: SmallProgram, values: Readonly<Record<string, tf.Tensor>>, table: Outcome[]): Outcome {
  const indices = choicesOf(program).map((site) => {
    const read = [...(values[site.name] ?? tf.scalar(NaN)).dataSync()].map((value) => value - site.first);
    return [site.name, read] as const;
  });
  const text = JSON.stringify(Object.fromEntries(indices));
  const found = table.find((outcome) => JSON.stringify(outcome.values) === text);
  if (found === undefined) throw new Error(`no outcome ${text}`);
  return found;
}

/** A program without a guide, of few joint values. */
const programs = fc.integer({ min: 0, max: 1e6 }).map((first) => {
  for (let number = first; ; number += 1) {
    const program = smallProgram(number);
    const isOurs = program.sites.every(
      ({ kind, side }) => kind === 'observed' || (kind === 'choice' && side === 'model'),
    );
    if (isOurs && choicesOf(program).length > 1 && numAssignments(program) <= 500) return program;
  }
});

describe('posterior queries on random programs', () => {
  it('computeMarginals: sums of the table', () => {
    fc.assert(
      fc.property(programs, (program) => {
        tf.tidy(() => {
          const table = posteriorTable(program, tablesOf(program));
          const marginals = ask(program, (model) => computeMarginals(model, () => undefined));
          for (const site of choicesOf(program)) {
            const expected = cellsOf(site).flatMap((_, cell) =>
              Array.from({ length: site.size }, (__, k) =>
                table
                  .filter(({ values }) => values[site.name]?.[cell] === k)
                  .reduce((sum, { probability }) => sum + probability, 0),
              ),
            );
            expectClose(tf.exp(marginals[site.name]?.logProbs ?? NaN), expected, { tolerance: 1e-5 });
          }
        });
      }),
      { numRuns: 40 },
    );
  });

  it('inferDiscrete at temperature 0: the likeliest entry, with its log probability', () => {
    fc.assert(
      fc.property(programs, (program) => {
        tf.tidy(() => {
          const table = posteriorTable(program, tablesOf(program));
          const { values, logPosterior } = ask(program, (model) => inferDiscrete(model, { temperature: 0 }));
          const { probability } = outcomeOf(program, values, table);
          expectClose(probability, Math.max(...table.map((outcome) => outcome.probability)), { tolerance: 1e-5 });
          expectClose(logPosterior, Math.log(probability), { tolerance: 1e-4 });
        });
      }),
      { numRuns: 40 },
    );
  });

  it('inferDiscrete at temperature 1: an entry with its log probability', () => {
    fc.assert(
      fc.property(programs, (program) => {
        tf.tidy(() => {
          const table = posteriorTable(program, tablesOf(program));
          const { values, logPosterior } = ask(program, (model) => inferDiscrete(model));
          expectClose(logPosterior, Math.log(outcomeOf(program, values, table).probability), { tolerance: 1e-4 });
        });
      }),
      { numRuns: 40 },
    );
  });

  it('inferDiscrete at temperature 1: the frequencies of the table', () => {
    fc.assert(
      fc.property(programs, (program) => {
        const table = posteriorTable(program, tablesOf(program));
        const counts = new Map(table.map((outcome) => [outcome, 0]));
        const count = 100;
        for (let i = 0; i < count; i += 1) {
          tf.tidy(() => {
            const { values } = ask(program, (model) => inferDiscrete(model), key(i));
            const outcome = outcomeOf(program, values, table);
            counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
          });
        }
        for (const [{ probability }, times] of counts) {
          // Five standard errors and one draw, for rare outcomes are not normal.
          const error = 5 * Math.sqrt(count * probability * (1 - probability)) + 1;
          expect(Math.abs(times - count * probability)).toBeLessThan(error);
        }
      }),
      { numRuns: 1 },
    );
  });
});

const parallel = { infer: { enumerate: 'parallel' } } as const;

/** Two coins in a plate that share a bias towards the data, and a draw that depends on each. */
function coins(): { k: tf.Tensor; y: tf.Tensor } {
  return plate('p', 2, () => {
    const k = sample('k', bernoulli({ probs: tf.tensor1d([0.3, 0.6]) }), parallel);
    const y = sample('y', normal({ loc: tf.mul(k, 10), scale: 0.01 }));
    sample('x', normal({ loc: k, scale: 0.1 }), { obs: tf.tensor1d([1, 0]) });
    return { k, y };
  });
}

describe('inferDiscrete', () => {
  it('handlers outside see the run with the chosen values, over plates and events only', () => {
    const traced = trace(seed(0, inferDiscrete(coins, { temperature: 0 })))();
    const sites = new Map(sampleSites(traced).map((site) => [site.name, site]));
    expectClose(sites.get('k')?.value ?? NaN, [1, 0]);
    expect(sites.get('y')?.value.shape).toEqual([2]);
    expectClose(sites.get('y')?.value ?? NaN, [10, 0], { tolerance: 0.1 });
  });

  it('gives the most likely path of a hidden chain', () => {
    const model = (): void => {
      let state: tf.Tensor | undefined;
      markov(4, (t) => {
        const change = tf.tensor2d([[Math.log(0.9), Math.log(0.1)], [Math.log(0.1), Math.log(0.9)]]); // prettier-ignore
        const stay = state === undefined ? tf.zeros([2]) : tf.add(tf.mul(tf.expandDims(tf.cast(state, 'float32'), -1), tf.sub(tf.slice(change, 1, 1), tf.slice(change, 0, 1))), tf.slice(change, 0, 1)); // prettier-ignore
        const logits = tf.reshape(stay, [...(state?.shape ?? []), 2]);
        state = sample(`z${t}`, categorical({ logits }), parallel);
        const obs = tf.scalar([0, 1, 0, 0][t] ?? 0);
        sample(`x${t}`, normal({ loc: state, scale: 0.8 }), { obs });
      });
    };
    const { values } = seed(0, inferDiscrete(model, { temperature: 0 }))();
    expect([0, 1, 2, 3].map((t) => values[`z${t}`]?.dataSync()[0])).toEqual([0, 0, 0, 0]);
  });

  it('ties go to the smaller value, and masked data have no part', () => {
    const model = (): void => {
      const k = sample('k', categorical({ probs: tf.tensor1d([0.4, 0.4, 0.2]) }), parallel);
      mask(false, () => sample('x', normal({ loc: k, scale: 0.1 }), { obs: tf.scalar(2) }))();
    };
    const { values, logPosterior } = inferDiscrete(model, { temperature: 0 })();
    expectClose(values.k ?? NaN, [0]);
    expectClose(logPosterior, Math.log(0.4), { roundings: 8 });
  });

  it('the guide gives the other latent values, and may not enumerate', () => {
    const model = (): unknown => {
      const m = sample('m', normal({ loc: 0, scale: 1 }));
      return sample('k', bernoulli({ logits: tf.mul(m, 100) }), parallel);
    };
    const guide = (loc: number) => () => sample('m', normal({ loc, scale: 0.01 }));
    for (const side of [-1, 1]) {
      const { values } = seed(0, inferDiscrete(model, { temperature: 0, guide: guide(side) }))();
      expectClose(values.k ?? NaN, [side > 0 ? 1 : 0]);
    }
    const enumerating = (): unknown => sample('k', bernoulli({ probs: 0.5 }), parallel);
    expect(() => seed(0, inferDiscrete(model, { guide: enumerating }))()).toThrow(EnumerationError);
    expect(() => seed(0, computeMarginals(model, enumerating))()).toThrow('sample("k")');
    expect(() => inferDiscrete(model, { temperature: 0.5 as 0 })).toThrow(ArgumentError);
  });

  it('leaves nothing behind but values', () => {
    // k and y of the model, and k of the answer.
    expect(newTensors(() => seed(0, inferDiscrete(coins))())).toBeLessThan(20);
    const grown = [1, 2].map(() => newTensors(() => seed(0, inferDiscrete(coins))()));
    expect(grown[0]).toBe(grown[1]);
    expect(
      newTensors(() =>
        computeMarginals(
          () => coinAlone(),
          () => undefined,
        )(),
      ),
    ).toBe(2 + 0);
  });
});

it('inferDiscrete puts together what lies in three plates that are all taken index by index', () => {
  const names = ['a', 'b', 'c', 'd'];
  const inPlates = (plates: readonly string[], body: () => unknown): unknown =>
    plates.reduceRight<() => unknown>(
      (inner, name) => () => plate(name, 2, inner, { dim: -1 - names.indexOf(name) }),
      body,
    )();
  const model = (): void => {
    const values: tf.Tensor[] = [];
    for (const left of names) {
      const plates = names.filter((name) => name !== left);
      inPlates(plates, () => values.push(sample(`k${left}`, bernoulli({ probs: 0.5 }), parallel)));
    }
    const loc = values.reduce((sum, value) => tf.add(sum, value));
    // Each datum is four, so that all that it sums are one.
    inPlates(names, () => sample('x', normal({ loc, scale: 0.3 }), { obs: tf.fill([2, 2, 2, 2], 4) }));
  };
  const [component] = explain(model, () => undefined, []).components;
  expect(component?.unrolled).toHaveLength(3);
  const { values } = inferDiscrete(model, { temperature: 0 })();
  expect(Object.values(values).map((value) => value.size)).toEqual([8, 8, 8, 8]);
  for (const value of Object.values(values)) expect([...value.dataSync()].every((k) => k === 1)).toBe(true);
});

describe('computeMarginals', () => {
  it('gives a distribution of the site, over its plates', () => {
    const marginals = seed(
      0,
      computeMarginals(coins, () => undefined),
    )();
    const { k } = marginals;
    expect(k?.support.shape).toEqual([2]);
    expect(k?.logProbs.shape).toEqual([2, 2]);
    expect(k?.distribution?.batchShape).toEqual([2]);
  });
});

function coinAlone(): tf.Tensor {
  return sample('k', bernoulli({ probs: 0.25 }), parallel);
}

it.each([
  ['inferDiscrete, the mode', (model: () => void): unknown => inferDiscrete(model, { temperature: 0 })()],
  ['inferDiscrete, a draw', (model: () => void): unknown => inferDiscrete(model)()],
  ['computeMarginals', (model: () => void): unknown => computeMarginals(model, () => undefined)()],
] as const)('%s: data of probability 0 have no posterior, and that is said', (_, query) => {
  const model = (): void => {
    const k = sample('k', bernoulli({ probs: 0.5 }), parallel);
    // Whatever k, it cannot be 1.
    sample('x', bernoulli({ logits: tf.mul(tf.add(k, 1), -Infinity) }), { obs: tf.scalar(1) });
  };
  const error = errorOf(seed(0, () => query(model)));
  expect(error.code).toBe('NumericError');
});
