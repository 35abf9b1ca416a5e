import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { ImageSet } from '../../data/index.js';
import { browsePage } from './browsePage.js';
import type { PageMicrograph } from './browsePage.js';
import { findIn } from './findIn.js';
import type { LibraryObjects } from './libraryObjects.js';
import type { LibrarySettings } from './librarySettings.js';
import { libraryFiles } from './names.js';
import { overlay } from './overlay.js';
import { shrunk } from './shrink.js';
import { stretched } from './stretch.js';

/** Pixels of a micrograph's longer side in the page at most, and pixels of all of them together, about. */
const LONGEST = 1024;
const BUDGET = 30e6;

/**
 * Writes a picture of each micrograph with its objects outlined and named, in the folder `overlays`, and index.html, one page
 * to browse the library.
 */
export function writePictures(folder: string, settings: LibrarySettings, library: LibraryObjects, set: ImageSet): void {
  const { micrographs, pixelSize } = settings;
  const longest = Math.min(LONGEST, Math.floor(Math.sqrt(BUDGET / micrographs.length)));
  const overlays = join(folder, libraryFiles.overlays);
  mkdirSync(overlays, { recursive: true });
  const shown = micrographs.map((micrograph): PageMicrograph => {
    const searched = findIn(micrograph, settings);
    const own = library.objects.filter((object) => object.micrograph === micrograph.name);
    const classes = own.map((object) => library.classNames.indexOf(object.class));
    const picture = overlay(searched, classes, library.classNames, pixelSize);
    writeFileAtomic.sync(join(overlays, `${micrograph.name}.png`), Buffer.from(picture));
    const { values, height, width } = searched.image;
    return { name: micrograph.name, height, width, picture: shrunk(stretched(values), height, width, longest) };
  });
  writeFileAtomic.sync(join(folder, libraryFiles.page), browsePage(library, set, shown, pixelSize));
}
