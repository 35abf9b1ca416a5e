export { Expression } from './expression.js';
export * from './functions.js';
export { formula, scalarFunction } from './lift.js';
export type { Lifted, Numeric } from './lift.js';
