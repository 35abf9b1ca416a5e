import { z } from 'zod';
import { nearest } from '../../num/index.js';
import { allowedText, flagOf, readText, wordsOf } from '../config/index.js';
import { UsageError } from './usageError.js';

/** Options as the command line gave them, by their names in camelCase. */
export type RawOptions = Readonly<Record<string, string | boolean | undefined>>;

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

/**
 * The value of an option; undefined where it was not given.
 *
 * @param schema what it may be
 * @param example a value to show in messages
 * @throws UsageError naming what is allowed, and the word that was perhaps meant
 */
export async function readOption<Value>(
  raw: RawOptions,
  name: string,
  schema: z.core.$ZodType<Value>,
  example: string,
): Promise<Value | undefined> {
  const given = raw[name];
  const value = typeof given === 'string' ? await readText(schema, given) : given;
  if (value === undefined) return undefined;
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  throw refuse(name, expectedOf(schema, result.error), given, wordMeant(schema, String(given)) ?? example);
}

/** Where we word a fault ourselves, as zod never begins, these words say more than what is allowed. */
function expectedOf(schema: z.core.$ZodType, { issues }: z.core.$ZodError): string {
  const [, own] = /^expected (.*)$/.exec(issues[0]?.message ?? '') ?? [];
  return own ?? allowedText(schema);
}

function wordMeant(schema: z.core.$ZodType, text: string): string | undefined {
  const words = wordsOf(schema);
  const wrong = text.split(',').find((part) => !words.includes(part.trim()));
  return wrong === undefined ? undefined : nearest(wrong.trim(), words);
}
