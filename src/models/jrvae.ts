import { ArgumentError } from '../num/index.js';
import { classPosterior, encoderOutputs, partsFor, type Autoencoder } from './autoencoder.js';
import { drawParts, understandParts, type Batch } from './batch.js';
import { POSE, resolveOptions, withClasses, type AutoencoderOptions } from './options.js';
import { inferClass, inferLatents, observeImage, priorOf, sampleClass, sampleLatents } from './sites.js';

/**
 * A joint rotationally invariant VAE: a class y that is never given, a pose, and content z. Invariances default to rotation and
 * translation.
 *
 * @throws ArgumentError if an option is unknown or out of range, and where a batch has labelled images
 */
export function jrvae(given: AutoencoderOptions): Autoencoder {
  const parts = partsFor(resolveOptions('jrvae', { invariances: POSE, ...withClasses('jrvae', given) }));
  const { options, pose, content, latents } = parts;
  return {
    ...parts,
    isSupervised: false,
    model: (batch) => {
      drawParts(unlabelledOnly(batch), (part) => {
        const y = sampleClass(part, options);
        const t = sampleLatents(part, batch, pose, priorOf);
        const z = sampleLatents(part, batch, content, priorOf);
        observeImage(part, batch, { ...t, ...z }, y, options);
      });
    },
    guide: (batch) => {
      understandParts(unlabelledOnly(batch), options, (part, features) => {
        const y = inferClass(part, classPosterior(features, options));
        inferLatents(part, batch, latents, encoderOutputs(features, y, parts), options);
      });
    },
  };
}

function unlabelledOnly(batch: Batch): Batch {
  if (batch.labelled === undefined && batch.views === undefined) return batch;
  throw new ArgumentError({ where: 'jrvae', expected: 'unlabelled images only', got: 'labelled ones', hint: 'ssrvae' });
}
