import type * as tf from '@tensorflow/tfjs-core';
import { frameViewsOf, type Params } from '../../models/index.js';
import { gaussianFilter, STANDARDISE_EPSILON } from '../../nn/index.js';
import { ArgumentError } from '../../num/index.js';
import type { ClassifierDescription, LayerActivation, LayerDescription } from '../classifier/index.js';
import type { Run } from './run.js';

/** The trained classifier as a list of layers with their weights, independent of Kiln. */
export function classifierDescription({ config, vae, data }: Run, params: Params): ClassifierDescription {
  const { image, classifier } = vae.options;
  return {
    inputShape: [image.height, image.width],
    layers: classifier.kind === 'mlp' ? perceptron(params, classifier) : convolutionLayers(params, classifier),
    views: frameViewsOf(vae.options),
    classNames: data.classNames,
    ...(config.data.kind === 'images' && { normalise: config.data.normalise }),
  };
}

type Classifier<Kind> = Extract<Run['vae']['options']['classifier'], { kind: Kind }>;

function perceptron(params: Params, { hidden, activation }: Classifier<'mlp'>): LayerDescription[] {
  const layers = hidden.map((_, i) => denseLayer(params, `classifier/${i}`, activation));
  return [{ kind: 'flatten' }, ...layers, denseLayer(params, 'classifier/out', 'softmax')];
}

function convolutionLayers(params: Params, classifier: Classifier<'cnn'>): LayerDescription[] {
  const { convolutions, activation, smoothing = 0 } = classifier;
  const layers = convolutions.map(({ size, stride }, i): LayerDescription => ({
    kind: 'conv2d',
    kernel: values(params, `classifier/conv/${i}/kernel`),
    kernelSize: [size, size],
    bias: values(params, `classifier/conv/${i}/bias`),
    strides: stride,
    padding: 'same',
    activation: exportable(activation),
  }));
  return [
    ...(smoothing === 0 ? [] : [smoothingLayer(smoothing)]),
    { kind: 'standardise', epsilon: STANDARDISE_EPSILON },
    ...layers,
    { kind: 'flatten' },
    denseLayer(params, 'classifier/dense', activation),
    denseLayer(params, 'classifier/out', 'softmax'),
  ];
}

function smoothingLayer(smoothing: number): LayerDescription {
  const { size, weights } = gaussianFilter(smoothing);
  const bias = new Float32Array(1);
  return {
    kind: 'conv2d',
    kernel: weights,
    kernelSize: [size, size],
    bias,
    strides: 2,
    padding: 'same',
    activation: 'linear',
  };
}

function denseLayer(params: Params, name: string, activation: string): LayerDescription {
  const [kernel, bias] = [values(params, `${name}/kernel`), values(params, `${name}/bias`)];
  return { kind: 'dense', kernel, bias, activation: exportable(activation) };
}

function exportable(activation: string): LayerActivation {
  const known: readonly LayerActivation[] = ['tanh', 'relu', 'leakyRelu', 'softplus', 'elu', 'softmax'];
  const found = known.find((name) => name === activation);
  if (found !== undefined) return found;
  throw new ArgumentError({
    where: 'classifier',
    expected: `an activation among ${known.join(', ')}`,
    got: activation,
  });
}

function values(params: Params, name: string): Float32Array {
  const tensor: tf.Tensor | undefined = params[name];
  if (tensor !== undefined) return Float32Array.from(tensor.dataSync());
  throw new ArgumentError({
    where: 'classifier',
    expected: `a parameter "${name}"`,
    got: Object.keys(params).join(', '),
  });
}
