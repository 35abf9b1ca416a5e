import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, broadcastTo, diagonalMatrix } from '../num/index.js';
import { asTensor } from './asTensor.js';
import type { Distribution, Parameter } from './distribution.js';
import { lowRankScaleTril } from './lowRankMultivariateNormal.js';
import { scaleTrilOf } from './multivariateNormal.js';

/** The mean [..., n] and the lower triangular factor [..., n, n] of the covariance of a normal distribution of vectors. */
export interface GaussianParts {
  readonly loc: tf.Tensor;
  readonly scaleTril: tf.Tensor;
}

/** @throws ArgumentError unless `dist` is a multivariate normal, one of low rank, or normals made a vector by `toEvent(1)` */
export function gaussianParts(where: string, dist: Distribution): () => GaussianParts {
  const isPlain = dist.independent === undefined && dist.masked === undefined;
  if (isPlain && dist.family === 'multivariateNormal')
    return () => ({ loc: locOf(dist), scaleTril: scaleTrilOf(dist) });
  if (isPlain && dist.family === 'lowRankMultivariateNormal') {
    return () => ({ loc: locOf(dist), scaleTril: lowRankScaleTril(dist) });
  }
  const base = dist.independent?.base;
  if (
    dist.eventShape.length === 1 &&
    base?.family === 'normal' &&
    base.masked === undefined &&
    dist.masked === undefined
  ) {
    return () => {
      const [loc, scale] = ['loc', 'scale'].map((name) =>
        broadcastTo(asTensor(base.params[name] ?? NaN), base.batchShape),
      );
      return { loc: loc ?? tf.scalar(NaN), scaleTril: diagonalMatrix(scale ?? tf.scalar(NaN)) };
    };
  }
  const expected = 'a multivariateNormal, a lowRankMultivariateNormal, or a normal with toEvent(1)';
  throw new ArgumentError({ where, expected, got: dist.family });
}

function locOf({ params }: Distribution): tf.Tensor {
  return asTensor(params['loc'] as Parameter);
}
