import { z } from 'zod';
import { allowedText, parseNumber, withText } from './optionText.js';

// Schemas whose values the command line says in a way of their own.

const factor = z.number().min(0.01).max(100);
/** From the first factor to the second. */
export const factors = withText(
  z.tuple([factor, factor]).refine(([from, to]) => from <= to, { error: 'expected the smaller number first' }),
  { read: range, write: (ends) => ends.join('..'), allowed: `${allowedText(factor)}, or two as FROM..TO` },
);

const weight = z.number().min(0);
/** A weight that changes. */
export const weights = withText(z.strictObject({ from: weight, to: weight }), {
  read: (text) => {
    const [from, to, ...more] = range(text);
    return more.length === 0 ? { from, to } : text;
  },
  write: ({ from, to }) => `${from}..${to}`,
  allowed: `${allowedText(weight)}, or two as FROM..TO`,
});

/** All pixels, every so many rows and columns at a random offset, or so many drawn at random. */
export const somePixels = withText(
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('all') }),
    z.strictObject({ kind: z.literal('lattice'), stride: z.int().min(1) }),
    z.strictObject({ kind: z.literal('random'), count: z.int().min(1) }),
  ]),
  {
    read: (text) => {
      const [, kind = text, size] = /^(\w+):(\d+)$/.exec(text) ?? [];
      return { kind, ...(size !== undefined && { [kind === 'lattice' ? 'stride' : 'count']: Number(size) }) };
    },
    write: ({ kind, ...size }) => [kind, ...Object.values(size)].join(':'),
    allowed: 'all, lattice:STRIDE or random:COUNT with integers >= 1',
  },
);

/** So many, or all where nothing is said. */
export const countOrAll = withText(z.int().min(1).exactOptional(), {
  read: (text) => (text === 'all' ? undefined : parseNumber(text)),
  write: (value: number | undefined) => String(value ?? 'all'),
  allowed: 'an integer >= 1, or all',
});

/** A count, or null where another setting says it; null cannot be typed. */
export function oneCount(): z.ZodNullable<z.ZodInt> {
  const count = z.int().min(1);
  const write = (value: number | null): string | undefined => (value === null ? undefined : String(value));
  return withText(count.nullable(), { read: parseNumber, write, allowed: allowedText(count) });
}

/** Some of a few words, each once and in their order, in which `readText` puts them. */
export function subset<Word extends string>(
  words: readonly Word[],
  least: number,
): z.ZodArray<z.ZodEnum<{ [W in Word]: W }>> {
  const isSorted = (chosen: readonly Word[]): boolean => {
    const ranks = chosen.map((word) => words.indexOf(word));
    return ranks.every((rank, i) => rank > (ranks[i - 1] ?? -1));
  };
  const schema = z.array(z.enum(words)).min(least, `expected at least ${least} of ${words.join(', ')}`);
  return schema.refine(isSorted, { error: `expected each of ${words.join(', ')} at most once, in this order` });
}

/** `FROM..TO`, or one number that stands for both; NaN where a part is none. */
function range(text: string): readonly number[] {
  const parts = text.split('..').map(parseNumber);
  return parts.length === 1 ? [...parts, ...parts] : parts;
}
