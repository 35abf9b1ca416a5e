import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { PixelSize } from '../../data/index.js';
import { csvText } from '../csv.js';
import type { LibraryObject, LibraryObjects } from './libraryObjects.js';
import { libraryFiles } from './names.js';
import { patchColumns } from './patchRecord.js';
import type { Column } from './patchRecord.js';

/**
 * Writes library.csv, a line for each object, and library.json, the same with what it was made from.
 *
 * @param origin what the library was made from: a library of the same is not made again
 */
export function writeTables(
  folder: string,
  { classNames, objects, latents, notes }: LibraryObjects,
  pixelSize: PixelSize | undefined,
  origin: object,
): void {
  const columns = [...patchColumns(pixelSize), ...modelColumns(classNames, objects)];
  const rows = objects.map((object) => columns.map(([, cell]) => cell(object)));
  const header = columns.map(([name]) => name);
  writeFileAtomic.sync(join(folder, libraryFiles.table), csvText(header, rows));
  const lines = objects.map((object) => JSON.stringify(withSizes(object, pixelSize)));
  const about = { origin, classNames, latents, notes, ...(pixelSize !== undefined && { pixelSize }) };
  const json = `${JSON.stringify(about, undefined, 2).slice(0, -2)},\n  "objects": [\n${lines.join(',\n')}\n  ]\n}\n`;
  writeFileAtomic.sync(join(folder, libraryFiles.list), json);
}

function modelColumns(classNames: readonly string[], objects: readonly LibraryObject[]): Column<LibraryObject>[] {
  const content = objects[0]?.content ?? [];
  return [
    ['class', (object) => object.class],
    ['probability', ({ probability }) => probability.toFixed(5)],
    ...classNames.map((name, k): Column<LibraryObject> => {
      return [`p(${name})`, ({ probabilities }) => (probabilities[k] ?? 0).toFixed(5)];
    }),
    ['angle_rad', ({ angle }) => angle?.toFixed(4) ?? ''],
    ['angle_off_deg', ({ angleError }) => angleError?.toFixed(1) ?? ''],
    ['shift_x_px', ({ shift }) => shift?.[0].toFixed(2) ?? ''],
    ['shift_y_px', ({ shift }) => shift?.[1].toFixed(2) ?? ''],
    ...content.map((_, i): Column<LibraryObject> => {
      return [`content${i + 1}`, (object) => (object.content[i] ?? 0).toFixed(4)];
    }),
    ['elbo_nats', ({ elbo }) => elbo.toFixed(2)],
    ['misfit_nats', ({ misfit }) => misfit.toFixed(2)],
    ['label', ({ label }) => label ?? ''],
  ];
}

function withSizes(object: LibraryObject, pixelSize: PixelSize | undefined): object {
  if (pixelSize === undefined) return object;
  const { length, unit } = pixelSize;
  const size = { diameter: object.diameter * length, area: object.area * length * length, unit };
  return { ...object, physical: size };
}
