export * from './configEnumerate.js';
export * from './contract.js';
export * from './enumerate.js';
export * from './packed.js';
