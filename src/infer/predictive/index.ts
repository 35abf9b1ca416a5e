export * from './importance.js';
export { predictive, type PredictiveOptions } from './predictive.js';
export { psis } from './psis.js';
export type { SmoothedWeights } from './psis.js';
export * from './resample.js';
export * from './samplePosterior.js';
