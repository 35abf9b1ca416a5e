export * from './objective.js';
export * from './traceElbo.js';
export * from './traceMeanFieldElbo.js';
