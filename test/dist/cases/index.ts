// All families as the law suite, the golden values and the mutants see them: every list that a file of this folder exports.
import { readdirSync } from 'node:fs';
import type { FamilyCase } from './familyCase.js';

export type { FamilyCase } from './familyCase.js';

/** In the order of the files' names. */
export const familyCases: readonly FamilyCase[] = await readCases();

async function readCases(): Promise<FamilyCase[]> {
  const files = readdirSync(import.meta.dirname).filter((file) => !['index.ts', 'familyCase.ts'].includes(file));
  const modules = await Promise.all(
    files
      .sort()
      .map((file) => import(`./${file.replace(/\.ts$/, '')}.ts`) as Promise<Readonly<Record<string, unknown>>>),
  );
  const lists = modules.flatMap((module) => Object.values(module)).filter((exported) => Array.isArray(exported));
  // What is not a case would have no factory, and fail each law that asks for it.
  return lists.flat() as FamilyCase[];
}
