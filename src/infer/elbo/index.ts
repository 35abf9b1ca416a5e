export * from './objective.js';
export * from './traceEnumElbo.js';
export * from './traceMeanFieldElbo.js';
