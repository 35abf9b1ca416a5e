import { checkParameters, checkValue } from '../../../dist/index.js';
import type { Law } from '../law.js';
import { deterministicLaw } from './deterministicLaw.js';
import { whole } from './shapes.js';

/** Every draw passes the support's check, and so does the support's own feasible value. */
export const drawsInSupport: Law = deterministicLaw({
  name: 'drawsInSupport',
  statement: 'draws lie in the support, and the parameters in their sets',
  exempts: ({ isFactor }) => (isFactor === true ? 'it has no value' : undefined),
  *problems({ dist, key }) {
    yield message(() => checkParameters(dist, 'parameters'));
    yield message(() => checkValue(dist, dist.sample(key, [500]), 'draws'));
    yield message(() => checkValue(dist, dist.support.feasible(whole(dist)), 'support.feasible'));
    const depth = dist.support.eventDim;
    if (depth !== dist.eventShape.length) {
      yield `expected a support whose elements have ${dist.eventShape.length} dims, as the event has, got ${depth}`;
    }
    if (dist.support.isDiscrete !== dist.isDiscrete)
      yield `expected isDiscrete as of the support, got ${dist.isDiscrete}`;
  },
});

/** What an error says, or undefined if there is none. */
export function message(body: () => void): string | undefined {
  try {
    body();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
