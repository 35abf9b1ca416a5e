import type { Tensor } from '@tensorflow/tfjs-core';
import type { Distribution } from '../distribution.js';
import { logitsOfProbs } from '../probsOrLogits.js';
import { parameter } from './parameter.js';

/** The logits of a distribution that was given either probs or logits. */
export function binaryLogits(dist: Distribution): Tensor {
  return dist.params['probs'] === undefined ? parameter(dist, 'logits') : logitsOfProbs(parameter(dist, 'probs'));
}
