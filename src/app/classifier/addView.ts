import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { put } from './addLayer.js';
import type { FrameView } from './layerDescription.js';

/** Images [image, row, column] rotated or mirrored, by layers that every version of TensorFlow.js reads. */
export function addView(
  images: layers.SymbolicTensor,
  { isTransposed, reversesRows, reversesColumns }: FrameView,
): layers.SymbolicTensor {
  const flipped = isTransposed ? transposed(images) : images;
  const mirrored = reversesColumns ? reversed(flipped) : flipped;
  return reversesRows ? transposed(reversed(transposed(mirrored))) : mirrored;
}

function transposed(images: layers.SymbolicTensor): layers.SymbolicTensor {
  return put(images, layers.layers.permute({ dims: [2, 1] }));
}

/** Columns in the opposite order: there is no layer for that, but a product with a matrix of zeros and ones is exact. */
function reversed(images: layers.SymbolicTensor): layers.SymbolicTensor {
  const columns = images.shape[2] ?? 0;
  const layer = layers.layers.dense({ units: columns, useBias: false, kernelInitializer: 'zeros', trainable: false });
  const output = put(images, layer);
  tf.tidy(() => {
    layer.setWeights([tf.reverse(tf.eye(columns), 1)]);
  });
  return output;
}
