import * as tf from '@tensorflow/tfjs-core';
import * as dist from '../../../src/dist/index.js';
import { familyCase, type FamilyCase } from './familyCase.js';

const { integerInterval, interval, positive, real, realVector, independent } = dist.constraints;
const { transforms } = dist;

const scalar = { loc: [real, [2]], scale: [positive, [2]] } as const;
const ofTwo = { logits: [realVector, [2, 2]], loc: [real, [2, 2]], scale: [positive, [2, 2]] } as const;

/** Distributions made from others. */
export const combinators: readonly FamilyCase[] = [
  familyCase('transformed by exp', (p) => dist.transformed(dist.normal(p), transforms.exp), scalar, [
    { loc: [-30, 30], scale: [1e-3, 5] },
  ]),
  familyCase(
    'transformed by a falling affine map and a sigmoid',
    ({ loc, scale, by }) =>
      dist.transformed(dist.normal({ loc, scale }), [transforms.affine({ loc: 1, scale: by }), transforms.sigmoid]),
    { loc: [real, [2]], scale: [interval(0.2, 1.5), [2]], by: [interval(-2, -0.2), [2]] },
    [{ loc: [-80, 5], scale: [1, 20], by: [-1, -3] }],
  ),
  familyCase(
    'transformed by a power',
    ({ rate, exponent }) => dist.transformed(dist.exponential({ rate }), transforms.power(exponent)),
    { rate: [positive, [2]], exponent: [interval(0.3, 2), [2]] },
    [{ rate: [1e-10, 1e10], exponent: [2, 0.5] }],
  ),
  familyCase(
    'transformed by a spline',
    ({ scale, slopes }) =>
      dist.transformed(
        dist.normal({ loc: 0.5, scale }),
        transforms.spline({ widths: tf.tensor1d([0.5, -1, 0.3]), heights: tf.tensor1d([-0.5, 1, 0]), slopes }),
      ),
    { scale: [positive, [2]], slopes: [realVector, [2, 2]] },
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
  familyCase(
    'transformed by a planar map',
    ({ shift, weight }) =>
      dist.transformed(
        dist.normal({ loc: tf.tensor1d([0.3, -1]), scale: 1 }).toEvent(1),
        transforms.planar({ shift, weight, bias: 0.5 }),
      ),
    { shift: [realVector, [2, 2]], weight: [realVector, [2, 2]] },
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
  familyCase(
    'mixtureSameFamily of normals',
    ({ logits, loc, scale }) => dist.mixtureSameFamily(dist.categorical({ logits }), dist.normal({ loc, scale })),
    ofTwo,
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
  familyCase(
    'mixtureSameFamily of categoricals',
    ({ logits, inner }) => dist.mixtureSameFamily(dist.categorical({ logits }), dist.categorical({ logits: inner })),
    { logits: [realVector, [2, 2]], inner: [independent(real, 1), [2, 2, 3]] },
    [],
  ),
  familyCase(
    'mixtureSameFamily of vectors',
    ({ logits, loc, scale }) =>
      dist.mixtureSameFamily(dist.categorical({ logits }), dist.normal({ loc, scale }).toEvent(1)),
    { ...ofTwo, loc: [real, [2, 2, 2]], scale: [positive, [2, 2, 2]] },
    [],
  ),
  familyCase(
    'mixture of gamma and normal',
    ({ logits, concentration, loc, scale }) =>
      dist.mixture(dist.categorical({ logits }), [dist.gamma({ concentration, rate: 1 }), dist.normal({ loc, scale })]),
    { logits: [realVector, [2, 2]], concentration: [positive, [2]], ...scalar },
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
  familyCase(
    'maskedMixture',
    ({ which, loc, concentration }) =>
      dist.maskedMixture(
        tf.greater(which, 0.5),
        dist.normal({ loc, scale: 1 }),
        dist.gamma({ concentration, rate: 1 }),
      ),
    { which: [integerInterval(0, 1), [2]], loc: [real, [2]], concentration: [positive, [2]] },
    [{ which: [0, 1], loc: [1e6, 0], concentration: [1, 1e3] }],
  ),
  familyCase(
    'empirical',
    ({ logWeights }) => dist.empirical(tf.add(tf.tensor1d([1, 2, 2, -0.5]), tf.zerosLike(logWeights)), logWeights),
    { logWeights: [realVector, [2, 4]] },
    [
      {
        logWeights: [
          [0, 300, -300, 0],
          [0, 0, -1e6, 0],
        ],
      },
    ],
  ),
  familyCase(
    'truncated normal by both sides',
    ({ loc, scale, low, high }) => dist.truncated(dist.normal({ loc, scale }), { low, high }),
    { ...scalar, low: [interval(-2, -0.5), [2]], high: [interval(0.5, 2), [2]] },
    [{ loc: [0, 0], scale: [1e-3, 1e3], low: [-1, -1], high: [1, 1] }],
  ),
  familyCase(
    'truncated exponential',
    ({ rate, high }) => dist.truncated(dist.exponential({ rate }), { high }),
    { rate: [positive, [2]], high: [interval(0.5, 2), [2]] },
    [{ rate: [1e-2, 1e3], high: [1, 1] }],
  ),
  familyCase(
    'truncated poisson',
    ({ rate }) => dist.truncated(dist.poisson({ rate }), { low: 1, high: 12 }),
    { rate: [positive, [2]] },
    [{ rate: [0.1, 20] }],
  ),
  familyCase(
    'censored poisson',
    ({ rate }) => dist.censored(dist.poisson({ rate }), { low: 1, high: 5 }),
    { rate: [positive, [2]] },
    [{ rate: [0.1, 20] }],
  ),
  familyCase('folded normal', (p) => dist.folded(dist.normal(p)), scalar, [{ loc: [0, 1e6], scale: [1e-5, 1e5] }]),
  familyCase('toEvent', (p) => dist.normal(p).toEvent(1), { loc: [real, [2, 3]], scale: [positive, [2, 3]] }, []),
  familyCase('masked', (p) => dist.laplace(p).mask(true), scalar, [{ loc: [1e6, -1e6], scale: [1e-5, 1e5] }]),
];
