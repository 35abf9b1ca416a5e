export { baselineNames, pixelBaseline } from './pixelBaseline.js';
export type { BaselineName, LabelledPixels } from './pixelBaseline.js';
