import { refuse, textOf } from './optionReaders.js';
import type { RawOptions } from './optionReaders.js';

const degree = Math.PI / 180;

export interface AngleOptions {
  /** Default true. */
  readonly isZeroAllowed?: boolean;
}

/**
 * An angle of at least 0 in radians. A bare number is in degrees; otherwise any unit of angle that mathjs knows, such as
 * `60 deg`, `1.05 rad` or `0.25 cycle`.
 *
 * @param most the largest angle allowed, in radians
 * @throws UsageError
 */
export async function angle(
  raw: RawOptions,
  name: string,
  most: number,
  { isZeroAllowed = true }: AngleOptions = {},
): Promise<number | undefined> {
  const text = textOf(raw, name);
  if (text === undefined) return undefined;
  const value = await radians(text);
  // The rounding of a conversion must not put 180 deg above pi.
  const isEnough = isZeroAllowed ? value >= 0 : value > 0;
  if (isEnough && value <= most * (1 + 1e-12)) return Math.min(value, most);
  const bounds = `${isZeroAllowed ? 'from' : 'above'} 0 ${isZeroAllowed ? '' : 'and up '}to ${Math.round(most / degree)} deg`;
  throw refuse(name, `an angle ${bounds}, in deg or rad (a bare number is in degrees)`, text, '60 deg');
}

/** NaN for what is not an angle. */
async function radians(text: string): Promise<number> {
  const [, number, unitName] = /^\s*([-+.\deE]+?)\s*(|deg|degrees?|°|rad|radians?)\s*$/.exec(text) ?? [];
  if (number !== undefined && unitName !== undefined) return Number(number) * (unitName.startsWith('rad') ? 1 : degree);
  // mathjs takes longer to load than everything else together, so the two common units do without.
  const { unit } = await import('mathjs');
  try {
    return unit(text).toNumber('rad');
  } catch {
    return NaN;
  }
}
