import type { DrawStream } from './drawStream.js';
import type { Frame } from './frame.js';
import type { Look } from './look.js';
import type { Particle } from './particle.js';

/**
 * The brightness of a particle at a pixel, before its own level: of the distance from the outline (pixels, negative inside),
 * the share of the way from the centre to the outline, and the column and row.
 */
export type Shade = (distance: number, share: number, column: number, row: number) => number;

/** The shade of one particle, with the line along its outline. */
export function drawShade(draws: DrawStream, look: Look, particle: Particle, { unit }: Frame): Shade {
  const plain = plainShade(draws, look, particle, unit);
  if (look.line === 0) return plain;
  return (distance, share, column, row) => {
    const line = look.line * Math.exp(-0.5 * (distance / unit) ** 2);
    return plain(distance, share, column, row) + line;
  };
}

function plainShade(draws: DrawStream, look: Look, particle: Particle, unit: number): Shade {
  const { depth } = look;
  switch (look.shading) {
    case 'flat':
      return () => 1;
    case 'dome':
      return (_, share) => 1 - depth * (1 - Math.sqrt(Math.max(0, 1 - share * share)));
    case 'ring':
      return ringShade(depth, draws.between(2, 4));
    case 'shell':
      return shellShade(depth, unit * draws.between(1, 2));
    case 'lit':
      return litShade(look, particle);
  }
}

function ringShade(depth: number, power: number): Shade {
  return (_, share) => 1 - depth * (1 - Math.min(1, share) ** power);
}

function shellShade(depth: number, thickness: number): Shade {
  return (distance) => (distance > -thickness ? 1 : 1 - depth);
}

function litShade({ depth, lightAngle }: Look, { x, y, diameter }: Particle): Shade {
  const [dx, dy] = [Math.cos(lightAngle), Math.sin(lightAngle)].map((part) => (2 * part) / diameter) as [
    number,
    number,
  ];
  return (_distance, _share, column, row) => {
    const towardsLight = Math.min(1.2, Math.max(-1.2, (column - x) * dx + (row - y) * dy));
    return 1 + 0.5 * depth * (towardsLight - 1);
  };
}
