import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Cards } from '../data/index.js';
import { ArgumentError } from '../num/index.js';
import { cardSets } from './cardSets.js';
import type { CardsConfig } from './config/index.js';
import { npyFile } from './npyFile.js';

/** What `kiln data cards` wrote. */
export interface ExportedCards {
  readonly folder: string;
  readonly files: readonly string[];
  /** How many images each set has. */
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Writes the cards as NumPy files for other programs: NAME-images.npy (uint8 [image, row, column], 255 is white) and
 * NAME-labels.npy (uint8 [image]) for labelled, unlabelled and test, and cards.json with the settings and class names.
 *
 * @throws ArgumentError if the folder holds something already
 */
export function exportCards(config: CardsConfig, folder: string): ExportedCards {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new ArgumentError({
      where: folder,
      expected: 'an empty or a new folder',
      got: 'files in it',
      hint: 'another --out',
    });
  }
  mkdirSync(folder, { recursive: true });
  const sets = Object.entries(cardSets(config)) as [string, Cards][];
  const classNames = sets[0]?.[1].classNames ?? [];
  const contents = [
    ...sets.flatMap(([name, set]) => [
      [`${name}-images.npy`, imagesFile(set)] as const,
      [`${name}-labels.npy`, npyFile(Uint8Array.from(set.labels), [set.count])] as const,
    ]),
    ['cards.json', `${JSON.stringify({ classNames, settings: config }, undefined, 2)}\n`] as const,
  ];
  for (const [name, content] of contents) writeFileAtomic.sync(join(folder, name), content);
  const counts = Object.fromEntries(sets.map(([name, { count }]) => [name, count]));
  return { folder, files: contents.map(([name]) => name), counts };
}

function imagesFile({ images, count, height, width }: Cards): Buffer {
  return npyFile(
    Uint8Array.from(images, (value) => Math.round(255 * value)),
    [count, height, width],
  );
}
