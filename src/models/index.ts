export type { Autoencoder } from './autoencoder.js';
export type { Batch, LabelledImages } from './batch.js';
export { classElbos, imageElbo, logEvidence, logJoint } from './evidence.js';
export { placeOf, type KnownPose } from './pose.js';
export type { LatentValues } from './latents.js';
export { jrvae } from './jrvae.js';
export { rvae } from './rvae.js';
export { ssrvae } from './ssrvae.js';
export { ssvae } from './ssvae.js';
export { vae } from './vae.js';
export { latentMeaning, type LatentMeaning } from './latentMeaning.js';
export type { AnglePrior, AutoencoderOptions, ClassifierSymmetry, Invariance, Likelihood } from './options.js';
export { pixelLattice, randomPixels } from './pixels.js';
export type { PixelSampler } from './pixels.js';
export { classify, encode, generateImages, using } from './use.js';
export type { Params } from './use.js';
// What a model is made of: its options take these as values.
export {
  fieldDecoder,
  mlpEncoder,
  plainDecoder,
  templateDecoder,
  trunkEncoder,
  type Decoder,
  type DecoderOptions,
  type Encoder,
} from '../nn/index.js';
