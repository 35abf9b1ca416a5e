import { ArgumentError, checkOptionNames } from '../num/index.js';
import { plate } from './plate.js';

export interface PlateStackOptions {
  /** The dim of the plate for the last size, negative. Default: -1. */
  readonly rightmostDim?: number;
}

/**
 * Runs `body` in a stack of plates `prefix_0`, `prefix_1`, …, one for each of `sizes` from right to left, at `rightmostDim`
 * and the dims to its left.
 *
 * @throws ArgumentError if a size is not an integer of at least 1, or `rightmostDim` not a negative integer
 * @throws ShapeError if a dim is taken
 * @example
 * seed(0, () => plateStack('cell', [2, 3], () => sample('x', normal({ loc: 0, scale: 1 }))))().shape;   // [2, 3]
 */
export function plateStack<R>(
  prefix: string,
  sizes: readonly number[],
  body: () => R,
  options: PlateStackOptions = {},
): R {
  const where = `plateStack("${prefix}")`;
  checkOptionNames(where, options, ['rightmostDim']);
  const { rightmostDim = -1 } = options;
  if (!Number.isInteger(rightmostDim) || rightmostDim >= 0) {
    throw new ArgumentError({
      where,
      expected: 'a negative integer rightmostDim',
      got: String(rightmostDim),
      hint: '-1',
    });
  }
  const enter = (depth: number): R => {
    const size = sizes[sizes.length - 1 - depth];
    if (size === undefined) return body();
    return plate(`${prefix}_${depth}`, size, () => enter(depth + 1), { dim: rightmostDim - depth });
  };
  return enter(0);
}
