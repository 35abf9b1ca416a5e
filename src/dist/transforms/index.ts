export { expHalfLine } from './expHalfLine.js';
export { identity } from './identity.js';
export { normalise } from './normalise.js';
export { bijectTo, transformTo } from './registry.js';
export { reinterpreted } from './reinterpreted.js';
export { sigmoidInterval } from './sigmoidInterval.js';
export { softmax } from './softmax.js';
export { softplus } from './softplus.js';
export { stickBreaking } from './stickBreaking.js';
