export * from './num/index.js';
export * as dist from './dist/index.js';
export * from './ppl/index.js';
