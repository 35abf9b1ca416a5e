export { imageElbos } from './elbo.js';
export { explainImages } from './explain.js';
export type { Explanation } from './explain.js';
export { classifyRun, evaluateRun, traverseRun } from './jobs.js';
export { openRun } from './openRun.js';
export type { TrainedRun } from './openRun.js';
export { train } from './train.js';
