export { accuracyCurve } from './accuracyCurve.js';
export type { ChartSize } from './chart.js';
export { confusionMatrix } from './confusionMatrix.js';
export type { EpochRecord, ReferenceCurve } from './history.js';
export { imageGrid } from './imageGrid.js';
export type { GridLook, ImageGrid } from './imageGrid.js';
export { latentScatter } from './latentScatter.js';
export type { LatentScatter } from './latentScatter.js';
export { lossCurve } from './lossCurve.js';
