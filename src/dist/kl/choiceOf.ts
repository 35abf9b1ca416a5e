import { type BinaryChoice, binaryChoice } from '../binaryChoice.js';
import type { Distribution } from '../distribution.js';
import { parameter } from './parameter.js';

/** The choice that a distribution of given probs or logits makes. */
export function choiceOf(dist: Distribution): BinaryChoice {
  return binaryChoice(
    dist.params['probs'] === undefined ? { logits: parameter(dist, 'logits') } : { probs: parameter(dist, 'probs') },
  );
}
