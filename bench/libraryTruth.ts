/*
 * A library of micrographs of which every particle is annotated, labelled as a person would and judged on all others:
 *
 *   npx tsc -p tsconfig.json --noEmit false --outDir build/bench
 *   node build/app/main.js library FILE.png … --out FOLDER --no-label
 *   node build/bench/bench/libraryTruth.js FOLDER          writes truth.csv and labels-15.csv into FOLDER
 *   node build/app/main.js library FILE.png … --out FOLDER --labels FOLDER/labels-15.csv
 *   node build/bench/bench/libraryTruth.js FOLDER          says how well the others were classified
 *
 * Beside each micrograph is NAME-instances.png, of which each pixel is the number of its particle or 0. The class of an object
 * is how many particles have at least half of their pixels in it, 4 for more; objects with none have no class. The labels are
 * the first 15 of each class in the order in which the labelling page offers patches.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvText } from '../src/app/csv.js';
import { findIn } from '../src/app/library/findIn.js';
import { labelOrder } from '../src/app/library/labelOrder.js';
import type { LibrarySettings } from '../src/app/library/librarySettings.js';
import { looksOf } from '../src/app/library/looks.js';
import { readPatches } from '../src/app/library/openLibrary.js';
import { readMicrograph } from '../src/data/index.js';

const PER_CLASS = 15;
const MOST = 4;
const folder = process.argv[2] ?? 'build/library';

const settings = JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8')) as LibrarySettings;
const { records, set } = readPatches(folder);
const counts = settings.micrographs.flatMap(particlesIn);
const order = labelOrder(looksOf(records, set));
const chosen = [1, 2, 3, 4].flatMap((count) => order.filter((i) => counts[i] === count).slice(0, PER_CLASS));
const row = (i: number): string[] => [records[i]?.id ?? '', String(counts[i] ?? 0)];
writeFileSync(join(folder, 'truth.csv'), csvText(['id', 'label'], [...records.keys()].map(row)));
writeFileSync(join(folder, 'labels-15.csv'), csvText(['id', 'label'], chosen.map(row)));
for (const first of [30, 60, 100]) console.log(`of the first ${first} offered: ${tally(order.slice(0, first))}`);
console.log(`of the first 100 in the order of the table: ${tally([...records.keys()].slice(0, 100))}`);
console.log(`of all: ${tally([...records.keys()])}`);
if (existsSync(join(folder, 'library.json'))) judge();

/** The number of particles in each object of a micrograph. */
function particlesIn(micrograph: LibrarySettings['micrographs'][number]): number[] {
  const { found } = findIn(micrograph, settings);
  const truth = readMicrograph(micrograph.path.replace(/\.png$/, '-instances.png'));
  const areas = new Map<number, number>();
  const inside = new Map<string, number>();
  truth.values.forEach((value, at) => {
    const particle = Math.round(65535 * value);
    if (particle === 0) return;
    areas.set(particle, (areas.get(particle) ?? 0) + 1);
    const pair = `${particle} ${found.labels[at] ?? 0}`;
    inside.set(pair, (inside.get(pair) ?? 0) + 1);
  });
  return found.objects.map((_, i) => {
    const isIn = ([particle, area]: [number, number]): boolean => (inside.get(`${particle} ${i + 1}`) ?? 0) >= area / 2;
    return Math.min(MOST, [...areas].filter(isIn).length);
  });
}

function tally(indices: readonly number[]): string {
  const names = new Set(indices.map((i) => records[i]?.micrograph));
  const classes = [1, 2, 3, 4, 0].map((count) => `${indices.filter((i) => counts[i] === count).length} of ${count}`);
  return `${classes.join(', ')}; from ${names.size} micrographs`;
}

interface Classified {
  readonly objects: readonly {
    readonly class: string;
    readonly label?: string;
    readonly elbo: number;
    readonly misfit: number;
  }[];
}

/** Of the objects without a label: how many of each class are classified correctly, and where objects without particles rank. */
function judge(): void {
  const { objects } = JSON.parse(readFileSync(join(folder, 'library.json'), 'utf8')) as Classified;
  const unlabelled = [...objects.keys()].filter((i) => objects[i]?.label === undefined);
  const shares = [1, 2, 3, 4].flatMap((count) => {
    const own = unlabelled.filter((i) => counts[i] === count);
    const right = own.filter((i) => objects[i]?.class === String(count)).length;
    console.log(`class ${count}: ${right} of ${own.length} right`);
    // A class all of which is labelled has nothing to be judged by.
    return own.length === 0 ? [] : [right / own.length];
  });
  console.log(`balanced accuracy ${(shares.reduce((sum, share) => sum + share, 0) / shares.length).toFixed(3)}`);
  for (const name of ['elbo', 'misfit'] as const) {
    const sign = name === 'elbo' ? 1 : -1;
    const ranked = unlabelled.sort((a, b) => sign * ((objects[a]?.[name] ?? 0) - (objects[b]?.[name] ?? 0)));
    const none = ranked.slice(0, 50).filter((i) => counts[i] === 0).length;
    console.log(
      `without a particle: ${none} of the 50 first outliers by ${name}, ${unlabelled.filter((i) => counts[i] === 0).length} of all`,
    );
  }
}
