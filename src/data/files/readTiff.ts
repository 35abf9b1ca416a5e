import { decode } from 'tiff';
import type { TiffIfd } from 'tiff';
import { DataError } from '../../num/index.js';
import { decoded, greyPicture } from './picture.js';
import type { Picture } from './picture.js';
import { readBytes } from './readBytes.js';

const SIGNED = 2;
const FLOAT = 3;
const WHITE_IS_ZERO = 0;
const PALETTE = 3;
const SEPARATE_PLANES = 2;

/**
 * The pages of a TIFF file as grey pictures: 1, 8 or 16-bit integers or 32 or 64-bit floats, grey or RGB.
 *
 * @throws DataError naming the file, if it is damaged, cut short, or of a kind that is not read
 */
export function readTiff(path: string): Picture[] {
  const bytes = readBytes(path);
  for (const page of decoded(path, 'TIFF', () => decode(bytes, { ignoreImageData: true }))) checkKind(path, page);
  const pages = decoded(path, 'TIFF', () => decode(bytes));
  return pages.map((page) => {
    const white = page.sampleFormat === FLOAT ? 1 : 2 ** page.bitsPerSample - 1;
    const { width, height, samplesPerPixel: channels, data } = page;
    return greyPicture(path, { width, height, channels, data, white });
  });
}

/** Refuses what the decoder would read wrongly without saying so. */
function checkKind(where: string, page: TiffIfd): void {
  const isPlanar = page.samplesPerPixel > 1 && (page.planarConfiguration === SEPARATE_PLANES || page.tiled);
  const isFloat = page.sampleFormat === FLOAT;
  const faults: [boolean, string][] = [
    [page.type === PALETTE, 'a palette'],
    [isFloat && page.bitsPerSample < 32, `${page.bitsPerSample}-bit floats`],
    [isFloat && page.type === WHITE_IS_ZERO, 'floats whose 0 is white'],
    [page.sampleFormat === SIGNED, 'signed integers'],
    [isPlanar, 'colours in tiles or separate planes'],
  ];
  const fault = faults.find(([applies]) => applies)?.[1];
  if (fault === undefined) return;
  const hint = 'to convert it to 8-bit or 16-bit grey';
  throw new DataError({ where, expected: 'a TIFF image of plain grey or RGB samples', got: fault, hint });
}
