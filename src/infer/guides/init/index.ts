export type { InitStrategy } from './initStrategy.js';
export * from './initToFeasible.js';
export * from './initToGenerated.js';
export * from './initToMean.js';
export * from './initToMedian.js';
export * from './initToSample.js';
export * from './initToUniform.js';
export * from './initToValue.js';
export * from './startingValue.js';
