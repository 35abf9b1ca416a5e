import type { DrawStream } from './drawStream.js';

/** How the particles of a scene lie to each other. */
export interface Layout {
  /** The least and the greatest gap between neighbours in the agglomerate, in median diameters; negative where they overlap. */
  readonly gaps: readonly [least: number, greatest: number];
  /** How many particles beside the agglomerate are tried, for each square of the picture's shorter side. */
  readonly crowd: number;
}

export function drawLayout(draws: DrawStream): Layout {
  return {
    gaps: draws.pick<Layout['gaps']>([
      [[-0.25, 0], 0.3],
      [[-0.05, 0.08], 0.35],
      [[0, 0.22], 0.35],
    ]),
    crowd: draws.pick([
      [0, 0.2],
      [2, 0.2],
      [6, 0.25],
      [14, 0.2],
      [30, 0.15],
    ]),
  };
}

/** Particles that are no further apart than this many median diameters belong to one agglomerate. */
export const TOUCHING = 0.24;
