export * from './adam.js';
export * from './chain.js';
export * from './clip.js';
export * from './optimizer.js';
export * from './perParameter.js';
export * from './rmsprop.js';
export * from './schedules.js';
export * from './sgd.js';
