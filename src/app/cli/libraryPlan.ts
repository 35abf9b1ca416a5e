import type { FindOptions, PixelSize } from '../../data/index.js';
import type { LibraryLabelling, LibraryPlan, PatchSettings } from '../library/index.js';
import { lengthInPixels, pixelSize } from './length.js';
import { flag, oneOf, realNumber, refuse, textOf, wholeNumber } from './optionReaders.js';
import type { RawOptions } from './optionReaders.js';
import { imagesLearning } from './trainConfig.js';
import { UsageError } from './usageError.js';

/** What the options of `kiln library` ask for. @throws UsageError */
export async function libraryPlan(paths: readonly string[], raw: RawOptions): Promise<LibraryPlan> {
  return {
    paths,
    patches: await patchSettings(raw),
    labelling: labelling(raw),
    learning: {
      ...(await imagesLearning(raw)),
      testFraction: realNumber(raw, 'testFraction', { from: 0, to: 0.95, example: '0.3' }) ?? 0,
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
    patchSize: wholeNumber(raw, 'patchSize', { from: 8, to: 512, example: '48' }) ?? 48,
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
    threshold: thresholdOf(raw),
    border: oneOf(raw, 'border', ['keep', 'drop'] as const),
    annotations: oneOf(raw, 'annotations', ['drop', 'keep'] as const),
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

function thresholdOf(raw: RawOptions): FindOptions['threshold'] | undefined {
  const text = textOf(raw, 'threshold') ?? '';
  if (/^[\d.]/.test(text)) return realNumber(raw, 'threshold', { from: 0, example: '0.1' });
  return oneOf(raw, 'threshold', ['balanced', 'otsu', 'noise'] as const);
}

function labelling(raw: RawOptions): LibraryLabelling {
  const [file, page] = [textOf(raw, 'labels'), flag(raw, 'label')];
  const classes = (textOf(raw, 'classes') ?? '').split(',').map((name) => name.trim());
  const named = classes.filter((name) => name !== '');
  if (new Set(named).size !== named.length || named.includes('-1'))
    throw refuse('classes', 'different names with commas between', textOf(raw, 'classes'), 'single,pair');
  return {
    ...(file !== undefined && { file }),
    ...(page !== undefined && { page }),
    classes: named,
    port: wholeNumber(raw, 'port', { from: 0, to: 65_535, example: '8137' }) ?? 0,
  };
}
