export type { BijectorCase, BijectorLaw, BijectorResult } from './bijectorLaw.js';
export { bijectorLaws, checkBijector, describeBijector } from './checkBijector.js';
export type { BijectorOptions } from './checkBijector.js';
