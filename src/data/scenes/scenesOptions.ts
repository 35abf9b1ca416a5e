import { ArgumentError } from '../../num/index.js';
import { checkOptionNames } from '../../ppl/index.js';

export interface ParticleScenesOptions {
  /** Images to make. */
  readonly count: number;
  /** The most particles in an agglomerate. */
  readonly classes: number;
  /** Rows. The particles follow the shorter side, which is 4.2 median diameters. Default 48. */
  readonly height?: number;
  /** Columns. Default 48. */
  readonly width?: number;
  /** The index of the first image. Default 0. */
  readonly first?: number;
}

/** The options with defaults filled in; an ArgumentError names the first that is unknown or out of range. */
export function checkScenesOptions(options: ParticleScenesOptions): Required<ParticleScenesOptions> {
  const settings = { height: 48, width: 48, first: 0, ...options };
  checkOptionNames('particleScenes', options, ['count', 'classes', 'height', 'width', 'first']);
  checkWhole('count', settings.count, 1);
  checkWhole('classes', settings.classes, 1);
  checkWhole('height', settings.height, 8);
  checkWhole('width', settings.width, 8);
  checkWhole('first', settings.first, 0);
  return settings;
}

function checkWhole(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  const expected = `an integer >= ${least}`;
  throw new ArgumentError({ where: `particleScenes.${name}`, expected, got: String(value) });
}
