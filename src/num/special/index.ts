export * from './logit.js';
