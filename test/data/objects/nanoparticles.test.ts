// Every third of the annotated micrographs beside the project, with one setting for all; bench/findObjects.ts takes all.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { scoreObjects } from '../../../bench/scoreObjects.js';

const folder = fileURLToPath(new URL('../../../../shared/data/nanoparticles/micrographs/', import.meta.url));
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.png') && !name.includes('instances'))
  .sort();

describe('findObjects and cutPatches on the nanoparticles', () => {
  it.each(names.filter((_, i) => i % 3 === 0))('%s: has .85 of its particles in patches that hold .85', (name) => {
    const { shares } = scoreObjects(`${folder}${name}`);
    expect(Math.min(shares[0], shares[1])).toBeGreaterThanOrEqual(0.85);
  });
});
