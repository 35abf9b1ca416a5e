import { writeFileSync } from 'node:fs';
import { encode } from 'fast-png';
import { key } from '../../../../src/num/index.js';
import { sceneMicrograph } from '../../../data/support/sceneMicrograph.js';

/** Writes a simulated micrograph as an 8-bit PNG file. */
export function writeMicrograph(path: string, seed: number): void {
  const { width, height, values } = sceneMicrograph(key(seed));
  const data = Uint8Array.from(values, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));
  writeFileSync(path, encode({ width, height, channels: 1, depth: 8, data }));
}
