import { DataError, nearest } from '../../num/index.js';
import { imagesByRow } from '../files/imageOfRow.js';
import { naturalOrder } from '../files/naturalOrder.js';
import { columnOf, readTable } from '../files/readTable.js';
import type { Table } from '../files/readTable.js';
import type { ImageSet, Labels } from '../imageSet.js';

/** The labels of a CSV table; images that it does not list, or lists with an empty label or -1, have no class. */
export function readLabelTable(where: string, images: ImageSet, classNames?: readonly string[]): Labels {
  const table = readTable(where);
  const column = columnOf(where, table, ['label']);
  const imageOf = imagesByRow(where, table, images);
  const names = classNames ?? classesOf(table, column);
  const labels = new Int32Array(images.count).fill(-1);
  const lines = new Map<number, number>();
  for (const row of table.rows) {
    const place = imageOf(row);
    const label = labelOf(`${where} line ${row.line}`, row.cells[column] ?? '', names);
    const earlier = lines.get(place);
    if (earlier !== undefined && labels[place] !== label) throw conflict(where, row.line, earlier);
    labels[place] = label;
    lines.set(place, row.line);
  }
  return { labels, classNames: names };
}

/** The distinct labels in natural order; if all are numbers, every number from 0, or from 1 if none is 0, to the greatest. */
function classesOf({ rows }: Table, column: string): string[] {
  const texts = [...new Set(rows.map(({ cells }) => cells[column] ?? ''))].filter((text) => !isUnknown(text));
  if (!texts.every((text) => /^\d{1,6}$/.test(text))) return texts.sort(naturalOrder);
  const numbers = texts.map(Number);
  const first = numbers.includes(0) ? 0 : 1;
  return Array.from({ length: Math.max(0, Math.max(...numbers) + 1 - first) }, (_, i) => String(first + i));
}

function isUnknown(text: string): boolean {
  return text === '' || text === '-1';
}

function labelOf(where: string, text: string, names: readonly string[]): number {
  if (isUnknown(text)) return -1;
  const named = names.indexOf(text);
  if (named >= 0) return named;
  if (/^\d+$/.test(text) && Number(text) < names.length) return Number(text);
  const near = nearest(text, names);
  const expected = `one of the classes ${names.join(', ')}, or a number from 0 to ${names.length - 1}`;
  throw new DataError({ where, expected, got: `"${text}"`, hint: near === undefined ? undefined : `"${near}"` });
}

function conflict(where: string, line: number, earlier: number): DataError {
  const got = `another label on line ${line} than on line ${earlier}`;
  return new DataError({ where, expected: 'one label for each image', got, hint: 'to delete the wrong line' });
}
