import { extname } from 'node:path';
import { DataError, nearest } from '../../num/index.js';
import { imagesByRow } from '../files/imageOfRow.js';
import { kindOfPath, readBytes } from '../files/readBytes.js';
import { columnOf, readTable } from '../files/readTable.js';
import type { ImageSet } from '../imageSet.js';

export interface ReadGroupsOptions {
  /** The field or column that names the group. Default `group`. */
  readonly field?: string;
}

/**
 * The group of each image, such as the micrograph it was cut from: a JSON list with one object for each image, in their
 * order, or a CSV table with the columns `file` (or `index`, from 0) and the field.
 *
 * @throws DataError naming the file, what was expected and what to do, if an image has no group or more than one
 */
export function readGroups(path: string, images: ImageSet, { field = 'group' }: ReadGroupsOptions = {}): string[] {
  kindOfPath(path);
  return extname(path).toLowerCase() === '.json' ? readList(path, images, field) : readColumn(path, images, field);
}

function readList(where: string, { count }: ImageSet, field: string): string[] {
  const list = parseJson(where);
  if (!Array.isArray(list) || list.length !== count) {
    const got = Array.isArray(list) ? `${list.length}` : 'something else';
    throw new DataError({ where, expected: `a JSON list of ${count} objects, one for each image`, got });
  }
  return list.map((item: unknown, i) => {
    const fields: object = typeof item === 'object' && item !== null ? item : {};
    const value: unknown = Object.entries(fields).find(([name]) => name === field)?.[1];
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    const names = Object.keys(fields);
    const near = names.includes(field) ? undefined : (nearest(field, names) ?? names[0]);
    const hint = near === undefined ? undefined : `--group-field ${near}`;
    throw new DataError({
      where,
      expected: `a string or number "${field}" in each object`,
      got: `item ${i} without`,
      hint,
    });
  });
}

function parseJson(where: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(readBytes(where)));
  } catch (error) {
    if (error instanceof DataError) throw error;
    const got = error instanceof Error ? error.message : String(error);
    throw new DataError({ where, expected: 'a JSON list', got, hint: 'to check the file in an editor' });
  }
}

function readColumn(where: string, images: ImageSet, field: string): string[] {
  const table = readTable(where);
  const column = columnOf(where, table, [field.toLowerCase()]);
  const imageOf = imagesByRow(where, table, images);
  const groups: (string | undefined)[] = Array.from({ length: images.count });
  for (const row of table.rows) {
    const place = imageOf(row);
    const group = row.cells[column] ?? '';
    if (groups[place] !== undefined && groups[place] !== group) {
      const got = `"${group}" after "${groups[place]}"`;
      throw new DataError({ where: `${where} line ${row.line}`, expected: 'one group for each image', got });
    }
    groups[place] = group;
  }
  return groups.map((group, i) => {
    if (group !== undefined && group !== '') return group;
    const image = images.names?.[i] ?? `image ${i}`;
    throw new DataError({
      where,
      expected: 'a group for every image',
      got: `none for ${image}`,
      hint: 'to add a line for it',
    });
  });
}
