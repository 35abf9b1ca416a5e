import type { Frame } from './frame.js';
import type { Stacking } from './look.js';

/** Where particles are painted, [row, column] each; changed by painting. */
export interface Canvas {
  readonly brightness: Float64Array;
  /** The distance from the nearest particle, as a multiple of the width of its halo. */
  readonly fromHalo: Float64Array;
}

export function emptyCanvas({ height, width }: Frame): Canvas {
  const pixels = height * width;
  return { brightness: new Float64Array(pixels), fromHalo: new Float64Array(pixels).fill(Infinity) };
}

/** What a pixel of brightness `under` becomes when a particle of brightness `value` covers a share of it. */
export function stack(stacking: Stacking, under: number, cover: number, value: number): number {
  switch (stacking) {
    case 'over':
      return under * (1 - cover) + cover * value;
    case 'max':
      return Math.max(under, cover * value);
    case 'sum':
      return under + 0.9 * cover * value;
  }
}
