import { encoderOutputs, partsFor, type Autoencoder } from './autoencoder.js';
import { drawParts, understandParts } from './batch.js';
import { POSE, resolveOptions, type AutoencoderOptions } from './options.js';
import { knownValues } from './pose.js';
import { inferLatents, observeImage, priorOf, sampleLatents } from './sites.js';

/**
 * A rotationally invariant VAE: a pose, and content z. Invariances default to rotation and translation.
 *
 * @throws ArgumentError if an option is unknown or out of range
 * @see Bepler et al. 2019, "Explicitly disentangling image content from translation and rotation with spatial-VAE"
 */
export function rvae(given: Omit<AutoencoderOptions, 'classes'>): Autoencoder {
  const parts = partsFor(resolveOptions('rvae', { invariances: POSE, ...given, classes: 0 }));
  const { options, pose, content, latents } = parts;
  return {
    ...parts,
    isSupervised: false,
    model: (batch) => {
      drawParts(batch, (part) => {
        const t = sampleLatents(part, batch, pose, priorOf, knownValues(part.pose, options));
        const z = sampleLatents(part, batch, content, priorOf);
        observeImage(part, batch, { ...t, ...z }, undefined, options);
      });
    },
    guide: (batch) => {
      understandParts(batch, options, (part, features) => {
        inferLatents(part, batch, latents, encoderOutputs(features, undefined, parts), options);
      });
    },
  };
}
