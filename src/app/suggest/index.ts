export * from './information.js';
export { suggestLabels } from './suggestLabels.js';
