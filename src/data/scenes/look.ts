import type { DrawStream } from './drawStream.js';

/**
 * How brightness varies over a particle: not at all, falling from the middle to the outline, rising to it, only a shell
 * bright, or rising towards a light.
 */
export type Shading = 'flat' | 'dome' | 'ring' | 'shell' | 'lit';

/** What happens where particles overlap: the upper one hides the lower, the brighter shows, or brightness adds up. */
export type Stacking = 'over' | 'max' | 'sum';

/** How all particles of a scene are drawn. Lengths are in units of the frame. */
export interface Look {
  readonly shading: Shading;
  readonly stacking: Stacking;
  /** How much darker the darkest part of a particle is, from 0 to 1. */
  readonly depth: number;
  /** Radians. */
  readonly lightAngle: number;
  /** The width over which a particle fades out at its outline. */
  readonly softness: number;
  /** The brightness of a line along the outline, added to the shading. */
  readonly line: number;
  /** The standard deviation of the log brightness from particle to particle. */
  readonly brightnessSpread: number;
  /** The standard deviation of the grain on the particles, and its size. */
  readonly texture: number;
  readonly textureSize: number;
  /** The brightness around the particles, negative for a dark halo. */
  readonly halo: number;
}

export function drawLook(draws: DrawStream): Look {
  return { ...drawShades(draws), ...drawSurface(draws) };
}

function drawShades(draws: DrawStream): Pick<Look, 'shading' | 'stacking' | 'depth' | 'lightAngle' | 'line'> {
  return {
    shading: draws.pick<Shading>([
      ['flat', 0.3],
      ['dome', 0.25],
      ['ring', 0.15],
      ['lit', 0.2],
      ['shell', 0.1],
    ]),
    stacking: draws.pick<Stacking>([
      ['over', 0.5],
      ['max', 0.25],
      ['sum', 0.25],
    ]),
    depth: draws.between(0.2, 0.9),
    lightAngle: draws.between(0, 2 * Math.PI),
    line: draws.chance(0.35) ? draws.between(0, 0.7) : 0,
  };
}

type Surface = Pick<Look, 'softness' | 'brightnessSpread' | 'texture' | 'textureSize' | 'halo'>;

function drawSurface(draws: DrawStream): Surface {
  return {
    softness: draws.between(0.25, 1.2),
    brightnessSpread: draws.pick([
      [0.02, 0.5],
      [0.1, 0.3],
      [0.3, 0.2],
    ]),
    texture: draws.pick([
      [0, 0.45],
      [0.08, 0.35],
      [0.25, 0.2],
    ]),
    textureSize: draws.between(1.2, 4),
    halo: draws.chance(0.4) ? draws.between(-0.3, 0.25) : 0,
  };
}
