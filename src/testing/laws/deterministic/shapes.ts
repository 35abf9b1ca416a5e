import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import { broadcastsTo, formatShape, sameShape, type Shape } from '../../../num/index.js';
import type { Law } from '../law.js';
import { deterministicLaw, under } from './deterministicLaw.js';

const sampleShapes: readonly Shape[] = [[], [0], [3, 4]];

/** Draws are [...sample, ...batch, ...event], log densities [...sample, ...batch], moments [...batch, ...event]. */
export const shapes: Law = deterministicLaw({
  name: 'shapes',
  statement: 'draws, log densities and moments have the shapes that the batch and event shapes call for',
  isStructural: true,
  *problems({ dist, key }) {
    for (const sampleShape of sampleShapes) {
      const draw = dist.sample(key, sampleShape);
      const heading = `for sample shape ${formatShape(sampleShape)}`;
      yield under(`sample, ${heading}`, unequal(draw.shape, [...sampleShape, ...whole(dist)]));
      if (dist.hasRsample)
        yield under(`rsample, ${heading}`, unequal(dist.rsample(key, sampleShape).shape, draw.shape));
      yield under(`logProb, ${heading}`, unequal(dist.logProb(draw).shape, [...sampleShape, ...dist.batchShape]));
    }
    yield under('sample without a sample shape', unequal(dist.sample(key).shape, whole(dist)));
    yield* closedFormShapes(dist);
    // Within toEvent the parameters keep the batch of what it wraps.
    if (dist.independent === undefined) yield* parameterShapes(dist);
  },
});

/** [...batch, ...event]. */
export function whole({ batchShape, eventShape }: Distribution): number[] {
  return [...batchShape, ...eventShape];
}

export function unequal(got: Shape, want: Shape): string | undefined {
  return sameShape(got, want) ? undefined : `expected shape ${formatShape(want)}, got ${formatShape(got)}`;
}

function* closedFormShapes(dist: Distribution): Iterable<string | undefined> {
  for (const name of ['mean', 'variance', 'entropy'] as const) {
    if (!dist.closedForms.has(name)) continue;
    yield under(name, unequal(dist[name]().shape, name === 'entropy' ? dist.batchShape : whole(dist)));
  }
  for (const name of ['cdf', 'icdf'] as const) {
    if (!dist.closedForms.has(name)) continue;
    const at = tf.fill([3, ...dist.batchShape], 0.5);
    yield under(name, unequal(dist[name](at).shape, at.shape));
  }
}

/** Parameters that are repeated over the batch have ones there, or fewer dims. */
function* parameterShapes({ params, parameterConstraints, batchShape }: Distribution): Iterable<string | undefined> {
  for (const [name, value] of Object.entries(params)) {
    const constraint = parameterConstraints[name];
    if (typeof value === 'number' || constraint === undefined) continue;
    const batch = value.shape.slice(0, value.rank - constraint.eventDim);
    const expected = `a batch part that broadcasts to ${formatShape(batchShape)}`;
    yield broadcastsTo(batch, batchShape)
      ? undefined
      : `parameter ${name}: expected ${expected}, got ${formatShape(batch)}`;
  }
}
