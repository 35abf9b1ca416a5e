export { autoencoder } from './autoencoder.js';
export type { Autoencoder, Batch, LabelledImages, PosedImages } from './autoencoder.js';
export type { LatentValues } from './decoder.js';
export * from './families.js';
export type { AnglePrior, AutoencoderOptions, ClassifierOptions, Invariance, Likelihood } from './options.js';
export { pixelGrid, pixelLattice, randomPixels } from './pixels.js';
export type { PixelSampler } from './pixels.js';
export * from './use.js';
