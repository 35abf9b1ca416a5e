export * from './elbo/index.js';
export { configEnumerate, dimAllocator, enumerate } from './enumeration/index.js';
export type { ConfigEnumerateOptions, DimAllocator, EnumeratedSite } from './enumeration/index.js';
export { logDensity, logProbSum, sampleSites } from './logDensity.js';
export * from './optim/index.js';
export type { Declaration } from './params.js';
export * from './saveState.js';
export { copyState, disposeState } from './stateTensors.js';
export * from './svi.js';
