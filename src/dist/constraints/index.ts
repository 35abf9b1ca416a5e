export * from './anyOf.js';
export * from './constraintNamed.js';
export * from './discrete.js';
export {
  greaterThan,
  greaterThanEq,
  lessThan,
  lessThanEq,
  nonnegative,
  positive,
  softplusPositive,
} from './halfLine.js';
export { imageUnder } from './image.js';
export * from './independent.js';
export * from './interval.js';
export * from './matrices.js';
export { oneOf } from './oneOf.js';
export * from './ordered.js';
export * from './real.js';
export * from './sideBySide.js';
export { truncatedSupport } from './truncated.js';
export { union } from './union.js';
export * from './vectors.js';
