import { z } from 'zod';

type Schema = z.core.$ZodType;

/** How a value is said on the command line, where its schema alone does not tell. */
interface OwnText {
  /** The value that is meant, perhaps later; for a text that means nothing, what the schema refuses. */
  readonly read: (text: string) => unknown;
  /** The text that `read` reads; undefined for a value that nobody says. */
  readonly write: (value: z.core.$output) => string | undefined;
  /** What may be said, in words. */
  readonly allowed: string;
}

const ownTexts = z.registry<OwnText>();

/** Says how values of a schema are read and written; hand over a schema that is used nowhere else. */
export function withText<Own extends z.ZodType>(schema: Own, text: z.core.$replace<OwnText, Own>): Own {
  ownTexts.add(schema, text);
  return schema;
}

/** The value that a text means, perhaps later. What means nothing comes back as something that the schema refuses. */
export function readText(schema: Schema, text: string): unknown {
  const own = ownTexts.get(schema);
  if (own !== undefined) return own.read(text);
  if (schema instanceof z.ZodNullable) return text === 'none' ? null : readText(schema.unwrap(), text);
  if (schema instanceof z.ZodArray) {
    const parts = text === 'none' ? [] : text.split(',').map((part) => readText(schema.element, part.trim()));
    const words = wordsOf(schema);
    // Words keep the order of their schema, however they are named.
    return words.length === 0 ? parts : parts.sort((a, b) => words.indexOf(String(a)) - words.indexOf(String(b)));
  }
  return schema instanceof z.ZodNumber ? parseNumber(text) : text;
}

/** A value as `readText` reads it; undefined for one that nobody says. A file is its path. */
export function writeText(schema: Schema, value: unknown): string | undefined {
  const own = ownTexts.get(schema);
  if (own !== undefined) return own.write(value);
  if (value === undefined) return undefined;
  if (value === null || (Array.isArray(value) && value.length === 0)) return 'none';
  return typeof value === 'object' && 'path' in value ? String(value.path) : `${value as string | number}`;
}

/** What may be said, in words. */
export function allowedText(schema: Schema): string {
  const own = ownTexts.get(schema);
  if (own !== undefined) return own.allowed;
  if (schema instanceof z.ZodNullable) return `${allowedText(schema.unwrap())}, or none`;
  if (schema instanceof z.ZodArray) return `${allowedText(schema.element)}, or several with commas between`;
  return schema instanceof z.ZodNumber ? numberInWords(schema) : wordsOf(schema).join(', ');
}

/** The words that a value is one of, or a list of; none for other values. */
export function wordsOf(schema: Schema): readonly string[] {
  if (schema instanceof z.ZodArray) return wordsOf(schema.element);
  return schema instanceof z.ZodEnum ? schema.options.map(String) : [];
}

/** NaN for anything but a plain decimal number: `Number` would take "" for 0 and "0x10" for 16. */
export function parseNumber(text: string): number {
  return /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text) ? Number(text) : NaN;
}

/** `an integer from 1 to 50`. */
function numberInWords(schema: z.ZodNumber): string {
  const [from, to] = [schema.minValue ?? -Infinity, schema.maxValue ?? Infinity];
  const isFromAllowed = schema.safeParse(from).success;
  const kind = schema.format === 'safeint' ? 'an integer' : 'a number';
  if (to >= Number.MAX_SAFE_INTEGER) return `${kind} ${isFromAllowed ? '>=' : '>'} ${from}`;
  return isFromAllowed ? `${kind} from ${from} to ${to}` : `${kind} above ${from}, up to ${to}`;
}
