export { autoencoder } from './autoencoder.js';
export type { Autoencoder, Batch, LabelledImages } from './autoencoder.js';
export { logEvidence, logJoint } from './evidence.js';
export type { KnownPose } from './knownPose.js';
export type { LatentValues } from './latents.js';
export * from './families.js';
export type {
  AnglePrior,
  AutoencoderOptions,
  ClassifierOptions,
  ClassifierSymmetry,
  Invariance,
  Likelihood,
} from './options.js';
export { pixelGrid, pixelLattice, randomPixels } from './pixels.js';
export type { PixelSampler } from './pixels.js';
export { frameViewsOf, type FrameView } from './frameViews.js';
export { classify, encode, generateImages, using } from './use.js';
export type { Params } from './use.js';
