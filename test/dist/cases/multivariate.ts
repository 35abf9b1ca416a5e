import type * as tf from '@tensorflow/tfjs-core';
import * as dist from '../../../src/dist/index.js';
import type { Shape } from '../../../src/num/index.js';
import { familyCase, type FamilyCase } from './familyCase.js';

const { greaterThan, independent, lowerCholesky, positive, positiveDefinite, real, realVector } = dist.constraints;

const positives = independent(positive, 1);
const matrices = independent(real, 2);
const pair: Shape = [2, 2];
const square: Shape = [2, 2, 2];
/** Two factors of very different and correlated entries, and the covariances of such. */
const scaleTril = [
  [
    [1e-3, 0],
    [5, 1e-2],
  ],
  [
    [1e3, 0],
    [-1, 1e3],
  ],
];
const spread = [
  [
    [1e-6, 0],
    [0, 1e6],
  ],
  [
    [1, 0.99],
    [0.99, 1],
  ],
];

const loc = [
  [1e3, -1e3],
  [0, 1e-3],
];

const normals: readonly FamilyCase[] = [
  familyCase(
    'multivariateNormal',
    dist.multivariateNormal,
    { loc: [realVector, pair], scaleTril: [lowerCholesky, square] },
    [{ loc, scaleTril }],
  ),
  familyCase(
    'multivariateNormal of covariance',
    dist.multivariateNormal,
    { loc: [realVector, pair], covarianceMatrix: [positiveDefinite, square] },
    [{ loc, covarianceMatrix: spread }],
  ),
  familyCase(
    'multivariateNormal of precision',
    dist.multivariateNormal,
    { loc: [realVector, pair], precisionMatrix: [positiveDefinite, square] },
    [{ loc, precisionMatrix: spread }],
  ),
  familyCase(
    'lowRankMultivariateNormal',
    dist.lowRankMultivariateNormal,
    { loc: [realVector, [2, 3]], covFactor: [matrices, [2, 3, 1]], covDiag: [positives, [2, 3]] },
    [
      {
        loc: [
          [100, 0, -100],
          [0, 0, 0],
        ],
        covFactor: [
          [[100], [1], [-100]],
          [[0], [0], [0]],
        ],
        covDiag: [
          [1e-2, 1, 100],
          [1e-6, 1, 1e6],
        ],
      },
    ],
  ),
  familyCase(
    'multivariateStudentT',
    dist.multivariateStudentT,
    { df: [positive, [2]], loc: [realVector, pair], scaleTril: [lowerCholesky, square] },
    [
      { df: [0.05, 1e6], loc, scaleTril },
      { df: [1, 2], loc, scaleTril },
    ],
  ),
];

/** Enough that draws [2, 2] stay positive definite in float32: below, the smaller eigenvalue is often a rounding of the larger. */
const manyDegrees = [greaterThan(4), [2]] as const;

const matricesAndPaths: readonly FamilyCase[] = [
  familyCase('wishart', dist.wishart, { df: manyDegrees, scaleTril: [lowerCholesky, square] }, [
    {
      df: [4.5, 1e4],
      scaleTril: [
        [
          [1e-3, 0],
          [1e-2, 1e-2],
        ],
        [
          [1e3, 0],
          [-1, 1e3],
        ],
      ],
    },
  ]),
  familyCase('wishart of covariance', dist.wishart, { df: manyDegrees, covarianceMatrix: [positiveDefinite, square] }, [
    { df: [4.5, 1e3], covarianceMatrix: spread },
  ]),
  familyCase('wishart of precision', dist.wishart, { df: manyDegrees, precisionMatrix: [positiveDefinite, square] }, [
    { df: [4.5, 1e3], precisionMatrix: spread },
  ]),
  familyCase(
    'lkjCholesky of 2',
    (p: { readonly concentration: tf.Tensor }) => dist.lkjCholesky({ dim: 2, ...p }),
    { concentration: [positive, [2]] },
    [{ concentration: [0.01, 1e4] }],
  ),
  familyCase(
    'lkjCholesky of 4',
    (p: { readonly concentration: tf.Tensor }) => dist.lkjCholesky({ dim: 4, ...p }),
    { concentration: [positive, [2]] },
    [{ concentration: [0.01, 1e4] }],
  ),
  familyCase(
    'gaussianRandomWalk',
    (p: { readonly scale: tf.Tensor }) => dist.gaussianRandomWalk({ numSteps: 3, ...p }),
    { scale: [positive, [2]] },
    [{ scale: [1e-10, 1e10] }],
  ),
];

const onSimplexAndSphere: readonly FamilyCase[] = [
  familyCase('dirichlet', dist.dirichlet, { concentration: [positives, [2, 3]] }, [
    {
      concentration: [
        [0.01, 1, 100],
        [1e4, 1e4, 1e4],
      ],
    },
  ]),
  familyCase('logisticNormal', dist.logisticNormal, { loc: [realVector, pair], scale: [positives, pair] }, [
    {
      loc: [
        [20, -20],
        [0, 0],
      ],
      scale: [
        [0.01, 1],
        [10, 1e-3],
      ],
    },
  ]),
  familyCase('projectedNormal', dist.projectedNormal, { concentration: [realVector, pair] }, [
    {
      concentration: [
        [0, 0],
        [50, -30],
      ],
    },
  ]),
  familyCase('projectedNormal on the sphere', dist.projectedNormal, { concentration: [realVector, [2, 3]] }, [
    {
      concentration: [
        [0, 0, 0],
        [50, -30, 20],
      ],
    },
  ]),
];

interface DiscreteChain {
  readonly initialLogits: tf.Tensor;
  readonly transitionLogits: tf.Tensor;
  readonly loc: tf.Tensor;
  readonly scale: tf.Tensor;
}

interface LinearChain {
  readonly transitionMatrix: tf.Tensor;
  readonly observationMatrix: tf.Tensor;
  readonly loc: tf.Tensor;
  readonly scale: tf.Tensor;
}

const chains: readonly FamilyCase[] = [
  familyCase(
    'discreteHMM',
    ({ loc: locs, scale, ...logits }: DiscreteChain) =>
      dist.discreteHMM({ ...logits, observationDist: dist.normal({ loc: locs, scale }), duration: 3 }),
    {
      initialLogits: [realVector, [2, 2]],
      transitionLogits: [independent(real, 3), [2, 1, 2, 2]],
      loc: [real, [2, 1, 2]],
      scale: [positive, [2, 1, 2]],
    },
    [
      {
        initialLogits: [
          [50, -50],
          [0, 0],
        ],
        transitionLogits: [
          [
            [
              [30, -30],
              [-30, 30],
            ],
          ],
          [
            [
              [0, 0],
              [0, 0],
            ],
          ],
        ],
        loc: [[[-100, 100]], [[0, 0]]],
        scale: [[[0.01, 0.01]], [[1e-3, 1e3]]],
      },
    ],
  ),
  familyCase(
    'gaussianHMM',
    ({ loc: first, scale, ...rest }: LinearChain) => {
      const noise = dist.normal({ loc: 0, scale }).toEvent(1);
      const initialDist = dist.normal({ loc: first, scale: 1 }).toEvent(1);
      return dist.gaussianHMM({ ...rest, initialDist, transitionDist: noise, observationDist: noise, duration: 3 });
    },
    {
      transitionMatrix: [independent(real, 3), [2, 1, 2, 2]],
      observationMatrix: [independent(real, 3), [2, 1, 2, 2]],
      loc: [realVector, [2, 2]],
      scale: [independent(positive, 2), [2, 1, 2]],
    },
    [
      {
        transitionMatrix: [
          [
            [
              [1, 0],
              [0, 1],
            ],
          ],
          [
            [
              [0, 1],
              [-1, 0],
            ],
          ],
        ],
        observationMatrix: [
          [
            [
              [1, 0],
              [0, 1],
            ],
          ],
          [
            [
              [0, 0],
              [0, 1],
            ],
          ],
        ],
        loc: [
          [100, -100],
          [0, 0],
        ],
        scale: [[[0.01, 100]], [[1, 10]]],
      },
    ],
  ),
];

/** Families of vectors, matrices and sequences. */
export const multivariate: readonly FamilyCase[] = [...normals, ...matricesAndPaths, ...onSimplexAndSphere, ...chains];
