import { nearest } from '../../num/index.js';
import { UsageError } from './usageError.js';

/** Options as the command line gave them, by their names in camelCase. */
export type RawOptions = Readonly<Record<string, string | boolean | undefined>>;

/** From where to where a number may lie, both included unless said otherwise. */
export interface Bounds {
  readonly from?: number;
  readonly to?: number;
  /** `from` itself is not allowed. */
  readonly above?: boolean;
  /** A value to show in messages. */
  readonly example: string;
}

/** `--labels-per-class` for `labelsPerClass`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** A fault in the value of an option. */
export function refuse(name: string, expected: string, got: unknown, example: string): UsageError {
  const flag = flagOf(name);
  const value = /\s/.test(example) ? `"${example}"` : example;
  return new UsageError({ where: flag, expected, got: `"${String(got)}"`, hint: `${flag} ${value}` });
}

/** The text of an option that takes a value; undefined where it was not given. */
export function textOf(raw: RawOptions, name: string): string | undefined {
  const value = raw[name];
  return typeof value === 'string' ? value : undefined;
}

/** A whole number. @throws UsageError */
export function wholeNumber(raw: RawOptions, name: string, bounds: Bounds): number | undefined {
  const text = textOf(raw, name);
  if (text === undefined) return undefined;
  const value = parseNumber(text);
  if (Number.isSafeInteger(value) && isWithin(value, bounds)) return value;
  throw refuse(name, `a whole number${describe(bounds)}`, text, bounds.example);
}

/** A number. @throws UsageError */
export function realNumber(raw: RawOptions, name: string, bounds: Bounds): number | undefined {
  const text = textOf(raw, name);
  if (text === undefined) return undefined;
  const value = parseNumber(text);
  if (isWithin(value, bounds)) return value;
  throw refuse(name, `a number${describe(bounds)}`, text, bounds.example);
}

/** Two numbers `a..b`, the smaller first unless `anyOrder`; one number stands for both. @throws UsageError */
export function range(
  raw: RawOptions,
  name: string,
  bounds: Bounds,
  anyOrder = false,
): readonly [from: number, to: number] | undefined {
  const text = textOf(raw, name);
  if (text === undefined) return undefined;
  const parts = text.split('..').map(parseNumber);
  const [from = NaN, to = from] = parts;
  const isOrdered = anyOrder || from <= to;
  if (parts.length <= 2 && isWithin(from, bounds) && isWithin(to, bounds) && isOrdered) return [from, to];
  const order = anyOrder ? '' : ', the smaller first,';
  throw refuse(name, `one number or two as FROM..TO${order}${describe(bounds)}`, text, bounds.example);
}

/** One of a few words. @throws UsageError, with the word that was perhaps meant */
export function oneOf<Word extends string>(raw: RawOptions, name: string, words: readonly Word[]): Word | undefined {
  const text = textOf(raw, name);
  if (text === undefined) return undefined;
  return pick(name, text, words);
}

/** A list of different words with commas between, or `none`. @throws UsageError */
export function someOf<Word extends string>(raw: RawOptions, name: string, words: readonly Word[]): Word[] | undefined {
  const text = textOf(raw, name);
  if (text === undefined) return undefined;
  if (text === 'none') return [];
  const chosen = text.split(',').map((part) => pick(name, part.trim(), words));
  if (new Set(chosen).size === chosen.length) return chosen;
  throw refuse(name, `each of ${words.join(', ')} at most once`, text, words.join(','));
}

/** Whole numbers with commas between, at least one. @throws UsageError */
export function wholeNumbers(raw: RawOptions, name: string, bounds: Bounds): number[] | undefined {
  const text = textOf(raw, name);
  if (text === undefined) return undefined;
  const values = text.split(',').map(parseNumber);
  if (values.every((value) => Number.isSafeInteger(value) && isWithin(value, bounds))) return values;
  throw refuse(name, `whole numbers${describe(bounds)} with commas between`, text, bounds.example);
}

/** A switch that is on, off (`--no-…`) or was not given. */
export function flag(raw: RawOptions, name: string): boolean | undefined {
  const value = raw[name];
  return typeof value === 'boolean' ? value : undefined;
}

function pick<Word extends string>(name: string, text: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  throw refuse(name, words.join(', '), text, nearest(text, words) ?? words[0] ?? '');
}

/** NaN for anything but a plain decimal number: `Number` would take "" for 0 and "0x10" for 16. */
function parseNumber(text: string): number {
  return /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text) ? Number(text) : NaN;
}

function isWithin(value: number, { from = -Infinity, to = Infinity, above = false }: Bounds): boolean {
  return Number.isFinite(value) && (above ? value > from : value >= from) && value <= to;
}

function describe({ from, to, above = false }: Bounds): string {
  if (from !== undefined && to !== undefined) return above ? ` above ${from}, up to ${to}` : ` from ${from} to ${to}`;
  if (from !== undefined) return above ? ` > ${from}` : ` >= ${from}`;
  return '';
}
