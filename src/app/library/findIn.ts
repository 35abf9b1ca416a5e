import { cutPatches, findObjects, patchSize, readMicrograph } from '../../data/index.js';
import type { FoundObjects, Micrograph, Patches } from '../../data/index.js';
import type { MicrographRef, PatchSettings } from './librarySettings.js';
import type { PatchRecord } from './patchRecord.js';

/** A micrograph with its objects, and the side of their patches in pixels. */
export interface SearchedMicrograph {
  readonly image: Micrograph;
  readonly found: FoundObjects;
  readonly window: number;
}

/** The objects of a micrograph; the same file and settings give the same ones. */
export function findIn({ path }: MicrographRef, { find, window, pixelSize }: PatchSettings): SearchedMicrograph {
  const image = readMicrograph(path, pixelSize === undefined ? {} : { pixelSize });
  const found = findObjects(image, find);
  return { image, found, window: window ?? patchSize(found.objects) };
}

/** Patches of all objects of a micrograph, stretched between their 1st and 99.5th percentile, and where they are. */
export function patchesOf(
  name: string,
  { image, found, window }: SearchedMicrograph,
  resize: number,
): { readonly records: readonly PatchRecord[]; readonly patches: Patches } {
  const { contrast, objects } = found;
  const patches = cutPatches(image, objects, window, { resize, contrast });
  const digits = Math.max(4, String(objects.length).length);
  const records = objects.map(({ row, column, area, diameter, touchesBorder }, i): PatchRecord => {
    const { left = 0, top = 0 } = patches.positions[i] ?? {};
    const id = `${name}-${String(i + 1).padStart(digits, '0')}`;
    return { id, micrograph: name, x: column, y: row, left, top, window, area, diameter, touchesBorder, contrast };
  });
  return { records, patches };
}
