export * from './errors.js';
export * from './key.js';
export * from './shape.js';
export { engineNames, engineRemedies } from './chooseEngine.js';
export type { EngineInfo, EngineProblem } from './chooseEngine.js';
export { checkEngine, engineInfo, ready } from './engine.js';
export type { ReadyOptions } from './engine.js';
export type { EngineFacts, EngineName } from './engineFacts.js';
export { checkOptionNames } from './checkOptionNames.js';
export * from './combine.js';
export * from './linalg/index.js';
export * from './nearest.js';
export * from './warning.js';
export * from './broadcast.js';
export * from './detached.js';
export {
  abs,
  atan,
  between,
  cos,
  equal,
  exp,
  expm1,
  Expression,
  floor,
  formula,
  atLeast,
  less,
  log,
  power,
  scalarFunction,
  sigmoid,
  sign,
  sin,
  softplus,
  sqrt,
  weighted,
  where,
} from './formula/index.js';
export type { Lifted, Numeric } from './formula/index.js';
export * from './impute.js';
export * from './random/index.js';
export * from './select.js';
export * from './special/index.js';
export { checkRank } from './guards.js';
export { isTensor } from './isTensor.js';
export { nativeOp } from './nativeOp.js';
export { logSumExp } from './logSumExp.js';
export { gradientOnly, stopGradient } from './stopGradient.js';
export { sumRightmost } from './sumRightmost.js';
export { tidied } from './tidied.js';
export { vindex } from './vindex.js';
export { valueAndGradients } from './valueAndGradients.js';
