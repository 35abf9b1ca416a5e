import { parse } from 'csv-parse/sync';
import { DataError, nearest } from '../../num/index.js';
import { readBytes } from './readBytes.js';

export interface TableRow {
  /** The line of the file on which the row ends, from 1. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

interface ParsedRow {
  readonly info: { readonly lines: number };
  readonly record: Record<string, string>;
}

/**
 * A CSV file whose first line names the columns; commas, semicolons or tabs between the cells.
 *
 * @throws DataError naming the file and line, if a row has too few or too many cells, or there is no row
 */
export function readTable(path: string): Table {
  const text = new TextDecoder().decode(readBytes(path));
  let columns: string[] = [];
  const keepColumns = (header: string[]): string[] => (columns = header.map((name) => name.trim().toLowerCase()));
  const options = { columns: keepColumns, delimiter: [',', ';', '\t'], trim: true, skip_empty_lines: true, info: true };
  try {
    // With `info: true` the parser gives pairs of a record and its place, which its types do not say.
    const rows = parse(text, { ...options, bom: true }) as unknown as ParsedRow[];
    if (rows.length === 0) throw new Error('no rows below the names of the columns');
    return { columns, rows: rows.map(({ info, record }) => ({ line: info.lines, cells: record })) };
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    const hint = 'one row a line, with quotes around names that have commas';
    throw new DataError({ where: path, expected: 'a CSV table', got, hint });
  }
}

/**
 * The name in `wanted` that is a column of the table.
 *
 * @throws DataError naming the columns there are if there is none
 */
export function columnOf(where: string, { columns }: Table, wanted: readonly string[]): string {
  const found = wanted.find((name) => columns.includes(name));
  if (found !== undefined) return found;
  const near = wanted.map((name) => nearest(name, columns)).find((name) => name !== undefined);
  throw new DataError({
    where,
    expected: `a column named ${wanted.join(' or ')}`,
    got: `the columns ${columns.join(', ')}`,
    hint: near === undefined ? `a first line such as "file,${wanted[0] ?? ''}"` : `to rename the column "${near}"`,
  });
}
