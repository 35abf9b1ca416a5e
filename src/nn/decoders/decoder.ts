import type * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../activation.js';
import type { PictureSize } from '../places.js';

/** What to draw: codes side by side, and for a decoder with a pose where in its own picture each pixel is read. */
export interface Drawing {
  /** Each [...batch, width]; batch shapes broadcast. */
  readonly codes: readonly tf.Tensor[];
  /** Rows (xx, xy, x0, yx, yy, y0) as {@link resample} has them, [...batch, 6]. Default: as it is. */
  readonly map?: tf.Tensor;
  /** Which pixels, counted row by row. Default: all. */
  readonly pixels?: readonly number[];
}

/** Draws: one number for each pixel, on the whole line, [...batch, pixels]. Its parameters begin with `decoder/`. */
export type Decoder = (drawing: Drawing) => tf.Tensor;

export interface DecoderOptions extends PictureSize {
  /** Widths of the hidden layers. Default: [128, 128]; of a field decoder [128, 128, 128]. */
  readonly hidden?: readonly number[];
  /** Default: leakyRelu; of a field decoder tanh. */
  readonly activation?: Activation;
}
