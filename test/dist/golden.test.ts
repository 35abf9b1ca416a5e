// All families against golden.json, which golden.py makes, on every engine: each member stays within the error that is promised of
// it. With KILN_TABLE=1 the measured errors are written to docs/reference/accuracy.md.
import { writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as dist from '../../src/dist/index.js';
import { ready } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { familyCases } from './cases/index.js';
import { accuracyPage, type Measurements } from './golden/accuracyPage.js';
import { factoryOf } from './golden/factories.js';
import { families, measure, type Member, paramsOfRow, rows, type Worst } from './golden/measure.js';
import { promised, ROUNDING } from './golden/promises.js';

const measured: Measurements = new Map();

describeEngines('golden values', (engine) => {
  it.each(families)('%s', (family) => {
    const found = measure(family, factoryOf(family));
    const others = measured.get(family) ?? new Map<string, ReadonlyMap<Member, Worst>>();
    measured.set(family, others.set(engine, found));
    for (const [member, { error, at, found: numbers }] of found) {
      expect(error / ROUNDING, `${member} ${at}: ${numbers}`).toBeLessThanOrEqual(promised(family, member));
    }
  });
});

describe('golden values', () => {
  beforeAll(() => ready({ engine: 'cpu' }));

  it('are there for every case', () => {
    expect(familyCases.map(({ name }) => name).filter((name) => !families.includes(name))).toEqual([]);
  });

  it.each(families)('%s: are there for every member that it has', (family) => {
    const of = rows.filter((row) => row.family === family);
    const [first] = of;
    if (first === undefined) throw new Error(`no rows of ${family}`);
    const has: dist.ClosedForm[] = [];
    tf.tidy(() => {
      has.push(...factoryOf(family)(paramsOfRow(first)).closedForms);
    });
    expect(has.filter((member) => of.every((row) => row[member] === undefined))).toEqual([]);
  });

  it('are there for every factory', () => {
    // `independent` is toEvent, `withStraightThrough` what makes the straight-through families, and the others are no distributions.
    const tools =
      /^(check|define|klDiv|registerKl|bijectTo|transformTo|constraintNamed|decentre|independent|withStraight)/;
    const factories = Object.entries(dist).filter(([name, value]) => typeof value === 'function' && !tools.test(name));
    const without = factories.filter(([name]) => !families.some((family) => family.split(' ').includes(name)));
    expect(without.map(([name]) => name)).toEqual([]);
  });

  afterAll(() => {
    if (process.env.KILN_TABLE === '1') writeFileSync('docs/reference/accuracy.md', accuracyPage(measured));
  });
});
