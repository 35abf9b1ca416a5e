// The annotated micrographs beside the project, with one setting for all: see bench/findObjects.ts.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { scoreObjects } from '../../../bench/scoreObjects.js';

const folder = fileURLToPath(new URL('../../../../shared/data/nanoparticles/micrographs/', import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith('.png') && !name.includes('instances'));

describe('findObjects and cutPatches on the nanoparticles', () => {
  it('have .85 of the particles whole in a patch, and a whole particle in .85 of the patches', () => {
    const scores = names.map((name) => scoreObjects(`${folder}${name}`));
    expect(scores).toHaveLength(16);
    // Of each micrograph, not on average only.
    for (const { shares, counts } of scores) {
      expect(Math.min(shares[0], shares[1])).toBeGreaterThanOrEqual(0.85);
      expect(counts[1]).toBeGreaterThan(0);
    }
  });
});
