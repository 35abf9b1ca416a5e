export * from './handlers/index.js';
export * from './message.js';
export * from './plate.js';
export * from './primitives.js';
export { handle, perform } from './runtime.js';
