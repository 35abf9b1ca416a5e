import type { PixelSize } from '../../data/index.js';
import { refuse, textOf } from './optionReaders.js';
import type { RawOptions } from './optionReaders.js';

/** The size of a pixel, such as `2.5 nm`. @throws UsageError */
export async function pixelSize(raw: RawOptions): Promise<PixelSize | undefined> {
  const text = textOf(raw, 'pixelSize');
  if (text === undefined) return undefined;
  const { length, unit } = parts(text);
  if (length > 0 && (await ratio(unit, 'm')) !== undefined) return { length, unit };
  throw refuse('pixelSize', 'a length above 0 with its unit', text, '2.5 nm');
}

/**
 * A length in pixels: a bare number (or `30 px`) is one already, any unit of length is divided by the size of a pixel.
 *
 * @throws UsageError if it is no length, below 0, or has a unit while the size of a pixel is not known
 */
export async function lengthInPixels(
  raw: RawOptions,
  name: string,
  pixel: PixelSize | undefined,
): Promise<number | undefined> {
  const text = textOf(raw, name);
  if (text === undefined) return undefined;
  const { length, unit } = parts(text);
  const expected = 'a number of pixels >= 0, or a length with its unit';
  if (!(length >= 0 && length < Infinity)) throw refuse(name, expected, text, '12');
  if (unit === '' || unit === 'px') return length;
  if (pixel === undefined) throw refuse(name, 'a number of pixels, or --pixel-size beside a length', text, '12');
  const factor = await ratio(unit, pixel.unit);
  if (factor === undefined) throw refuse(name, expected, text, `12 ${pixel.unit}`);
  return (length * factor) / pixel.length;
}

/** A number and what follows it; NaN where there is no number. */
function parts(text: string): { readonly length: number; readonly unit: string } {
  const [, number, unit = ''] = /^\s*(\d+\.?\d*(?:e[-+]?\d+)?|\.\d+)\s*(\S*)\s*$/i.exec(text) ?? [];
  return { length: number === undefined ? NaN : Number(number), unit: unit.replace(/\/(px|pixel)$/, '') };
}

/** One unit of length in another; undefined where either is none. */
async function ratio(of: string, to: string): Promise<number | undefined> {
  const { unit } = await import('mathjs');
  try {
    const value = unit(1, mathName(of)).toNumber(mathName(to));
    return value > 0 && value < Infinity && unit(1, mathName(of)).equalBase(unit(1, 'm')) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** As mathjs spells it: µm and Å are beyond its letters. */
function mathName(unit: string): string {
  return unit === 'Å' || unit === 'A' ? 'angstrom' : unit.replace(/^[µμ]/, 'u');
}
