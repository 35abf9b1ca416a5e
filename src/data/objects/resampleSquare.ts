import type { Micrograph } from './micrograph.js';

/** What lies beyond an image: it again, reflected (… b a | a b …), its border (… a a | a b …), or nothing. */
export type Outside = 'reflect' | 'repeat' | 'zero';

export interface Square {
  readonly top: number;
  readonly left: number;
  readonly size: number;
}

/** Fills `out`, [side, side], with a square of an image, read linearly between the centres of pixels. */
export function resampleSquare(
  { height, width, values }: Pick<Micrograph, 'height' | 'width' | 'values'>,
  { top, left, size }: Square,
  outside: Outside,
  out: Float32Array,
  side: number,
): void {
  const valueAt = (row: number, column: number): number => {
    const [y, x] = [inside(row, height, outside), inside(column, width, outside)];
    return y < 0 || x < 0 ? 0 : (values[y * width + x] ?? 0);
  };
  for (let row = 0; row < side; row += 1) {
    const y = top + ((row + 0.5) * size) / side - 0.5;
    const below = y - Math.floor(y);
    for (let column = 0; column < side; column += 1) {
      const x = left + ((column + 0.5) * size) / side - 0.5;
      const right = x - Math.floor(x);
      const line = (at: number): number =>
        (1 - right) * valueAt(at, Math.floor(x)) + right * valueAt(at, Math.floor(x) + 1);
      out[row * side + column] = (1 - below) * line(Math.floor(y)) + below * line(Math.floor(y) + 1);
    }
  }
}

/** The place whose value stands for that at `place`, or -1 for none. */
function inside(place: number, count: number, outside: Outside): number {
  if (place >= 0 && place < count) return place;
  switch (outside) {
    case 'zero':
      return -1;
    case 'repeat':
      return Math.min(count - 1, Math.max(0, place));
    case 'reflect': {
      const folded = ((place % (2 * count)) + 2 * count) % (2 * count);
      return Math.min(folded, 2 * count - 1 - folded);
    }
  }
}
