// Evidence, posteriors and certain choices over random small programs.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { computeMarginals } from '../../src/infer/index.js';
import { key } from '../../src/num/index.js';
import { answerParams, handle, seed } from '../../src/ppl/index.js';
import {
  cellsOf,
  isLegal,
  programOf,
  tablesOf,
  tensorsOf,
  type SmallDensity,
  type SmallProgram,
  type SmallSite,
} from '../../src/testing/index.js';
import { expectClose } from '../support/expectClose.js';
import { useScalarEngine } from '../support/useScalarEngine.js';
import { estimateOf, holds } from './programs.js';

useScalarEngine();

describe('the ELBO', () => {
  it('is at most the log evidence, whatever the guide', () => {
    holds(
      (program) => {
        const evidence = -estimateOf(onSide(program, 'model')).loss;
        const elbo = -estimateOf(onSide(program, 'guide')).loss;
        // Both are rounded sums of some tens of float32 terms.
        expect(elbo).toBeLessThanOrEqual(evidence + 1e-4 * Math.max(1, Math.abs(evidence)));
      },
      (program) => isPlain(program) && isLegal(onSide(program, 'model')) && isLegal(onSide(program, 'guide')),
    );
  });

  it('is the log evidence under the exact posterior, where the guide has no slope', () => {
    holds(
      (program) => {
        const [exact, summed] = [freeGuide(onSide(program, 'guide')), onSide(program, 'model')];
        const tables = { ...tablesOf(exact), ...posteriorTables(summed) };
        const { loss, gradients } = estimateOf(exact, undefined, tables);
        expectClose(loss, estimateOf(summed).loss, { relative: 1e-4, tolerance: 1e-4 });
        for (const [name, gradient] of Object.entries(gradients)) {
          if (name.startsWith('guide')) expectClose(gradient, gradient.map(() => 0), { tolerance: 1e-3 }); // prettier-ignore
        }
      },
      (program) => isPlain(program) && choicesOf(program).length === 1 && isLegal(onSide(program, 'model')),
    );
  });

  it('and its gradients are numbers where probabilities are 0 and 1, under all strategies', () => {
    holds((program) => {
      const tables = tablesOf(program);
      // Never the last value of a choice, on either side; and of two values, always the first.
      for (const site of choicesOf(program).filter(({ size }) => size > 1)) {
        for (const name of [`model ${site.name}`, `guide ${site.name}`]) {
          const table = tables[name];
          table?.forEach((_, i) => (table[i] = i % site.size === site.size - 1 ? -Infinity : (table[i] ?? 0)));
        }
      }
      const { loss, gradients } = estimateOf(program, undefined, tables);
      expect(loss).not.toBeNaN();
      for (const gradient of Object.values(gradients)) expect(gradient).not.toContain(NaN);
    });
  });
});

const choicesOf = ({ sites }: SmallProgram): SmallSite[] => sites.filter(({ kind }) => kind === 'choice');

/** Whether the program is an ordinary joint density: choices and data only, none of them scaled. */
function isPlain({ sites }: SmallProgram): boolean {
  return sites.every(({ kind, plates }) => kind !== 'point' && plates.every(({ size, fullSize }) => size === fullSize));
}

/** The program with all its choices made by one side, and without scales. */
function onSide(program: SmallProgram, side: 'guide' | 'model'): SmallProgram {
  const known = new Map<string, SmallSite>();
  const renewed = (density: SmallDensity): SmallDensity => ({
    ...density,
    scale: 1,
    parents: density.parents.map((parent) => known.get(parent.name) ?? parent),
  });
  for (const site of program.sites) {
    const isOpen = site.kind === 'choice' ? { model: undefined, guide: undefined } : { model: site.model.mask };
    known.set(site.name, {
      ...site,
      side,
      strategy: 'parallel',
      model: { ...renewed(site.model), mask: isOpen.model },
      guide: { ...renewed(site.guide), mask: undefined },
    });
  }
  return { ...program, sites: [...known.values()] };
}

/** With a guide that has a row of its own for each cell of a choice, and no parents. */
function freeGuide(program: SmallProgram): SmallProgram {
  const extent = (site: SmallSite, dim: number): number => site.plates.find((plate) => plate.dim === dim)?.size ?? 1;
  const sites = program.sites.map((site): SmallSite => {
    const shape = [extent(site, -2), extent(site, -1), 1, site.size] as const;
    return { ...site, guide: { ...site.guide, parents: [], shape } };
  });
  return { ...program, sites };
}

/** The guide's table of the one choice of a program: its posterior, cell by cell. */
function posteriorTables(program: SmallProgram): Record<string, Float64Array> {
  const [choice] = choicesOf(program);
  if (choice === undefined) throw new Error('no choice');
  const params = tensorsOf(program, tablesOf(program));
  const { model, guide } = programOf(program);
  const marginals = handle(answerParams(new Map(Object.entries(params))), () =>
    seed(
      key(0),
      computeMarginals(
        () => model(),
        () => guide(),
      ),
    )(),
  );
  const logProbs = marginals[choice.name]?.logProbs ?? tf.scalar(NaN);
  expect(logProbs.size).toBe(choice.size * cellsOf(choice).length);
  return { [`guide ${choice.name}`]: Float64Array.from(logProbs.dataSync()) };
}
