export * from './configEnumerate.js';
export * from './contract.js';
export * from './dimAllocator.js';
export * from './enumerate.js';
export * from './packed.js';
export * from './plateNestingError.js';
