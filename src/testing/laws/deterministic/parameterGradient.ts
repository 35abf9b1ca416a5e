import type * as tf from '@tensorflow/tfjs-core';
import { constraints, type Constraint, type Distribution } from '../../../dist/index.js';
import { sizeOf } from '../../../num/index.js';
import type { Law } from '../law.js';
import { deterministicLaw } from './deterministicLaw.js';
import { isSmooth, pathsWithin } from './paths.js';
import { pointsOf, spreadOf } from './points.js';
import { contradicted, contradictionText, type Claim } from './slopes.js';
import { eventRankOf, gradientsAtEach, sumsAlong } from './stacked.js';
import { tangents, together } from './valueGradient.js';
import { isAllTrue } from '../../isAllTrue.js';

/**
 * The gradient of `logProb` by each parameter equals finite differences, at draws and in the tails; measured as in
 * `valueGradient`.
 */
export const parameterGradient: Law = deterministicLaw({
  name: 'parameterGradient',
  statement: 'the gradient of logProb by each parameter equals finite differences',
  *problems(given) {
    const { dist, parameters, key } = given;
    const value = pointsOf(dist, key);
    const unit = dist.support.kind === 'real' ? spreadOf(dist, key) : 1;
    const gradients = gradientsAtEach(given, value);
    for (const [name, tensor] of Object.entries(parameters)) {
      const set = setOf(dist, name, tensor);
      if (!isSmooth(set)) continue;
      const eventRank = eventRankOf(given, name);
      for (const { coordinate, points } of pathsWithin(set, tensor, unit, eventRank)) {
        const claims = gradients.map((each) => tangents(points, 0, each[name] ?? tensor));
        const found = contradicted(sumsAlong(given, name, points, value), transposed(claims));
        if (found === undefined) continue;
        const of = sizeOf(tensor.shape.slice(tensor.rank - eventRank)) > 1 ? `coordinate ${coordinate} of ` : '';
        yield `along ${of}${name}, at point ${found.path} of the value: ${contradictionText(found)}`;
      }
    }
  },
});

/** The set in which a parameter moves: its own, or one that its numbers suggest. */
export function setOf({ parameterConstraints }: Distribution, name: string, tensor: tf.Tensor): Constraint {
  const own = parameterConstraints[name];
  if (own !== undefined && own.eventDim <= tensor.rank && isAllTrue(own.check(tensor))) return own;
  return tensor.dataSync().every((x) => x > 0) ? constraints.positive : constraints.real;
}

/** [step][point] from [point][step][1]. */
function transposed(claims: readonly (readonly (readonly Claim[])[])[]): Claim[][] {
  const numSteps = claims[0]?.length ?? 0;
  return Array.from({ length: numSteps }, (_, step) => claims.map((each) => together(each[step] ?? [])));
}
