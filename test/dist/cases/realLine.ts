import type * as tf from '@tensorflow/tfjs-core';
import type fc from 'fast-check';
import * as dist from '../../../src/dist/index.js';
import type { Constraint, Distribution } from '../../../src/dist/index.js';
import type { ParameterValues } from '../../../src/testing/laws/law.js';
import { parametersIn } from '../../../src/testing/laws/parametersIn.js';
import type { FamilyCase } from './familyCase.js';

const { positive, real } = dist.constraints;

const located = { loc: real, scale: positive };
/** From far below the values of users to far above. */
const farLocated: readonly ParameterValues[] = [
  { loc: [0, 1e6], scale: [1e-15, 1] },
  { loc: [0, -1e15], scale: [1e15, 1e15] },
];

function caseOf<Params>(
  name: string,
  make: (params: Params) => Distribution,
  sets: Readonly<Record<string, Constraint>>,
  extremes: readonly ParameterValues[],
  parameters: fc.Arbitrary<ParameterValues> = parametersIn(sets),
): FamilyCase {
  // The names of the parameters are those that the family takes.
  const factory = (params: Readonly<Record<string, tf.Tensor>>): Distribution => make(params as Params);
  return { name, factory, parameters, extremes };
}

/** Parameters with a `width` in place of `high`, which lies that much above `low`. */
function bounded(sets: Readonly<Record<string, Constraint>>): fc.Arbitrary<ParameterValues> {
  return parametersIn({ ...sets, low: real, width: positive }).map(({ width = [], ...others }) => {
    const low = others['low'] as number[];
    return { ...others, high: low.map((each, i) => each + ((width as number[])[i] ?? 1)) };
  });
}

/** Families of the real line and half line. */
export const realLine: readonly FamilyCase[] = [
  caseOf('normal', dist.normal, located, farLocated),
  caseOf('laplace', dist.laplace, located, farLocated),
  caseOf('softLaplace', dist.softLaplace, located, farLocated),
  caseOf('logistic', dist.logistic, located, farLocated),
  caseOf('cauchy', dist.cauchy, located, farLocated),
  caseOf('gumbel', dist.gumbel, located, farLocated),
  caseOf('asymmetricLaplace', dist.asymmetricLaplace, { ...located, asymmetry: positive }, [
    ...farLocated.map((params) => ({ ...params, asymmetry: [0.01, 100] })),
  ]),
  caseOf('studentT', dist.studentT, { df: positive, ...located }, [
    ...farLocated.map((params) => ({ ...params, df: [2.5, 2.5] })),
    { df: [0.2, 1e7], loc: [0, 0], scale: [1, 1] },
  ]),
  caseOf('halfNormal', dist.halfNormal, { scale: positive }, [{ scale: [1e-15, 1e15] }]),
  caseOf('halfCauchy', dist.halfCauchy, { scale: positive }, [{ scale: [1e-15, 1e15] }]),
  caseOf('logNormal', dist.logNormal, located, [
    { loc: [-40, 40], scale: [1, 1] },
    { loc: [0, 0], scale: [1e-3, 10] },
  ]),
  caseOf('logitNormal', dist.logitNormal, located, [
    { loc: [-10, 10], scale: [1, 1] },
    { loc: [0, 0], scale: [1e-3, 20] },
  ]),
  caseOf('uniform', dist.uniform, {}, [{ low: [-1e15, 1], high: [1e15, 1 + 2 ** -20] }], bounded({})),
  caseOf(
    'truncatedNormal between bounds',
    dist.truncatedNormal,
    {},
    [
      { loc: [0, 0], scale: [1, 1], low: [-1, 40], high: [-1 + 2 ** -10, 41] },
      { loc: [0, 0], scale: [1e15, 1e-3], low: [-1, -100], high: [1, 100] },
    ],
    bounded(located),
  ),
  caseOf(
    'truncatedNormal from below',
    (params: dist.NormalParams & { readonly low: tf.Tensor }) => dist.truncatedNormal(params),
    { ...located, low: real },
    [{ loc: [0, 0], scale: [1, 1], low: [-40, 1e3] }],
  ),
  caseOf(
    'truncatedNormal from above',
    (params: dist.NormalParams & { readonly high: tf.Tensor }) => dist.truncatedNormal(params),
    { ...located, high: real },
    [{ loc: [0, 0], scale: [1, 1], high: [40, -1e3] }],
  ),
];
