import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { ShapeError, formatShape, sizeOf } from '../../num/index.js';
import type { LayerActivation, LayerDescription } from './layerDescription.js';

type Layer = layers.layers.Layer;
type DenseLayer = Extract<LayerDescription, { kind: 'dense' }>;
type ConvLayer = Extract<LayerDescription, { kind: 'conv2d' }>;

/** The zeros that weights have until they get their values: random ones would be drawn in vain. */
const unset = { kernelInitializer: 'zeros', biasInitializer: 'zeros' } as const;

/**
 * A layer with its weights put behind `input`; images get a channel axis, or lose their axes, as the layer needs it.
 *
 * @param where names the layer in messages
 * @throws ShapeError if the weights or the layer do not fit the input
 */
export function addLayer(where: string, input: layers.SymbolicTensor, layer: LayerDescription): layers.SymbolicTensor {
  switch (layer.kind) {
    case 'dense':
      return addDense(where, flat(input), layer);
    case 'conv2d':
      return addConv2d(where, withChannels(where, input), layer);
    case 'maxPool':
      return put(withChannels(where, input), layers.layers.maxPooling2d({ poolSize: pair(layer.size) }));
    case 'averagePool':
      return put(withChannels(where, input), layers.layers.averagePooling2d({ poolSize: pair(layer.size) }));
    case 'globalAveragePool':
      return put(withChannels(where, input), layers.layers.globalAveragePooling2d({}));
    case 'globalMaxPool':
      return put(withChannels(where, input), layers.layers.globalMaxPooling2d({}));
    case 'flatten':
      return flat(input);
    case 'standardise':
      return put(input, standardise(input, layer.epsilon));
    case 'rescale':
      return put(input, layers.layers.rescaling({ scale: layer.scale, offset: layer.offset }));
  }
}

function addDense(where: string, input: layers.SymbolicTensor, layer: DenseLayer): layers.SymbolicTensor {
  const { kernel, bias, activation } = layer;
  const own = layers.layers.dense({ units: bias.length, ...unset, ...activationArgs(activation) });
  return activated(withWeights(where, input, own, [axesOf(input)[0] ?? 0, bias.length], kernel, bias), activation);
}

function addConv2d(where: string, input: layers.SymbolicTensor, layer: ConvLayer): layers.SymbolicTensor {
  const { kernel, kernelSize, bias, strides = 1, padding, activation } = layer;
  const size = [...kernelSize];
  const settings = { filters: bias.length, kernelSize: size, strides: pair(strides), padding };
  const own = layers.layers.conv2d({ ...settings, ...unset, ...activationArgs(activation) });
  return activated(
    withWeights(where, input, own, [...size, axesOf(input)[2] ?? 0, bias.length], kernel, bias),
    activation,
  );
}

/** LayerNormalization over all axes but the batch, without learned scale and centre. */
function standardise(input: layers.SymbolicTensor, epsilon: number): Layer {
  const axis = axesOf(input).map((_, i) => i + 1);
  return layers.layers.layerNormalization({ axis, epsilon, scale: false, center: false });
}

function withWeights(
  where: string,
  input: layers.SymbolicTensor,
  layer: Layer,
  kernelShape: number[],
  kernel: Float32Array,
  bias: Float32Array,
): layers.SymbolicTensor {
  if (kernel.length !== sizeOf(kernelShape)) {
    const expected = `a kernel of shape ${formatShape(kernelShape)} behind ${formatShape(axesOf(input))}`;
    throw new ShapeError({ where, expected, got: `${kernel.length} numbers` });
  }
  const output = put(input, layer);
  tf.tidy(() => {
    layer.setWeights([tf.tensor(kernel, kernelShape), tf.tensor(bias)]);
  });
  return output;
}

/** TensorFlow.js has leakyRelu only as a layer of its own. */
function activated(output: layers.SymbolicTensor, activation: LayerActivation): layers.SymbolicTensor {
  return activation === 'leakyRelu' ? put(output, layers.layers.leakyReLU({ alpha: 0.2 })) : output;
}

function activationArgs(activation: LayerActivation): { activation: Exclude<LayerActivation, 'leakyRelu'> } {
  return { activation: activation === 'leakyRelu' ? 'linear' : activation };
}

function flat(input: layers.SymbolicTensor): layers.SymbolicTensor {
  return axesOf(input).length === 1 ? input : put(input, layers.layers.flatten());
}

function withChannels(where: string, input: layers.SymbolicTensor): layers.SymbolicTensor {
  const axes = axesOf(input);
  if (axes.length === 3) return input;
  if (axes.length === 2) return put(input, layers.layers.reshape({ targetShape: [...axes, 1] }));
  const expected = 'images [row, column] or [row, column, channel] as input';
  throw new ShapeError({ where, expected, got: formatShape(axes), hint: 'this layer before flatten and dense ones' });
}

/** The shape of one item: without the axis of the batch. */
function axesOf({ shape }: layers.SymbolicTensor): number[] {
  return shape.slice(1).map((size) => size ?? 0);
}

function pair(size: number | readonly [number, number]): [number, number] {
  return typeof size === 'number' ? [size, size] : [size[0], size[1]];
}

/** A layer on one input has one output. */
export function put(input: layers.SymbolicTensor, layer: Layer): layers.SymbolicTensor {
  return layer.apply(input) as layers.SymbolicTensor;
}
