import { encoderOutputs, partsFor, type Autoencoder } from './autoencoder.js';
import { drawParts, understandParts } from './batch.js';
import { resolveOptions, type AutoencoderOptions } from './options.js';
import { inferLatents, observeImage, priorOf, sampleLatents } from './sites.js';

/**
 * A variational autoencoder: content z only.
 *
 * @throws ArgumentError if an option is unknown or out of range
 * @see Kingma and Welling 2014, "Auto-encoding variational Bayes"
 */
export function vae(given: Omit<AutoencoderOptions, 'invariances' | 'classes'>): Autoencoder {
  const parts = partsFor(resolveOptions('vae', { ...given, invariances: [], classes: 0 }));
  const { options, content } = parts;
  return {
    ...parts,
    isSupervised: false,
    model: (batch) => {
      drawParts(batch, (part) => {
        const z = sampleLatents(part, batch, content, priorOf);
        observeImage(part, batch, z, undefined, options);
      });
    },
    guide: (batch) => {
      understandParts(batch, options, (part, features) => {
        inferLatents(part, batch, content, encoderOutputs(features, undefined, parts), options);
      });
    },
  };
}
