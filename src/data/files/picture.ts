import { DataError } from '../../num/index.js';

/** One grey image of a picture file. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** [row, column]: in [0, 1] where the file holds integers, as they are where it holds floats. */
  readonly values: Float32Array;
}

export interface Samples {
  readonly width: number;
  readonly height: number;
  /** Channels of each pixel: grey, grey and opacity, RGB, or RGB and opacity. */
  readonly channels: number;
  readonly data: ArrayLike<number>;
  /** The sample that stands for white. */
  readonly white: number;
}

/** How bright red, green and blue look. @see Recommendation ITU-R BT.601-7, section 2.5.1 */
const LUMA = [0.299, 0.587, 0.114] as const;

/**
 * Samples as a grey picture: colours by their luminance, opacity left out.
 *
 * @throws DataError naming the file, if a pixel is not opaque or the channels are none of those in {@link Samples}
 */
export function greyPicture(where: string, { width, height, channels, data, white }: Samples): Picture {
  if (channels < 1 || channels > 4) {
    throw new DataError({ where, expected: 'a grey or RGB image', got: `${channels} channels`, hint: 'converting it' });
  }
  const isColour = channels >= 3;
  const values = new Float32Array(width * height);
  for (let pixel = 0; pixel < values.length; pixel += 1) {
    const at = pixel * channels;
    const sample = (channel: number): number => data[at + channel] ?? 0;
    if (channels % 2 === 0 && sample(channels - 1) !== white) throw transparent(where);
    const grey = isColour ? LUMA[0] * sample(0) + LUMA[1] * sample(1) + LUMA[2] * sample(2) : sample(0);
    values[pixel] = grey / white;
  }
  return { width, height, values };
}

/** The error for a picture with pixels that can be seen through. */
export function transparent(where: string): DataError {
  return new DataError({
    where,
    expected: 'opaque pixels',
    got: 'transparent ones',
    hint: 'to flatten the image onto a background',
  });
}

/** What `decode` gives, its own errors worded as a file that cannot be decoded. */
export function decoded<T>(where: string, kind: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const hint = 'to open it in another program and save it as plain 8-bit or 16-bit grey';
    throw new DataError({
      where,
      expected: `a whole ${kind} file`,
      got: `one that cannot be decoded (${reason})`,
      hint,
    });
  }
}
