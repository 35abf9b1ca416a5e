import { convertIndexedToRgb, decode } from 'fast-png';
import type { DecodedPng } from 'fast-png';
import { decoded, greyPicture, transparent } from './picture.js';
import type { Picture } from './picture.js';
import { readBytes } from './readBytes.js';

/**
 * A PNG file as a grey picture: 1 to 16 bits, grey, RGB or palette.
 *
 * @throws DataError naming the file, if it is damaged, cut short or has transparent pixels
 */
export function readPng(path: string): Picture {
  const png = decoded(path, 'PNG', () => decode(readBytes(path), { checkCrc: true }));
  if (png.transparency !== undefined) throw transparent(path);
  const { width, height } = png;
  if (png.palette === undefined && png.depth >= 8) {
    return greyPicture(path, { width, height, channels: png.channels, data: png.data, white: 2 ** png.depth - 1 });
  }
  const palette = png.palette ?? greys(png);
  const data = decoded(path, 'PNG', () => convertIndexedToRgb({ ...png, palette }));
  return greyPicture(path, { width, height, channels: palette[0]?.length ?? 3, data, white: 255 });
}

/** The palette by which packed grey samples of 1, 2 or 4 bits are unpacked. */
function greys({ depth }: DecodedPng): number[][] {
  const white = 2 ** depth - 1;
  return Array.from({ length: white + 1 }, (_, sample) => Array<number>(3).fill((sample * 255) / white));
}
