import { existsSync } from 'node:fs';
import { hashPath, normalisations } from '../config/index.js';
import type { ImagesConfig, RecipeFor } from '../config/index.js';
import { cardsOnly } from './options/dataRows.js';
import { flagOf, oneOf, realNumber, refuse, textOf, wholeNumber } from './optionReaders.js';
import type { RawOptions } from './optionReaders.js';
import { override } from './override.js';
import { UsageError } from './usageError.js';

type Base = Omit<ImagesConfig, 'images' | 'labels' | 'groups'>;

/**
 * The images that the options name, with hashes of what is in the files now.
 *
 * @throws UsageError
 * @throws DataError if a file is not there
 */
export async function imagesConfig(raw: RawOptions, base: RecipeFor<Base>['data']): Promise<ImagesConfig> {
  refuseStrayOptions(raw);
  const { labelsPerClass, ...rest } = settings(raw, base);
  const groups = groupsOf(raw);
  const [images = '', labels] = [textOf(raw, 'images'), textOf(raw, 'labels')];
  return {
    ...rest,
    images: await hashPath(images),
    ...(labels !== undefined && { labels: await hashPath(labels) }),
    ...(groups !== undefined && { groups: { ...(await hashPath(groups.path)), ...groups.field } }),
    ...(textOf(raw, 'labelsPerClass') !== 'all' && labelsPerClass !== undefined && { labelsPerClass }),
  };
}

function settings(raw: RawOptions, base: Base): Base {
  const labels = textOf(raw, 'labelsPerClass') === 'all' ? {} : raw;
  return override(base, {
    labelsPerClass: wholeNumber(labels, 'labelsPerClass', { from: 1, example: '15' }),
    testFraction: realNumber(raw, 'testFraction', { from: 0, to: 0.95, example: '0.3' }),
    normalise: oneOf(raw, 'normalise', normalisations),
    seed: wholeNumber(raw, 'seed', { from: 0, example: '1' }),
  });
}

/** `FILE` or `FILE:FIELD`; a file whose name has a colon is taken for what it is. */
export function groupsOf(raw: RawOptions): { path: string; field: { field?: string } } | undefined {
  const text = textOf(raw, 'groups');
  const field = textOf(raw, 'groupField');
  if (text === undefined) {
    if (field === undefined) return undefined;
    const hint = `--groups FILE --group-field ${field}`;
    throw new UsageError({ where: '--group-field', expected: '--groups beside it', got: 'none', hint });
  }
  const colon = text.lastIndexOf(':');
  if (field !== undefined || existsSync(text) || colon < 1)
    return { path: text, field: field === undefined ? {} : { field } };
  const own = text.slice(colon + 1);
  if (own === '') throw refuse('groups', 'FILE or FILE:FIELD', text, 'patches.json:micrograph');
  return { path: text.slice(0, colon), field: { field: own } };
}

/** What describes cards would be ignored here, and what is ignored is a trap. */
function refuseStrayOptions(raw: RawOptions): void {
  const stray = cardsOnly.find((name) => raw[name] !== undefined);
  if (stray === undefined) return;
  throw new UsageError({
    where: flagOf(stray),
    expected: 'cards',
    got: '--images',
    hint: 'leaving one of the two out',
  });
}
