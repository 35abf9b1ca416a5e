import type * as tf from '@tensorflow/tfjs-core';
import type { Params } from '../../models/index.js';
import { gaussianFilter, STANDARDISE_EPSILON, type Trunk } from '../../nn/index.js';
import { ArgumentError } from '../../num/index.js';
import type { ClassifierDescription, FrameView, LayerActivation, LayerDescription } from '../classifier/index.js';
import { trunkOf } from './buildModel.js';
import type { Run } from './run.js';

/** The trained classifier as a list of layers with their weights, independent of Kiln: the trunk and the head of the class. */
export function classifierDescription({ config, vae, data }: Run, params: Params): ClassifierDescription {
  const { image } = vae.options;
  const { encoder, hidden, activation, classifierSymmetry } = config.model;
  const trunk = trunkOf(config.model, config.training, image, data.classNames);
  const isPerceptron = encoder === 'mlp';
  const most = image.height === image.width ? 4 : 2;
  const isFrame = classifierSymmetry === 'frame';
  return {
    inputShape: [image.height, image.width],
    layers: isPerceptron ? perceptron(params, hidden, activation) : trunkLayers(params, trunk),
    views: viewsOf(isFrame ? most : isPerceptron ? 1 : trunk.views, isFrame, 4 / most),
    classNames: data.classNames,
    ...(config.data.kind === 'images' && { normalise: config.data.normalise }),
  };
}

const still = { isTransposed: false, reversesRows: false, reversesColumns: false };
/** Rotations by quarters: one, counter-clockwise, exchanges rows and columns, and then reverses the rows. */
const quarters: readonly FrameView[] = [
  still,
  { ...still, isTransposed: true, reversesRows: true },
  { ...still, reversesRows: true, reversesColumns: true },
  { ...still, isTransposed: true, reversesColumns: true },
];

/** The views whose logits the classifier averages: rotations of the image, and of its reflection. */
function viewsOf(rotations: number, isMirrored: boolean, quartersApart: number): FrameView[] {
  const views = quarters.filter((_, k) => k % quartersApart === 0).slice(0, rotations);
  const mirrored = views.map((view) => ({ ...view, reversesColumns: !view.reversesColumns }));
  return isMirrored ? [...views, ...mirrored] : views;
}

function perceptron(params: Params, hidden: readonly number[], activation: string): LayerDescription[] {
  const layers = hidden.map((_, i) => denseLayer(params, `classifier/${i}`, activation));
  return [{ kind: 'flatten' }, ...layers, denseLayer(params, 'classifier/out', 'softmax')];
}

const standardise: LayerDescription = { kind: 'standardise', epsilon: STANDARDISE_EPSILON };

function trunkLayers(params: Params, trunk: Trunk): LayerDescription[] {
  const { convolutions, activation, smoothing } = trunk;
  const layers = convolutions.map(({ size, stride }, i): LayerDescription => ({
    kind: 'conv2d',
    kernel: values(params, `trunk/${i}/kernel`),
    kernelSize: [size, size],
    bias: values(params, `trunk/${i}/bias`),
    strides: stride,
    padding: 'same',
    activation: exportable(activation),
  }));
  return [
    standardise,
    ...(smoothing === 0 ? [] : [smoothingLayer(trunk), standardise]),
    ...layers,
    { kind: 'flatten' },
    denseLayer(params, 'classifier/0', activation),
    denseLayer(params, 'classifier/out', 'softmax'),
  ];
}

function smoothingLayer(trunk: Trunk): LayerDescription {
  const { down, across } = gaussianFilter(trunk.smoothing, trunk);
  const kernel = Float32Array.from(down.flatMap((a) => across.map((b) => a * b)));
  const bias = new Float32Array(1);
  const kernelSize: [number, number] = [down.length, across.length];
  return { kind: 'conv2d', kernel, kernelSize, bias, strides: 2, padding: 'same', activation: 'linear' };
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
