import { existsSync } from 'node:fs';
import { hashPath, schemas, type ImagesConfig } from '../config/index.js';
import { refuse, textOf, type RawOptions } from './optionReaders.js';
import { readSettings } from './readSettings.js';
import { UsageError } from './usageError.js';

type Files = Pick<ImagesConfig, 'images' | 'labels' | 'groups'>;

/**
 * The images that the options name, with hashes of what is in the files now.
 *
 * @throws UsageError
 * @throws DataError if a file is not there
 */
export async function imagesConfig(raw: RawOptions, base: Omit<ImagesConfig, keyof Files>): Promise<ImagesConfig> {
  const group = schemas.images.omit({ images: true, labels: true, groups: true });
  return { ...(await readSettings(raw, group, base)), ...(await filesOf(raw)) };
}

/** The files of --images, --labels and --groups. @throws UsageError @throws DataError if one is not there */
export async function filesOf(raw: RawOptions): Promise<Files> {
  const [images = '', labels, groups] = [textOf(raw, 'images'), textOf(raw, 'labels'), groupsOf(raw)];
  return {
    images: await hashPath(images),
    ...(labels !== undefined && { labels: await hashPath(labels) }),
    ...(groups !== undefined && { groups: { ...groups, ...(await hashPath(groups.path)) } }),
  };
}

/** `FILE` or `FILE:FIELD`; a file whose name has a colon is taken for what it is. */
export function groupsOf(raw: RawOptions): { readonly path: string; readonly field?: string } | undefined {
  const [text, field] = [textOf(raw, 'groups'), textOf(raw, 'groupField')];
  if (text === undefined && field !== undefined) {
    const hint = `--groups FILE --group-field ${field}`;
    throw new UsageError({ where: '--group-field', expected: '--groups beside it', got: 'none', hint });
  }
  if (text === undefined) return undefined;
  if (field !== undefined) return { path: text, field };
  const [, path, own] = /^(.+):([^:]*)$/.exec(text) ?? [];
  if (path === undefined || existsSync(text)) return { path: text };
  if (own === undefined || own === '') throw refuse('groups', 'FILE or FILE:FIELD', text, 'patches.json:micrograph');
  return { path, field: own };
}
