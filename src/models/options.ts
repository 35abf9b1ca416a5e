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
  /**
   * Whether a shift is where the object lies in the image, or is added to coordinates after the rotation, as in the paper, which goes
   * without a deformation. Default: image.
   */
  readonly shiftFrame?: 'image' | 'object';
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

/** What an object's pose is unless something else is said. */
export const POSE: readonly Invariance[] = ['rotation', 'translation'];

/** What is expected in place of a value, and what to try; undefined for a value that is right. */
type Fault = readonly [expected: string, hint?: string | undefined] | undefined;
type Rule<Value> = (value: Value, options: ResolvedOptions) => Fault;

/** Every option, with what it may be. */
const RULES: { readonly [Name in keyof ResolvedOptions]: Rule<ResolvedOptions[Name]> } = {
  image: () => undefined,
  classes: (count) => (count === 1 ? ['0 or at least 2'] : atLeast(0)(count)),
  invariances: (names) =>
    names.map(oneOf('rotation', 'translation', 'scale')).find((fault) => fault !== undefined) ??
    (new Set(names).size === names.length ? undefined : ['each at most once']),
  contentDim: atLeast(0),
  anglePrior: oneOf('normal', 'projectedNormal'),
  angleSpread: (spread, { anglePrior }) =>
    spread > 0 && (spread < Infinity || anglePrior !== 'normal')
      ? undefined
      : ['a number of radians > 0', "anglePrior: 'projectedNormal' for all angles alike"],
  shiftUnit: above0,
  shiftFrame: (frame, { deformations }) =>
    frame === 'object' && deformations > 0 ? ['image, or deformations: 0 beside it'] : oneOf('image', 'object')(frame),
  scaleUnit: above0,
  likelihood: oneOf('bernoulli', 'continuousBernoulli', 'gaussian'),
  noise: (noise) => (noise === 'learned' ? undefined : above0(noise)),
  decoder: () => undefined,
  deformations: (count, { contentDim }) =>
    count > contentDim ? [`at most contentDim, ${contentDim}`] : atLeast(0)(count),
  encoder: () => undefined,
  exposure: (isUsed, { likelihood }) =>
    isUsed && likelihood !== 'gaussian' ? ["likelihood: 'gaussian' beside it"] : undefined,
  multiplier: weight,
  poseMultiplier: weight,
  classifierSymmetry: oneOf('none', 'frame'),
};

function atLeast(least: number): (value: number) => Fault {
  return (value) => (Number.isInteger(value) && value >= least ? undefined : [`an integer of at least ${least}`]);
}

function oneOf(...words: readonly string[]): (value: string) => Fault {
  return (value) => (words.includes(value) ? undefined : [`one of ${words.join(', ')}`, nearest(value, words)]);
}

function above0(value: number): Fault {
  return value > 0 && value < Infinity ? undefined : ['a finite number > 0'];
}

function weight(value: number): Fault {
  return value >= 0 && value < Infinity ? undefined : ['a finite number >= 0'];
}

/**
 * Fills in defaults.
 *
 * @throws ArgumentError naming the first option that is unknown or out of range
 */
export function resolveOptions(where: string, options: AutoencoderOptions): ResolvedOptions {
  const names = Object.keys(RULES) as (keyof ResolvedOptions)[];
  const unknown = Object.keys(options).find((name) => !(name in RULES));
  if (unknown !== undefined) refuse(where, `the options ${names.join(', ')}`, `"${unknown}"`, nearest(unknown, names));
  const { image, contentDim = 2, invariances = [] } = options;
  const hasPose = invariances.length > 0;
  const resolved: ResolvedOptions = {
    classes: 0,
    contentDim,
    anglePrior: 'normal',
    angleSpread: 1,
    shiftUnit: 0.1,
    shiftFrame: 'image',
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
  checkRule(`${where}.image.height`, image.height, atLeast(1), resolved);
  checkRule(`${where}.image.width`, image.width, atLeast(1), resolved);
  const check = <Name extends keyof ResolvedOptions>(name: Name): void =>
    checkRule(`${where}.${name}`, resolved[name], RULES[name], resolved);
  names.forEach(check);
  if (contentDim === 0 && resolved.classes === 0 && !hasPose)
    refuse(where, 'at least one latent', 'none', 'contentDim: 2');
  return resolved;
}

/** @throws ArgumentError without at least two classes */
export function withClasses<Options extends { readonly classes?: number }>(where: string, options: Options): Options {
  if ((options.classes ?? 0) >= 2) return options;
  refuse(`${where}.classes`, 'at least 2', String(options.classes), 'rvae or vae for a model without classes');
}

function checkRule<Value>(where: string, value: Value, rule: Rule<Value>, options: ResolvedOptions): void {
  const [expected, hint] = rule(value, options) ?? [];
  if (expected !== undefined) refuse(where, expected, `"${String(value)}"`, hint);
}

function refuse(where: string, expected: string, got: string, hint?: string): never {
  throw new ArgumentError({ where, expected, got, hint });
}
