// All families as the law suite, the golden values and the mutants see them.
import { combinators } from './combined.js';
import { discrete } from './discrete.js';
import type { FamilyCase } from './familyCase.js';
import { multivariate } from './multivariate.js';
import { positive } from './positive.js';
import { realLine } from './realLine.js';

export type { FamilyCase } from './familyCase.js';

export const groups: Readonly<Record<string, readonly FamilyCase[]>> = {
  combinators,
  discrete,
  multivariate,
  positive,
  realLine,
};

export const familyCases: readonly FamilyCase[] = Object.values(groups).flat();
