import type * as tf from '@tensorflow/tfjs-core';
import type { Params } from '../../models/index.js';
import { ArgumentError } from '../../num/index.js';
import type { ClassifierDescription, LayerDescription } from '../classifier/index.js';
import type { Run } from './train.js';

/** The trained classifier as a list of layers with their weights, independent of Kiln. */
export function classifierDescription({ vae, data }: Run, params: Params): ClassifierDescription {
  const { image, classifier } = vae.options;
  return {
    inputShape: [image.height, image.width],
    layers: [{ kind: 'flatten' }, ...perceptron(params, classifier)],
    classNames: data.classNames,
  };
}

function perceptron(params: Params, { hidden, activation }: Run['vae']['options']['classifier']): LayerDescription[] {
  const names = [...hidden.map((_, i) => ({ name: `classifier/${i}`, activation })), { name: 'classifier/out', activation: 'softmax' as const }];
  return names.map(({ name, activation: own }) => ({
    kind: 'dense',
    kernel: values(params, `${name}/kernel`),
    bias: values(params, `${name}/bias`),
    activation: own,
  }));
}

function values(params: Params, name: string): Float32Array {
  const tensor: tf.Tensor | undefined = params[name];
  if (tensor !== undefined) return Float32Array.from(tensor.dataSync());
  throw new ArgumentError({ where: 'classifier', expected: `a parameter "${name}"`, got: Object.keys(params).join(', ') });
}
