export { forestBaseline } from './forestBaseline.js';
export type { LabelledPixels } from './forestBaseline.js';
