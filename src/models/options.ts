import { ArgumentError, nearest } from '../num/index.js';
import { plainDecoder, templateDecoder, trunkEncoder, type Decoder, type Encoder } from '../nn/index.js';

/** A movement of the image that the model explains by a pose, so that class and content do not depend on it. */
export type Invariance = 'rotation' | 'translation' | 'scale';
export type AnglePrior = 'normal' | 'projectedNormal';
export type ClassifierSymmetry = 'none' | 'frame';
export type Likelihood = 'bernoulli' | 'continuousBernoulli' | 'gaussian';

export interface AutoencoderOptions {
  /** Pixels; images are given as rows of height × width grey values in [0, 1]. */
  readonly image: { readonly height: number; readonly width: number };
  /** How many classes; 0 for a model without any. Default: 0. */
  readonly classes?: number;
  /** Default: none. */
  readonly invariances?: readonly Invariance[];
  /** How many numbers describe an object beyond class and pose. Default: 2. */
  readonly contentDim?: number;
  /** `normal` on the angle itself, or `projectedNormal` on the circle. Default: normal. */
  readonly anglePrior?: AnglePrior;
  /** The prior's standard deviation of the angle in radians; Infinity (all angles alike) needs the circle. Default: 1. */
  readonly angleSpread?: number;
  /** Grid units of shift for one unit of its latent; the grid is 2 wide. Default: 0.1. */
  readonly shiftUnit?: number;
  /** Relative change of size for one unit of its latent. Default: 0.1. */
  readonly scaleUnit?: number;
  /** Default: bernoulli. */
  readonly likelihood?: Likelihood;
  /** The standard deviation of a Gaussian likelihood, in grey values, or `learned` as a parameter. Default: learned. */
  readonly noise?: number | 'learned';
  /** How an object is drawn. Default: `templateDecoder` with a pose, else `plainDecoder`. */
  readonly decoder?: Decoder;
  /** How many latents of the content, from the first on, also deform the plane. Default: 2 at most; 0 without a pose. */
  readonly deformations?: number;
  /** How an image is understood. Default: `trunkEncoder`. */
  readonly encoder?: Encoder;
  /** Whether background and contrast of each image are latents of their own; needs a Gaussian likelihood. Default: false. */
  readonly exposure?: boolean;
  /** The weight of log q(label | image) of labelled images. Default: 50. */
  readonly multiplier?: number;
  /** The weight of log q(pose | image, label) of labelled images in known poses. Default: 5. */
  readonly poseMultiplier?: number;
  /** `frame`: `classify` takes the mean of the logits over the rotations and reflections that keep the frame. Default: none. */
  readonly classifierSymmetry?: ClassifierSymmetry;
}

export type ResolvedOptions = Required<AutoencoderOptions>;

const INVARIANCES: readonly Invariance[] = ['rotation', 'translation', 'scale'];
const OPTION_NAMES: readonly string[] = [
  'image',
  'classes',
  'invariances',
  'contentDim',
  'anglePrior',
  'angleSpread',
  'shiftUnit',
  'scaleUnit',
  'likelihood',
  'noise',
  'decoder',
  'deformations',
  'encoder',
  'exposure',
  'multiplier',
  'poseMultiplier',
  'classifierSymmetry',
] satisfies (keyof AutoencoderOptions)[];
/** What an object's pose is unless something else is said. */
export const POSE: readonly Invariance[] = ['rotation', 'translation'];

/**
 * Fills in defaults.
 *
 * @throws ArgumentError naming the first option that is unknown or out of range
 */
export function resolveOptions(where: string, options: AutoencoderOptions): ResolvedOptions {
  checkNames(where, options);
  const { image, contentDim = 2, invariances = [] } = options;
  const hasPose = invariances.length > 0;
  const resolved: ResolvedOptions = {
    classes: 0,
    contentDim,
    anglePrior: 'normal',
    angleSpread: 1,
    shiftUnit: 0.1,
    scaleUnit: 0.1,
    likelihood: 'bernoulli',
    noise: 'learned',
    decoder: hasPose ? templateDecoder(image) : plainDecoder(image),
    deformations: hasPose ? Math.min(2, contentDim) : 0,
    encoder: trunkEncoder(image),
    exposure: false,
    multiplier: 50,
    poseMultiplier: 5,
    invariances,
    classifierSymmetry: 'none',
    ...options,
  };
  checkValues(where, resolved);
  return resolved;
}

/** @throws ArgumentError without at least two classes */
export function withClasses<Options extends { readonly classes?: number }>(where: string, options: Options): Options {
  if ((options.classes ?? 0) >= 2) return options;
  refuse(`${where}.classes`, 'at least 2', String(options.classes), 'rvae or vae for a model without classes');
}

function checkNames(where: string, options: AutoencoderOptions): void {
  for (const name of Object.keys(options)) {
    if (OPTION_NAMES.includes(name)) continue;
    const near = nearest(name, OPTION_NAMES);
    refuse(where, `the options ${OPTION_NAMES.join(', ')}`, `"${name}"`, near);
  }
}

function checkValues(where: string, options: ResolvedOptions): void {
  const { image, classes, invariances, contentDim, anglePrior, angleSpread, likelihood } = options;
  for (const name of invariances) {
    if (!INVARIANCES.includes(name)) {
      refuse(`${where}.invariances`, `any of ${INVARIANCES.join(', ')}`, `"${name}"`, nearest(name, INVARIANCES));
    }
  }
  if (new Set(invariances).size !== invariances.length)
    refuse(`${where}.invariances`, 'each at most once', invariances.join(', '));
  checkWhole(`${where}.image.height`, image.height, 1);
  checkWhole(`${where}.image.width`, image.width, 1);
  checkWhole(`${where}.classes`, classes, 0);
  checkWhole(`${where}.contentDim`, contentDim, 0);
  if (classes === 1) refuse(`${where}.classes`, '0 or at least 2', '1');
  if (contentDim === 0 && classes === 0 && invariances.length === 0)
    refuse(where, 'at least one latent', 'none', 'contentDim: 2');
  checkOneOf(`${where}.anglePrior`, anglePrior, ['normal', 'projectedNormal']);
  checkOneOf(`${where}.classifierSymmetry`, options.classifierSymmetry, ['none', 'frame']);
  checkOneOf(`${where}.likelihood`, likelihood, ['bernoulli', 'continuousBernoulli', 'gaussian']);
  if (!(angleSpread > 0) || (angleSpread === Infinity && anglePrior === 'normal')) {
    refuse(
      `${where}.angleSpread`,
      'a number of radians > 0',
      String(angleSpread),
      "anglePrior: 'projectedNormal' for all angles alike",
    );
  }
  for (const name of ['shiftUnit', 'scaleUnit', 'noise'] as const) {
    const value = options[name];
    if (value !== 'learned' && !(value > 0 && value < Infinity))
      refuse(`${where}.${name}`, 'a finite number > 0', String(value));
  }
  checkWhole(`${where}.deformations`, options.deformations, 0);
  if (options.deformations > contentDim)
    refuse(`${where}.deformations`, `at most contentDim, ${contentDim}`, String(options.deformations));
  if (options.exposure && likelihood !== 'gaussian')
    refuse(`${where}.exposure`, "likelihood: 'gaussian' beside it", likelihood);
  for (const name of ['multiplier', 'poseMultiplier'] as const)
    if (!(options[name] >= 0 && options[name] < Infinity))
      refuse(`${where}.${name}`, 'a finite number >= 0', String(options[name]));
}

function checkWhole(where: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  refuse(where, `an integer of at least ${least}`, String(value));
}

function checkOneOf(where: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) refuse(where, `one of ${allowed.join(', ')}`, `"${value}"`, nearest(value, allowed));
}

function refuse(where: string, expected: string, got: string, hint?: string): never {
  throw new ArgumentError({ where, expected, got, hint });
}
