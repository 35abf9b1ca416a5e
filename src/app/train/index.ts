export { classifyRun, evaluateRun, traverseRun } from './jobs.js';
export { train } from './train.js';
