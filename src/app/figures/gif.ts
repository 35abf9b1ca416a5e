import { ShapeError } from '../../num/index.js';
import type { Raster } from './rasterise.js';

export interface FilmLook {
  /** How long each frame is shown, in milliseconds; whole hundredths of a second. Default 500. */
  readonly delay?: number;
  /** The same for the last frame. Default four times `delay`. */
  readonly lastDelay?: number;
  /** How many colours all frames together have at most, 2 to 255. Default 96. */
  readonly maxColors?: number;
}

/**
 * A film of frames of one size that begins anew at its end, as the bytes of a GIF. The same frames give the same bytes.
 *
 * @throws ShapeError if there is no frame, or one is of another size
 */
export async function gif(frames: readonly Raster[], look: FilmLook = {}): Promise<Uint8Array> {
  const { delay = 500, lastDelay = 4 * delay, maxColors = 96 } = look;
  const [first] = frames;
  const sizes = frames.map(({ width, height }) => `${width} × ${height}`);
  if (first === undefined || new Set(sizes).size > 1) {
    const got = first === undefined ? 'none' : [...new Set(sizes)].join(', ');
    throw new ShapeError({ where: 'gif', expected: 'frames of one size', got });
  }
  // Only when a film is made.
  const { encode } = await import('modern-gif');
  const bytes = await encode({
    width: first.width,
    height: first.height,
    maxColors,
    looped: true,
    loopCount: 0,
    frames: frames.map(({ data }, i) => ({
      // A copy: the encoder writes into what it is given.
      data: Uint8ClampedArray.from(data),
      delay: i === frames.length - 1 ? lastDelay : delay,
    })),
  });
  return new Uint8Array(bytes);
}
