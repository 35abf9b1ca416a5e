// docs/reference/laws.md says which laws each family is held to. KILN_TABLE=1 writes it.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { ready } from '../../../src/num/index.js';
import { allLaws } from '../../../src/testing/index.js';
import { lawPage, lawRows } from './lawTable.js';
import { committed } from './markdown.js';

beforeAll(async () => {
  await ready({ engine: 'cpu' });
});

describe('the page of laws', () => {
  it('is as committed, or else KILN_TABLE=1 writes it', () => {
    const page = lawPage(lawRows());
    expect(committed('docs/reference/laws.md', page)).toBe(page);
  });

  it('has each law in the guide as well', () => {
    const guide = readFileSync('docs/guide/your-own-distribution.md', 'utf8');
    const missing = allLaws.filter(({ name }) => !new RegExp(`\\b${name}\\b`).test(guide));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });
});
