export { check } from './check/check.js';
export type { CheckOptions } from './check/check.js';
export type { Finding, FindingKind } from './check/finding.js';
export * from './discrete/computeMarginals.js';
export * from './discrete/explain.js';
export type * from './discrete/enumerationPlan.js';
export * from './discrete/inferDiscrete.js';
export type {
  BaselineMemory,
  Objective,
  ObjectiveOptions,
  ParticleOptions,
  Plan,
  RunningMean,
} from './elbo/objective.js';
export * from './elbo/renyiElbo.js';
export * from './elbo/reweightedWakeSleep.js';
export type { ProgramPair, TracedPair } from './elbo/runPair.js';
export * from './elbo/expectation.js';
export * from './elbo/traceElbo.js';
export * from './elbo/traceGraphElbo.js';
export * from './elbo/traceMeanFieldElbo.js';
export * from './enumeration/configEnumerate.js';
export { dimAllocator } from './enumeration/dimAllocator.js';
export type { DimAllocator, EnumeratedSite } from './enumeration/dimAllocator.js';
export { enumerate } from './enumeration/enumerate.js';
export * from './guides/index.js';
export { logDensity, logProbSum, sampleSites } from './logDensity.js';
export * from './optim/index.js';
export type { Declaration } from './params.js';
export * from './predictive/index.js';
export * from './saveState.js';
export { copyState, disposeState } from './state.js';
export type { SviState } from './state.js';
export type { ReportName, StepReport } from './stepReport.js';
export * from './svi.js';
