import type { Distribution } from '../distribution.js';
import type { KlEntry, KlPair } from './klPair.js';
import { pairs } from './pairs.js';

export type { KlEntry } from './klPair.js';

const entries = new Map<string, KlPair>(pairs.map((pair) => [nameOf(pair.q, pair.p), pair]));

/** The entry of a pair of distributions without wrappers, except for `toEvent`, if there is one. */
export function klEntry(q: Distribution, p: Distribution): KlEntry | undefined {
  const pair = entries.get(nameOf(familyOf(q), familyOf(p)));
  return pair?.applies?.(q, p) === false ? undefined : pair?.compute;
}

/** Adds or replaces the closed form of a pair of families, for the whole program; `fn` gets them without wrappers. */
export function registerKl(familyQ: string, familyP: string, fn: KlEntry): void {
  entries.set(nameOf(familyQ, familyP), { q: familyQ, p: familyP, compute: fn });
}

function nameOf(familyQ: string, familyP: string): string {
  return `${familyQ} from ${familyP}`;
}

function familyOf({ family, independent }: Distribution): string {
  return independent === undefined ? family : `${family}.toEvent(${independent.reinterpreted})`;
}
