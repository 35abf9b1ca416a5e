import { initToFeasible } from './initToFeasible.js';
import type { InitStrategy } from './initStrategy.js';

/** Starts at a draw from the prior; where that has no finite density, as `initToFeasible`. */
export function initToSample(): InitStrategy {
  return { name: 'initToSample', fallback: initToFeasible(), propose: ({ dist }, key) => dist.sample(key) };
}
