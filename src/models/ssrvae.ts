import { classPosterior, encoderOutputs, partsFor, type Autoencoder } from './autoencoder.js';
import { drawParts, understandParts } from './batch.js';
import { POSE, resolveOptions, withClasses, type AutoencoderOptions } from './options.js';
import { knownValues } from './pose.js';
import { inferClass, inferLatents, observeImage, priorOf, sampleClass, sampleLatents, teach } from './sites.js';

/**
 * The semi-supervised rotationally invariant VAE: a class y, known for some images, a pose, and content z. Invariances default to
 * rotation and translation.
 *
 * Sites: `<part>/y`, `<part>/angle`, `<part>/shift`, `<part>/scale`, `<part>/content`, `<part>/exposure`, `<part>/x`, and in the guide
 * `<part>/label` and `<part>/pose/angle` (or shift, scale) for what is known; part is `unlabelled`, `labelled` or, for the label alone,
 * `views`. Plates `<part>` at dim -2 and `pixels` at dim -1.
 *
 * @throws ArgumentError if an option is unknown or out of range
 * @see Ziatdinov et al. 2024, "Semi-supervised learning of images with strong rotational disorder", figure 1
 */
export function ssrvae(given: AutoencoderOptions): Autoencoder {
  const parts = partsFor(resolveOptions('ssrvae', { invariances: POSE, ...withClasses('ssrvae', given) }));
  const { options, pose, content, latents } = parts;
  return {
    ...parts,
    isSupervised: true,
    model: (batch) => {
      drawParts(batch, (part) => {
        const y = sampleClass(part, options);
        const t = sampleLatents(part, batch, pose, priorOf, knownValues(part.pose, options));
        const z = sampleLatents(part, batch, content, priorOf);
        observeImage(part, batch, { ...t, ...z }, y, options);
      });
    },
    guide: (batch) => {
      understandParts(batch, options, (part, features) => {
        const qy = classPosterior(features, options);
        if (part.labels !== undefined) teach(part, 'label', qy.logProb(part.labels), options.multiplier);
        if (!part.isDrawn) return;
        const y = inferClass(part, qy);
        inferLatents(part, batch, latents, encoderOutputs(features, y, parts), options);
      });
    },
  };
}
