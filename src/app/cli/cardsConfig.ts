import { shiftAxesNames, suits } from '../config/index.js';
import type { CardsConfig } from '../config/index.js';
import { angle } from './angle.js';
import { imagesOnly } from './options/dataRows.js';
import { flagOf, oneOf, range, realNumber, refuse, someOf, wholeNumber } from './optionReaders.js';
import type { RawOptions } from './optionReaders.js';
import { override } from './override.js';
import { UsageError } from './usageError.js';

/** The cards that the options ask for. @throws UsageError */
export async function cardsConfig(raw: RawOptions, base: CardsConfig): Promise<CardsConfig> {
  refuseImagesOptions(raw);
  const count = (name: string, example: string): number | undefined =>
    wholeNumber(raw, name, { from: 1, to: 1_000_000, example });
  return override(base, {
    suits: suitsOf(raw),
    alpha: await angle(raw, 'alpha', Math.PI),
    labelledAlpha: await angle(raw, 'labelledAlpha', Math.PI),
    shear: await angle(raw, 'shear', (89 * Math.PI) / 180),
    scale: range(raw, 'scale', { from: 0.01, to: 100, example: '1..1.3' }),
    shift: realNumber(raw, 'shift', { from: 0, to: 1, example: '0.1' }),
    shiftAxes: oneOf(raw, 'shiftAxes', shiftAxesNames),
    labelsPerClass: count('labelsPerClass', '200'),
    unlabelledPerClass: count('unlabelledPerClass', '3000'),
    testPerClass: count('testPerClass', '1000'),
    seed: wholeNumber(raw, 'seed', { from: 0, example: '1' }),
  });
}

/** In the order of their labels, however they were named. */
function suitsOf(raw: RawOptions): CardsConfig['suits'] | undefined {
  const chosen = someOf(raw, 'suits', suits);
  if (chosen === undefined || chosen.length >= 2) return chosen && suits.filter((suit) => chosen.includes(suit));
  throw refuse('suits', 'at least two suits with commas between', raw.suits, 'clubs,hearts');
}

/** These would be ignored without images, and what is ignored is a trap. */
function refuseImagesOptions(raw: RawOptions): void {
  const stray = imagesOnly.find((name) => raw[name] !== undefined);
  if (stray === undefined) return;
  const where = flagOf(stray);
  throw new UsageError({ where, expected: '--images beside it', got: 'cards', hint: `--images FILE.npy ${where} …` });
}
