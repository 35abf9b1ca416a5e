export * from './handlers/index.js';
export { checkDeclaration, checkOptionNames, describeFrame } from './checkMessage.js';
export * from './markov.js';
export * from './message.js';
export { plate, sequentialPlate, type PlateOptions, type SubsampleOptions } from './plate.js';
export * from './plateStack.js';
export * from './primitives.js';
export * from './reparam/index.js';
export { handle, perform } from './runtime.js';
