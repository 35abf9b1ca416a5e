import { DataError, nearest } from '../../num/index.js';
import type { ImageSet } from '../imageSet.js';
import { columnOf } from './readTable.js';
import type { Table, TableRow } from './readTable.js';

/**
 * How the rows of a table name images: by the column `file` (or `id`) where images have names, else by the
 * column `index` (from 0).
 *
 * @returns a function from a row to the number of its image
 * @throws DataError if the table has no such column; the function throws one that names the line of an unknown image
 */
export function imagesByRow(where: string, table: Table, images: ImageSet): (row: TableRow) => number {
  const { names, count } = images;
  const column = columnOf(where, table, names === undefined ? ['index'] : ['file', 'id', 'index']);
  if (column === 'index') return (row) => byIndex(where, row, count);
  const places = new Map(names?.map((name, i) => [name, i]));
  return ({ line, cells }) => {
    const name = cells[column] ?? '';
    const place = places.get(name) ?? places.get(name.replace(/^.*[\\/]/, ''));
    if (place !== undefined) return place;
    const near = nearest(name, names ?? []);
    const hint = near === undefined ? `the names of the images, such as "${names?.[0] ?? ''}"` : `"${near}"`;
    throw new DataError({ where: `${where} line ${line}`, expected: 'the name of an image', got: `"${name}"`, hint });
  };
}

function byIndex(where: string, { line, cells }: TableRow, count: number): number {
  const text = cells['index'] ?? '';
  const index = /^\d+$/.test(text) ? Number(text) : NaN;
  if (index < count) return index;
  throw new DataError({
    where: `${where} line ${line}`,
    expected: `an index from 0 to ${count - 1}`,
    got: `"${text}"`,
  });
}
