export * from './bijectors/index.js';
export * from './bruteForce.js';
export * from './drawProgram.js';
export * from './laws/index.js';
export * from './programOf.js';
export * from './questions.js';
export * from './smallProgram.js';
export * from './smallPrograms.js';
