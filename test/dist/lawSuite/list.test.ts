import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { familyCases } from '../cases/index.js';

describe('the list of families', () => {
  it('names each once', () => {
    const names = familyCases.map(({ name }) => name);
    expect(names.filter((name, i) => names.indexOf(name) < i)).toEqual([]);
  });

  it('has a suite for each of its files', () => {
    const filesIn = (folder: string): string[] => readdirSync(new URL(folder, import.meta.url)).sort();
    const groups = filesIn('../cases').filter(
      (file) => !['index.ts', 'familyCase.ts', 'knownFaults.ts'].includes(file),
    );
    const suites = filesIn('.').filter((file) => file.endsWith('.test.ts') && file !== 'list.test.ts');
    expect(suites).toEqual(groups.map((file) => file.replace('.ts', '.test.ts')));
  });
});
