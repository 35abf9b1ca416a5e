export { layerActivations } from './layerDescription.js';
export type { ClassifierDescription, FrameView, LayerActivation, LayerDescription } from './layerDescription.js';
export type { ClassifierNormalise } from './classifyScript.js';
export { writeClassifier } from './writeClassifier.js';
