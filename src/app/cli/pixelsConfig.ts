import type { PixelsConfig } from '../config/index.js';
import { refuse, textOf } from './optionReaders.js';
import type { RawOptions } from './optionReaders.js';

/** `--pixels all`, `lattice:STRIDE` or `random:COUNT`. @throws UsageError */
export function pixelsConfig(raw: RawOptions): PixelsConfig | undefined {
  const text = textOf(raw, 'pixels');
  if (text === undefined) return undefined;
  if (text === 'all') return { kind: 'all' };
  const [, kind, digits] = /^(lattice|random):(\d{1,7})$/.exec(text) ?? [];
  const number = Number(digits);
  if (kind === 'lattice' && number >= 1) return { kind, stride: number };
  if (kind === 'random' && number >= 1) return { kind, count: number };
  const expected = 'all, lattice:STRIDE or random:COUNT with whole numbers >= 1';
  throw refuse('pixels', expected, text, 'lattice:4');
}
