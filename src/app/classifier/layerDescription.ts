import type { ClassifierNormalise } from './classifyScript.js';

/** The nonlinearities that a layer can end with; `leakyRelu` has the slope 0.2 below 0. */
export const layerActivations = [
  'linear',
  'tanh',
  'relu',
  'leakyRelu',
  'softplus',
  'elu',
  'sigmoid',
  'softmax',
] as const;

export type LayerActivation = (typeof layerActivations)[number];

/** One layer of a classifier, weights included; arrays are in C order. */
export type LayerDescription =
  | {
      readonly kind: 'dense';
      /** Weights [in, out]. */
      readonly kernel: Float32Array;
      /** Bias [out]. */
      readonly bias: Float32Array;
      readonly activation: LayerActivation;
    }
  | {
      readonly kind: 'conv2d';
      /** Weights [height, width, in, out]. */
      readonly kernel: Float32Array;
      readonly kernelSize: readonly [number, number];
      /** Bias [out]. */
      readonly bias: Float32Array;
      readonly strides?: number | readonly [number, number];
      readonly padding: 'same' | 'valid';
      readonly activation: LayerActivation;
    }
  | {
      readonly kind: 'maxPool' | 'averagePool';
      /** Rows and columns that become one; they do not overlap. */
      readonly size: number | readonly [number, number];
    }
  | { readonly kind: 'globalAveragePool' | 'globalMaxPool' | 'flatten' }
  | {
      /** Each image to mean 0 and variance 1 over its pixels: (x - mean) / sqrt(variance + epsilon). */
      readonly kind: 'standardise';
      readonly epsilon: number;
    }
  | {
      /** All values: x * scale + offset. */
      readonly kind: 'rescale';
      readonly scale: number;
      readonly offset: number;
    };

/** A symmetry of the frame: rows and columns exchanged first, then the order of either reversed. */
export interface FrameView {
  readonly isTransposed: boolean;
  readonly reversesRows: boolean;
  readonly reversesColumns: boolean;
}

/** A classifier on its own: grey images [image, row, column] in [0, 1] to probabilities [image, class]. */
export interface ClassifierDescription {
  /** Rows and columns of the images. */
  readonly inputShape: readonly [number, number];
  /** From the image to the probabilities; the last one is dense with softmax. */
  readonly layers: readonly LayerDescription[];
  /** Rotations and mirror images whose logits are averaged before the softmax. Default: the image as it is, once. */
  readonly views?: readonly FrameView[];
  readonly classNames: readonly string[];
  /** How grey values were brought into [0, 1] in training; classify.mjs does the same. Default none: shares of white. */
  readonly normalise?: ClassifierNormalise;
}
