export { layerActivations } from './layerDescription.js';
export type { LayerActivation, ClassifierDescription, LayerDescription } from './layerDescription.js';
export type { ClassifierNormalise } from './classifyScript.js';
export { writeClassifier } from './writeClassifier.js';
