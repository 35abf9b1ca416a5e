export { checkOptionNames } from '../num/index.js';
