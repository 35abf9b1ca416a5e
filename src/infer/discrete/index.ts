export * from './computeMarginals.js';
export * from './enumerationPlan.js';
export * from './explain.js';
export * from './inferDiscrete.js';
export { posteriorRun, type PosteriorRun } from './posteriorRun.js';
