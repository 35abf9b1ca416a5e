import { Option } from 'commander';

/** An option as help shows it. */
export type Row = readonly [flags: string, description: string];

/** The names of options in camelCase, as commander has them. */
export function namesOf(rows: readonly Row[]): string[] {
  return rows.map(([flags, description]) => new Option(flags, description).attributeName());
}
