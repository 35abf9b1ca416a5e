import type { PixelsConfig } from './runConfig.js';

const degree = Math.PI / 180;

/** An angle as `--alpha` reads it: in degrees where these are a short number, else in radians; the very same number. */
export function formatRadians(radians: number): string {
  const degrees = Number((radians / degree).toPrecision(12));
  return degrees * degree === radians ? `${degrees}deg` : `${radians}rad`;
}

/** As `--pixels` reads it. */
export function formatPixels(pixels: PixelsConfig): string {
  switch (pixels.kind) {
    case 'all':
      return 'all';
    case 'lattice':
      return `lattice:${pixels.stride}`;
    case 'random':
      return `random:${pixels.count}`;
  }
}
