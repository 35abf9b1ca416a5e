// Each mutant is caught, and first by a law that its lie is about. With KILN_TABLE=1 the table of them is written to
// docs/reference/mutants.md.
import { writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { allLaws } from '../../../src/testing/index.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { kept } from '../laws/liars/index.js';
import { firstConviction } from './firstConviction.js';
import { mutants } from './index.js';
import { mutantsPage, type Caught } from './mutantsPage.js';

useScalarEngine();

const all = Object.values(mutants).flat();
const caught: Caught[] = [];

afterAll(() => {
  if (process.env.KILN_TABLE === '1') writeFileSync('docs/reference/mutants.md', mutantsPage(caught));
});

describe.each(Object.entries(mutants))('mutants: %s', (about, list) => {
  it.each(list.map((mutant) => [`${mutant.family}: ${mutant.lie}`, mutant] as const))('%s', (_name, mutant) => {
    const before = tf.memory().numTensors;
    const found = firstConviction(mutant);
    expect(mutant.caughtBy, found?.reason ?? 'it keeps all laws').toContain(found?.law);
    // An error that stops a law says little of what is wrong.
    expect(found?.reason).not.toMatch(/expected an answer, got/);
    if (found !== undefined) caught.push({ about, mutant, found });
    tf.dispose(kept.splice(0));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('the mutants', () => {
  it('are of many families, and of all laws', () => {
    expect(new Set(all.map(({ family }) => family)).size).toBeGreaterThan(30);
    const aimedAt = new Set<string>(all.flatMap(({ caughtBy }) => caughtBy));
    expect(allLaws.map(({ name }) => name).filter((name) => !aimedAt.has(name))).toEqual([]);
  });

  it('have lies of their own', () => {
    const names = all.map(({ family, lie }) => `${family}: ${lie}`);
    expect(names.filter((name, i) => names.indexOf(name) < i)).toEqual([]);
  });
});
