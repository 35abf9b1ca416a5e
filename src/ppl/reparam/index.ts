export * from './locScaleReparam.js';
export * from './reparameteriser.js';
export * from './transformReparam.js';
