import { ArgumentError } from '../../num/index.js';
import { jrvae, rvae, ssrvae, ssvae, vae, type Autoencoder, type ClassifierOptions } from '../../models/index.js';
import type { Convolution } from '../../nn/index.js';
import type { ModelConfig } from '../config/index.js';
import type { TaskData } from './taskData.js';

/**
 * The model that a config describes, for images of the data's size and as many classes as it has.
 *
 * @throws ArgumentError if the model needs labels that the data lack
 */
export function buildModel(config: ModelConfig, { unlabelled, classNames }: TaskData): Autoencoder {
  const { kind, invariances, classifier: _, encoder, ...rest } = config;
  const encoderConvolutions = encoder === 'cnn' ? [layer(16, 5), layer(32), layer(64)] : [];
  const options = { ...rest, encoderConvolutions, classifier: classifierOf(config) };
  const image = { height: unlabelled.height, width: unlabelled.width };
  const classes = classNames.length;
  if ((kind === 'ssrvae' || kind === 'ssvae') && classes < 2) {
    const hint = '--labels FILE, or --model rvae';
    throw new ArgumentError({
      where: `--model ${kind}`,
      expected: 'labels of at least two classes',
      got: String(classes),
      hint,
    });
  }
  switch (kind) {
    case 'vae':
      return vae({ ...options, image });
    case 'rvae':
      return rvae({ ...options, image, invariances });
    case 'ssvae':
      return ssvae({ ...options, image, classes });
    case 'jrvae':
      return jrvae({ ...options, image, invariances, classes: Math.max(2, classes) });
    case 'ssrvae':
      return ssrvae({ ...options, image, invariances, classes });
  }
}

/** The networks for q(class | image) that a config can name. */
function classifierOf({ classifier, hidden, activation }: ModelConfig): ClassifierOptions {
  if (classifier === 'mlp') return { kind: 'mlp', hidden, activation };
  if (classifier === 'cnn') {
    const convolutions = [layer(24, 5), layer(48), layer(96)];
    return { kind: 'cnn', convolutions, hidden: 96, activation: 'relu' };
  }
  const convolutions = [layer(32, 5), layer(64), layer(64, 3, 1), layer(64)];
  return { kind: 'cnn', convolutions, hidden: 128, activation: 'leakyRelu', smoothing: 1.5 };
}

function layer(channels: number, size = 3, stride = 2): Convolution {
  return { channels, size, stride };
}
