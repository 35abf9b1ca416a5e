export * from './constraintNamed.js';
export * from './discrete.js';
export { greaterThan, lessThan, nonnegative, positive, softplusPositive } from './halfLine.js';
export * from './independent.js';
export * from './interval.js';
export * from './matrices.js';
export * from './real.js';
export * from './vectors.js';
