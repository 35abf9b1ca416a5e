export * from './importance.js';
export * from './predictive.js';
export { psis } from './psis.js';
export type { SmoothedWeights } from './psis.js';
export * from './resample.js';
export * from './samplePosterior.js';
