import { z } from 'zod';
import type { FindOptions, PixelSize } from '../../data/index.js';
import { schemas } from '../config/index.js';
import type { LibraryLabelling, LibraryPlan, PatchSettings } from '../library/index.js';
import { lengthInPixels, pixelSize } from './length.js';
import { readOption, refuse, textOf } from './optionReaders.js';
import type { RawOptions } from './optionReaders.js';
import { learningConfig } from './trainConfig.js';
import { UsageError } from './usageError.js';

/** What the options of `kiln library` ask for. @throws UsageError */
export async function libraryPlan(paths: readonly string[], raw: RawOptions): Promise<LibraryPlan> {
  return {
    paths,
    patches: await patchSettings(raw),
    labelling: await labelling(raw),
    learning: {
      ...(await learningConfig(raw, 'images')),
      testFraction: (await readOption(raw, 'testFraction', schemas.images.shape.testFraction, '0.3')) ?? 0,
    },
    retrain: raw.retrain === true,
  };
}

async function patchSettings(raw: RawOptions): Promise<PatchSettings> {
  const pixel = await pixelSize(raw);
  const window = await lengthInPixels(raw, 'window', pixel);
  if (window !== undefined && window < 8) throw refuse('window', 'at least 8 pixels', textOf(raw, 'window'), '64');
  return {
    find: await findOptions(raw, pixel),
    patchSize: (await readOption(raw, 'patchSize', z.int().min(8).max(512), '48')) ?? 48,
    ...(window !== undefined && { window: Math.round(window) }),
    ...(pixel !== undefined && { pixelSize: pixel }),
  };
}

async function findOptions(raw: RawOptions, pixel: PixelSize | undefined): Promise<FindOptions> {
  const lengths = ['minSize', 'maxSize', 'background', 'smoothing', 'mergeDistance'] as const;
  const all = await Promise.all(lengths.map((name) => lengthInPixels(raw, name, pixel)));
  const [least, most, backgroundSize, smoothing, mergeDistance] = all;
  if (backgroundSize !== undefined && backgroundSize < 8)
    throw refuse('background', 'at least 8 pixels', textOf(raw, 'background'), '64');
  if (least !== undefined && most !== undefined && most <= least)
    throw refuse('maxSize', `more than --min-size ${textOf(raw, 'minSize') ?? ''}`, textOf(raw, 'maxSize'), '100');
  const given = {
    contrast: contrastOf(raw),
    minArea: areaOf(least),
    maxArea: areaOf(most),
    backgroundSize,
    smoothing,
    mergeDistance,
    threshold: await thresholdOf(raw),
    border: await readOption(raw, 'border', z.enum(['keep', 'drop']), 'keep'),
    annotations: await readOption(raw, 'annotations', z.enum(['drop', 'keep']), 'drop'),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** Sizes are diameters of discs. */
function areaOf(diameter: number | undefined): number | undefined {
  return diameter === undefined ? undefined : (Math.PI / 4) * diameter * diameter;
}

function contrastOf(raw: RawOptions): 'bright' | 'dark' | undefined {
  const [bright, dark] = [raw.bright === true, raw.dark === true];
  if (bright && dark) {
    const hint = 'leaving both out, which looks at each micrograph';
    throw new UsageError({ where: '--bright', expected: 'one side of the background', got: '--dark as well', hint });
  }
  if (bright) return 'bright';
  return dark ? 'dark' : undefined;
}

async function thresholdOf(raw: RawOptions): Promise<FindOptions['threshold'] | undefined> {
  if (/^[\d.]/.test(textOf(raw, 'threshold') ?? '')) return readOption(raw, 'threshold', z.number().min(0), '0.1');
  return readOption(raw, 'threshold', z.enum(['balanced', 'otsu', 'noise']), 'balanced');
}

async function labelling(raw: RawOptions): Promise<LibraryLabelling> {
  const [file, page] = [textOf(raw, 'labels'), raw.label];
  const classes = (textOf(raw, 'classes') ?? '').split(',').map((name) => name.trim());
  const named = classes.filter((name) => name !== '');
  if (new Set(named).size !== named.length || named.includes('-1'))
    throw refuse('classes', 'different names with commas between', textOf(raw, 'classes'), 'single,pair');
  return {
    ...(file !== undefined && { file }),
    ...(typeof page === 'boolean' && { page }),
    classes: named,
    port: (await readOption(raw, 'port', z.int().min(0).max(65_535), '8137')) ?? 0,
  };
}
