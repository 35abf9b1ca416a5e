import type { z } from 'zod';
import { DataError, nearest } from '../../num/index.js';
import type { RunConfig } from './runConfig.js';
import { runConfigSchema } from './schema.js';

/**
 * A run's config, checked: all fields there, none unknown, every value within its bounds.
 *
 * @param where the file it comes from, for messages
 * @throws DataError naming the first field that is wrong, and for an unknown one the field that was perhaps meant
 */
export function parseRunConfig(value: unknown, where: string): RunConfig {
  const result = runConfigSchema.safeParse(value);
  if (result.success) return result.data;
  // A misspelt field is also a missing one; the misspelling is the more helpful of the two to hear about.
  const issues = result.error.issues;
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  throw issue === undefined
    ? new DataError({ where, expected: 'a config', got: 'none' })
    : asError(issue, value, where);
}

function asError(issue: z.core.$ZodIssue, value: unknown, where: string): DataError {
  const place = (path: readonly PropertyKey[]): string => [where, ...path.map(String)].join(' › ');
  if (issue.code === 'unrecognized_keys') {
    const missing = missingFields(value, issue.path);
    const key = issue.keys[0] ?? '';
    const meant = nearest(key, missing);
    const hint = meant === undefined ? 'removing it' : `"${meant}"`;
    return new DataError({ where: place(issue.path), expected: 'only known fields', got: `"${key}"`, hint });
  }
  const got = shorten(valueAt(value, issue.path));
  return new DataError({ where: place(issue.path), expected: expectedOf(issue), got });
}

/** zod words a fault as "Invalid input: expected …" or "Too small: expected …"; we say the place ourselves. */
function expectedOf({ message }: z.core.$ZodIssue): string {
  return message.replace(/^.*?expected /, '').replace(/, received .*$/, '');
}

/** The fields that the schema asks for at `path` and `value` lacks. */
function missingFields(value: unknown, path: readonly PropertyKey[]): string[] {
  const isHere = (other: readonly PropertyKey[]): boolean =>
    other.length === path.length + 1 && path.every((key, i) => key === other[i]);
  const issues = runConfigSchema.safeParse(value).error?.issues ?? [];
  return issues.filter((issue) => isHere(issue.path)).map((issue) => String(issue.path[path.length]));
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((part, key) => (part as Record<PropertyKey, unknown> | undefined)?.[key], value);
}

function shorten(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
