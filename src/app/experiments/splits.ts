import type { Lab } from './lab.js';

/** On how many splits into training and test images the particles are judged, at full size. */
const SPLITS = 5;

/** The seeds of the splits of the particles: 0, 1, … One split says little, as few micrographs are held out. */
export function splitSeeds({ settings, seeds }: Lab): readonly number[] {
  return settings.isSmoke ? seeds : Array.from({ length: Math.max(SPLITS, seeds.length) }, (_, seed) => seed);
}
