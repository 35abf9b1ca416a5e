import type fc from 'fast-check';
import * as dist from '../../../src/dist/index.js';
import type { Constraint } from '../../../src/dist/index.js';
import type { ParameterValues } from '../../../src/testing/laws/law.js';
import { parametersIn } from '../../../src/testing/laws/parametersIn.js';
import { familyCase, type FamilyCase } from './familyCase.js';

const { positive, real } = dist.constraints;

const located = { loc: real, scale: positive };
/** From far below the values of users to far above. */
const farLocated: readonly ParameterValues[] = [
  { loc: [0, 1e6], scale: [1e-15, 1] },
  { loc: [0, -1e15], scale: [1e15, 1e15] },
];

/** Parameters with a `width` in place of `high`, which lies that much above `low`. */
function bounded(sets: Readonly<Record<string, Constraint>>): fc.Arbitrary<ParameterValues> {
  return parametersIn({ ...sets, low: real, width: positive }).map(({ width = [], ...others }) => {
    const low = others['low'] as number[];
    return { ...others, high: low.map((each, i) => each + ((width as number[])[i] ?? 1)) };
  });
}

/** Families of the real line and half line. */
export const realLine: readonly FamilyCase[] = [
  familyCase('normal', dist.normal, located, farLocated),
  familyCase('laplace', dist.laplace, located, farLocated),
  familyCase('softLaplace', dist.softLaplace, located, farLocated),
  familyCase('logistic', dist.logistic, located, farLocated),
  familyCase('cauchy', dist.cauchy, located, farLocated),
  familyCase('gumbel', dist.gumbel, located, farLocated),
  familyCase('asymmetricLaplace', dist.asymmetricLaplace, { ...located, asymmetry: positive }, [
    ...farLocated.map((params) => ({ ...params, asymmetry: [0.01, 100] })),
  ]),
  familyCase('studentT', dist.studentT, { df: positive, ...located }, [
    ...farLocated.map((params) => ({ ...params, df: [2.5, 2.5] })),
    { df: [0.2, 1e7], loc: [0, 0], scale: [1, 1] },
  ]),
  familyCase('halfNormal', dist.halfNormal, { scale: positive }, [{ scale: [1e-15, 1e15] }]),
  familyCase('halfCauchy', dist.halfCauchy, { scale: positive }, [{ scale: [1e-15, 1e15] }]),
  familyCase('logNormal', dist.logNormal, located, [
    { loc: [-40, 40], scale: [1, 1] },
    { loc: [0, 0], scale: [1e-3, 10] },
  ]),
  familyCase('logitNormal', dist.logitNormal, located, [
    { loc: [-10, 10], scale: [1, 1] },
    { loc: [0, 0], scale: [1e-3, 20] },
  ]),
  familyCase(
    'uniform',
    dist.uniform,
    { low: real, high: real },
    [{ low: [-1e15, 1], high: [1e15, 1 + 2 ** -20] }],
    bounded({}),
  ),
  familyCase(
    'truncatedNormal between bounds',
    dist.truncatedNormal,
    { ...located, low: real, high: real },
    [
      { loc: [0, 0], scale: [1, 1], low: [-1, 40], high: [-1 + 2 ** -10, 41] },
      { loc: [0, 0], scale: [1e15, 1e-3], low: [-1, -100], high: [1, 100] },
    ],
    bounded(located),
  ),
  familyCase('truncatedNormal from below', dist.truncatedNormal, { ...located, low: real }, [
    { loc: [0, 0], scale: [1, 1], low: [-40, 1e3] },
  ]),
  familyCase('truncatedNormal from above', dist.truncatedNormal, { ...located, high: real }, [
    { loc: [0, 0], scale: [1, 1], high: [40, -1e3] },
  ]),
];
