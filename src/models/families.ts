import { ArgumentError } from '../num/index.js';
import { autoencoder, type Autoencoder } from './autoencoder.js';
import type { AutoencoderOptions, Invariance } from './options.js';

const POSE: readonly Invariance[] = ['rotation', 'translation'];

/** A variational autoencoder: content only. */
export function vae(options: Omit<AutoencoderOptions, 'invariances' | 'classes'>): Autoencoder {
  return autoencoder('vae', { ...options, invariances: [], classes: 0 });
}

/** A rotationally invariant VAE: content and a pose. Invariances default to rotation and translation. */
export function rvae(options: Omit<AutoencoderOptions, 'classes'>): Autoencoder {
  return autoencoder('rvae', { invariances: POSE, ...options, classes: 0 });
}

/** A semi-supervised VAE: content and a class, known for some images. */
export function ssvae(options: Omit<AutoencoderOptions, 'invariances'>): Autoencoder {
  return autoencoder('ssvae', { ...withClasses('ssvae', options), invariances: [] });
}

/** The semi-supervised rotationally invariant VAE: content, a pose, and a class that is known for some images. */
export function ssrvae(options: AutoencoderOptions): Autoencoder {
  return autoencoder('ssrvae', { invariances: POSE, ...withClasses('ssrvae', options) });
}

/** A joint rotationally invariant VAE: content, a pose, and a class that is never told. */
export function jrvae(options: AutoencoderOptions): Autoencoder {
  const { model, guide, ...rest } = autoencoder('jrvae', { invariances: POSE, ...withClasses('jrvae', options) });
  const withoutLabels =
    (program: Autoencoder['model']): Autoencoder['model'] =>
    (batch) => {
      if (batch.labelled !== undefined) {
        throw new ArgumentError({
          where: 'jrvae',
          expected: 'unlabelled images only',
          got: 'labelled ones',
          hint: 'ssrvae',
        });
      }
      program(batch);
    };
  return { ...rest, model: withoutLabels(model), guide: withoutLabels(guide) };
}

function withClasses<Options extends { readonly classes?: number }>(where: string, options: Options): Options {
  if ((options.classes ?? 0) >= 2) return options;
  throw new ArgumentError({
    where: `${where}.classes`,
    expected: 'at least 2',
    got: String(options.classes),
    hint: 'rvae or vae for a model without classes',
  });
}
