import type { z } from 'zod';
import { DataError, nearest } from '../../num/index.js';
import { schemas, type RunConfig } from './runConfig.js';

/**
 * A run's config, checked: all fields there, none unknown, every value within its bounds.
 *
 * @param where the file it comes from, for messages
 * @throws DataError naming the first field that is wrong, and for an unknown one the field that was perhaps meant
 */
export function parseRunConfig(value: unknown, where: string): RunConfig {
  const result = schemas.run.safeParse(value);
  if (result.success) return result.data;
  // A misspelt field is also a missing one; the misspelling is the more helpful of the two to hear about.
  const issues = result.error.issues;
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (issue === undefined) throw result.error;
  const place = [where, ...issue.path.map(String)].join(' › ');
  if (issue.code !== 'unrecognized_keys')
    throw new DataError({ where: place, expected: expectedOf(issue), got: shorten(valueAt(value, issue.path)) });
  const meant = nearest(issue.keys[0] ?? '', fieldsAt(issue.path, issues));
  const hint = meant === undefined ? 'removing it' : `"${meant}"`;
  throw new DataError({ where: place, expected: 'only known fields', got: `"${issue.keys[0] ?? ''}"`, hint });
}

/** zod words a fault as "Invalid input: expected …" or "Too small: expected …"; we say the place ourselves. */
function expectedOf({ message }: z.core.$ZodIssue): string {
  return message.replace(/^.*?expected /, '').replace(/, received .*$/, '');
}

/** The fields directly in `path` that something is wrong with: that they are missing, above all. */
function fieldsAt(path: readonly PropertyKey[], issues: readonly z.core.$ZodIssue[]): string[] {
  const inside = issues.filter(
    (one) => one.path.length === path.length + 1 && path.every((key, i) => key === one.path[i]),
  );
  return inside.map((one) => String(one.path[path.length]));
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((part, key) => (part as Record<PropertyKey, unknown> | undefined)?.[key], value);
}

function shorten(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
