export * from './activation.js';
export * from './conv.js';
export * from './dense.js';
export * from './initializers.js';
export * from './mlp.js';
export * from './poseDecoder.js';
