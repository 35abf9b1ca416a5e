export * from './objective.js';
export * from './traceElbo.js';
export * from './traceMeanFieldElbo.js';
export * from './renyiElbo.js';
export * from './reweightedWakeSleep.js';
export * from './siteTerms.js';
