export * from './adam.js';
export * from './clip.js';
export * from './optimizer.js';
export * from './schedules.js';
