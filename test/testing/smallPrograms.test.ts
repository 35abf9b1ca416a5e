// The generator that users test their handlers with; that the reference is right is in infer/elbo/bruteForce.test.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLegal, numAssignments, numRuns, smallProgram, smallPrograms } from '../../src/testing/index.js';

describe('smallPrograms', () => {
  it('makes programs within reach that can be enumerated, each known by its seed', () => {
    const property = fc.property(smallPrograms(), (program) => {
      expect(numAssignments(program)).toBeLessThanOrEqual(150);
      expect(numRuns(program)).toBeLessThanOrEqual(4);
      expect(isLegal(program)).toBe(true);
      expect(smallProgram(program.seed)).toEqual(program);
    });
    fc.assert(property, { numRuns: 100, seed: 1 });
  });

  it('has all kinds of sites, plates, masks, scales and marks among them', () => {
    const programs = fc.sample(smallPrograms(), { numRuns: 200, seed: 2 });
    const sites = programs.flatMap((program) => program.sites);
    for (const kind of ['choice', 'point', 'observed']) expect(sites.some((site) => site.kind === kind)).toBe(true);
    for (const depth of [0, 1, 2]) expect(sites.some(({ plates }) => plates.length === depth)).toBe(true);
    expect(sites.some(({ plates }) => plates.some(({ size, fullSize }) => size < fullSize))).toBe(true);
    expect(sites.some(({ model }) => model.mask !== undefined)).toBe(true);
    expect(sites.some(({ model }) => model.scale !== 1)).toBe(true);
    expect(sites.some(({ side, strategy }) => side === 'guide' && strategy === 'sequential')).toBe(true);
    expect(sites.some(({ side, kind }) => side === 'model' && kind === 'choice')).toBe(true);
    expect(programs.some(({ isMarkov }) => isMarkov)).toBe(true);
  });

  it('takes a wish', () => {
    const where = ({ sites }: { readonly sites: readonly unknown[] }): boolean => sites.length === 2;
    const programs = fc.sample(smallPrograms({ where }), { numRuns: 10, seed: 3 });
    expect(programs.map(({ sites }) => sites.length)).toEqual(programs.map(() => 2));
  });
});
