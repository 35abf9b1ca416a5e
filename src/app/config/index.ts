export { checkUnchanged, hashPath } from './hashPath.js';
export { kilnVersion } from './kilnVersion.js';
export * from './names.js';
export { parseRunConfig } from './parseRunConfig.js';
export { recipes, runSizes } from './recipes.js';
export type { Recipe, RecipeFor, RunSize } from './recipes.js';
export * from './runConfig.js';
export { versions } from './versions.js';
