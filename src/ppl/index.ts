export * from './handlers/index.js';
export { checkOptionNames } from './checkOptionNames.js';
export { describeFrame } from './checkSample.js';
export * from './message.js';
export * from './plate.js';
export * from './primitives.js';
export { revise } from './revise.js';
export { handle, perform } from './runtime.js';
