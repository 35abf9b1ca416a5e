import { classPosterior, encoderOutputs, partsFor, type Autoencoder } from './autoencoder.js';
import { drawParts, understandParts } from './batch.js';
import { resolveOptions, withClasses, type AutoencoderOptions } from './options.js';
import { inferClass, inferLatents, observeImage, priorOf, sampleClass, sampleLatents, teach } from './sites.js';

/**
 * A semi-supervised VAE: a class y, known for some images, and content z.
 *
 * @throws ArgumentError if an option is unknown or out of range
 * @see Kingma et al. 2014, "Semi-supervised learning with deep generative models", model M2
 */
export function ssvae(given: Omit<AutoencoderOptions, 'invariances'>): Autoencoder {
  const parts = partsFor(resolveOptions('ssvae', { ...withClasses('ssvae', given), invariances: [] }));
  const { options, content } = parts;
  return {
    ...parts,
    isSupervised: true,
    model: (batch) => {
      drawParts(batch, (part) => {
        const y = sampleClass(part, options);
        const z = sampleLatents(part, batch, content, priorOf);
        observeImage(part, batch, z, y, options);
      });
    },
    guide: (batch) => {
      understandParts(batch, options, (part, features) => {
        const qy = classPosterior(features, options);
        if (part.labels !== undefined) teach(part, 'label', qy.logProb(part.labels), options.multiplier);
        if (!part.isDrawn) return;
        const y = inferClass(part, qy);
        inferLatents(part, batch, content, encoderOutputs(features, y, parts), options);
      });
    },
  };
}
