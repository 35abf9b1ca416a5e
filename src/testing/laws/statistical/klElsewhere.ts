import type * as tf from '@tensorflow/tfjs-core';
import { klDivergence, type Distribution } from '../../../dist/index.js';
import type { Subject } from '../law.js';
import { coordinatesOf, distributionAt, freeParameters } from './freeParameters.js';

const STEP = 0.5;

type Given = Readonly<Record<string, tf.Tensor>>;

/** The subject's distribution with some parameters moved, by 0.5 or more in free coordinates, up or down. */
export function elsewhere(subject: Subject, dist: Distribution, moved: readonly string[], given?: Given): Distribution {
  const free = freeParameters(subject, dist).filter(({ name }) => moved.includes(name));
  const shift = (name: string, place: number): number =>
    STEP * Math.sign(Math.cos(name.length + 2 * place)) * (1 + (place % 3) / 4);
  return distributionAt(subject, free, coordinatesOf(free, shift), given);
}

/**
 * Which parameters to move so that there is a divergence from the subject's distribution elsewhere: all, or one alone; undefined
 * if there is none.
 *
 * @param given what both sides share must be the same tensors: some pairs have a divergence only then
 */
export function movedFor(subject: Subject, dist: Distribution, given: Given): readonly string[] | undefined {
  const names = freeParameters(subject, dist).map(({ name }) => name);
  const all = [names, ...(names.length > 1 ? names.map((name) => [name]) : [])];
  return all.find((moved) => klDivergence(dist, elsewhere(subject, dist, moved, given)) !== undefined);
}
