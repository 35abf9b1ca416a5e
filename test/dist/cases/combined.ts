import * as tf from '@tensorflow/tfjs-core';
import * as dist from '../../../src/dist/index.js';
import type { Constraint, Distribution } from '../../../src/dist/index.js';
import type { Shape } from '../../../src/num/index.js';
import { parametersIn } from '../../../src/testing/laws/parametersIn.js';
import type { FamilyCase } from './familyCase.js';

const { integerInterval, interval, positive, real, realVector, independent } = dist.constraints;
const { transforms } = dist;
type Tensors = Readonly<Record<string, tf.Tensor>>;

/** A case of which each parameter, in order, has a set and a full shape. */
function combined<Name extends string>(
  name: string,
  sets: Readonly<Record<Name, readonly [Constraint, Shape]>>,
  make: (p: Readonly<Record<Name, tf.Tensor>>) => Distribution,
  extremes: readonly Readonly<Record<Name, tf.TensorLike>>[],
): FamilyCase {
  const entries = Object.entries<readonly [Constraint, Shape]>(sets);
  const pick = <T>(of: (set: readonly [Constraint, Shape]) => T): Record<string, T> =>
    Object.fromEntries(entries.map(([key, set]) => [key, of(set)]));
  return {
    name,
    // The names of the sets are those of the parameters.
    factory: (p: Tensors) => make(p),
    parameters: parametersIn(
      pick(([set]) => set),
      pick(([, shape]) => shape),
    ),
    extremes,
  };
}

const scalar = { loc: [real, [2]], scale: [positive, [2]] } as const;
const ofTwo = { logits: [realVector, [2, 2]], loc: [real, [2, 2]], scale: [positive, [2, 2]] } as const;

/** Distributions made from others. */
export const combinators: readonly FamilyCase[] = [
  combined('transformed by exp', scalar, (p) => dist.transformed(dist.normal(p), transforms.exp), [
    { loc: [-30, 30], scale: [1e-3, 5] },
  ]),
  combined(
    'transformed by a falling affine map and a sigmoid',
    { loc: [real, [2]], scale: [interval(0.2, 1.5), [2]], by: [interval(-2, -0.2), [2]] },
    ({ loc, scale, by }) =>
      dist.transformed(dist.normal({ loc, scale }), [transforms.affine({ loc: 1, scale: by }), transforms.sigmoid]),
    [{ loc: [-80, 5], scale: [1, 20], by: [-1, -3] }],
  ),
  combined(
    'transformed by a power',
    { rate: [positive, [2]], exponent: [interval(0.3, 2), [2]] },
    ({ rate, exponent }) => dist.transformed(dist.exponential({ rate }), transforms.power(exponent)),
    [{ rate: [1e-10, 1e10], exponent: [2, 0.5] }],
  ),
  combined(
    'transformed by a spline',
    { scale: [positive, [2]], slopes: [realVector, [2, 2]] },
    ({ scale, slopes }) =>
      dist.transformed(
        dist.normal({ loc: 0.5, scale }),
        transforms.spline({ widths: tf.tensor1d([0.5, -1, 0.3]), heights: tf.tensor1d([-0.5, 1, 0]), slopes }),
      ),
    [
      {
        scale: [1e-3, 50],
        slopes: [
          [-20, 20],
          [9, -9],
        ],
      },
    ],
  ),
  combined(
    'transformed by a planar map',
    { shift: [realVector, [2, 2]], weight: [realVector, [2, 2]] },
    ({ shift, weight }) =>
      dist.transformed(
        dist.normal({ loc: tf.tensor1d([0.3, -1]), scale: 1 }).toEvent(1),
        transforms.planar({ shift, weight, bias: 0.5 }),
      ),
    [
      {
        shift: [
          [20, -20],
          [-5, 0],
        ],
        weight: [
          [1, -1],
          [10, 0.1],
        ],
      },
    ],
  ),
  combined(
    'mixtureSameFamily of normals',
    ofTwo,
    ({ logits, loc, scale }) => dist.mixtureSameFamily(dist.categorical({ logits }), dist.normal({ loc, scale })),
    [
      {
        logits: [
          [-80, 80],
          [0, 0],
        ],
        loc: [
          [0, 1],
          [-1e6, 1e6],
        ],
        scale: [
          [1e-5, 1e5],
          [1, 1],
        ],
      },
    ],
  ),
  combined(
    'mixtureSameFamily of categoricals',
    { logits: [realVector, [2, 2]], inner: [independent(real, 1), [2, 2, 3]] },
    ({ logits, inner }) => dist.mixtureSameFamily(dist.categorical({ logits }), dist.categorical({ logits: inner })),
    [],
  ),
  combined(
    'mixtureSameFamily of vectors',
    { ...ofTwo, loc: [real, [2, 2, 2]], scale: [positive, [2, 2, 2]] },
    ({ logits, loc, scale }) =>
      dist.mixtureSameFamily(dist.categorical({ logits }), dist.normal({ loc, scale }).toEvent(1)),
    [],
  ),
  combined(
    'mixture of gamma and normal',
    { logits: [realVector, [2, 2]], concentration: [positive, [2]], ...scalar },
    ({ logits, concentration, loc, scale }) =>
      dist.mixture(dist.categorical({ logits }), [dist.gamma({ concentration, rate: 1 }), dist.normal({ loc, scale })]),
    [
      {
        logits: [
          [-80, 80],
          [80, -80],
        ],
        concentration: [0.5, 100],
        loc: [-1e4, 1e4],
        scale: [1e-3, 1e3],
      },
    ],
  ),
  combined(
    'maskedMixture',
    { which: [integerInterval(0, 1), [2]], loc: [real, [2]], concentration: [positive, [2]] },
    ({ which, loc, concentration }) =>
      dist.maskedMixture(
        tf.greater(which, 0.5),
        dist.normal({ loc, scale: 1 }),
        dist.gamma({ concentration, rate: 1 }),
      ),
    [{ which: [0, 1], loc: [1e6, 0], concentration: [1, 1e3] }],
  ),
  combined(
    'empirical',
    { logWeights: [realVector, [2, 4]] },
    ({ logWeights }) => dist.empirical(tf.add(tf.tensor1d([1, 2, 2, -0.5]), tf.zerosLike(logWeights)), logWeights),
    [
      {
        logWeights: [
          [0, 300, -300, 0],
          [0, 0, -1e6, 0],
        ],
      },
    ],
  ),
  combined(
    'truncated normal by both sides',
    { ...scalar, low: [interval(-2, -0.5), [2]], high: [interval(0.5, 2), [2]] },
    ({ loc, scale, low, high }) => dist.truncated(dist.normal({ loc, scale }), { low, high }),
    [{ loc: [0, 0], scale: [1e-3, 1e3], low: [-1, -1], high: [1, 1] }],
  ),
  combined(
    'truncated exponential',
    { rate: [positive, [2]], high: [interval(0.5, 2), [2]] },
    ({ rate, high }) => dist.truncated(dist.exponential({ rate }), { high }),
    [{ rate: [1e-2, 1e3], high: [1, 1] }],
  ),
  combined(
    'truncated poisson',
    { rate: [positive, [2]] },
    ({ rate }) => dist.truncated(dist.poisson({ rate }), { low: 1, high: 12 }),
    [{ rate: [0.1, 20] }],
  ),
  combined('folded normal', scalar, (p) => dist.folded(dist.normal(p)), [{ loc: [0, 1e6], scale: [1e-5, 1e5] }]),
  combined('toEvent', { loc: [real, [2, 3]], scale: [positive, [3]] }, (p) => dist.normal(p).toEvent(1), []),
  combined('masked', scalar, (p) => dist.laplace(p).mask(true), [{ loc: [1e6, -1e6], scale: [1e-5, 1e5] }]),
];
