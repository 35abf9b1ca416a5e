import * as tf from '@tensorflow/tfjs-core';
import type { FamilyFacts } from './familyFacts.js';
import type { Parameter } from './distribution.js';

/** The fact `values` of a family on the integers from `low` to `high`, if each is one number for all the batch. */
export function countValues(low: Parameter, high: Parameter): Pick<FamilyFacts, 'values'> {
  if (!isSingle(low) || !isSingle(high)) return {};
  return { values: () => tf.range(single(low), single(high) + 1) };
}

function isSingle(bound: Parameter): boolean {
  return typeof bound === 'number' || bound.size === 1;
}

/** Reads the bound from the device. */
function single(bound: Parameter): number {
  return typeof bound === 'number' ? bound : (bound.dataSync()[0] ?? NaN);
}
