import { ArgumentError, nearest } from '../num/index.js';
import { checkActivation, type Activation, type Convolution } from '../nn/index.js';

/** A movement of the image that the model explains by a pose, so that class and content do not depend on it. */
export type Invariance = 'rotation' | 'translation' | 'scale';
export type AnglePrior = 'normal' | 'projectedNormal';
export type ClassifierSymmetry = 'none' | 'frame';
export type Likelihood = 'bernoulli' | 'continuousBernoulli' | 'gaussian';

/** How q(class | image) is computed. */
export type ClassifierOptions =
  /** A perceptron on the pixels. */
  | { readonly kind: 'mlp'; readonly hidden: readonly number[]; readonly activation: Activation }
  /** A small convolutional network that does not see brightness and contrast; `hidden` is its one dense layer. */
  | {
      readonly kind: 'cnn';
      readonly convolutions: readonly Convolution[];
      readonly hidden: number;
      /** Pixels; see `ConvNetOptions.smoothing`. Default: 0, none. */
      readonly smoothing?: number;
      readonly activation: Activation;
    };

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
  /** Widths of hidden layers of encoders and decoder. Default: [128, 128] and, for a decoder with a pose, [128, 128, 128]. */
  readonly hidden?: readonly number[];
  readonly decoderHidden?: readonly number[];
  /** Convolutions ahead of the hidden layers of the encoder, from the image on. Default: none. */
  readonly encoderConvolutions?: readonly Convolution[];
  /** Default: tanh. */
  readonly activation?: Activation;
  readonly classifier?: ClassifierOptions;
  /**
   * Whether the classifier learns from the whole objective, or from known labels only: then the unlabelled images' ELBO
   * takes q(class | image) as it is, as in the wake phase of wake-sleep, and draws one class of it instead of summing over
   * all: no gradient has to come back. Default: elbo.
   */
  readonly classifierLearnsFrom?: 'elbo' | 'labels';
  /**
   * `frame`: if rotation is among the invariances, `classify` takes the mean of the logits over the turns and mirror images that keep the
   * frame, eight of a square image and four of any other; for a classifier that is shown images in all of them. Training looks at
   * each image once. Default: none.
   */
  readonly classifierSymmetry?: ClassifierSymmetry;
}

export type ResolvedOptions = Required<AutoencoderOptions>;

const INVARIANCES: readonly Invariance[] = ['rotation', 'translation', 'scale'];
const OPTION_NAMES = [
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
  'hidden',
  'decoderHidden',
  'encoderConvolutions',
  'activation',
  'classifier',
  'classifierLearnsFrom',
  'classifierSymmetry',
];

/**
 * Fills in defaults.
 *
 * @throws ArgumentError naming the first option that is unknown or out of range
 */
export function resolveOptions(where: string, options: AutoencoderOptions): ResolvedOptions {
  checkNames(where, options);
  const { activation = 'tanh', hidden = [128, 128], invariances = [] } = options;
  const resolved: ResolvedOptions = {
    classes: 0,
    contentDim: 2,
    anglePrior: 'normal',
    angleSpread: 1,
    shiftUnit: 0.1,
    scaleUnit: 0.1,
    likelihood: 'bernoulli',
    noise: 'learned',
    hidden,
    decoderHidden: invariances.length > 0 ? [hidden[0] ?? 128, ...hidden] : hidden,
    encoderConvolutions: [],
    activation,
    invariances,
    classifier: { kind: 'mlp', hidden, activation },
    classifierLearnsFrom: 'elbo',
    classifierSymmetry: 'none',
    ...options,
  };
  checkValues(where, resolved);
  return resolved;
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
  checkOneOf(`${where}.classifierLearnsFrom`, options.classifierLearnsFrom, ['elbo', 'labels']);
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
  checkWidths(`${where}.hidden`, options.hidden);
  checkWidths(`${where}.decoderHidden`, options.decoderHidden);
  checkActivation(`${where}.activation`, options.activation);
  options.encoderConvolutions.forEach((layer) => checkConvolution(`${where}.encoderConvolutions`, layer));
  checkClassifier(`${where}.classifier`, options);
}

function checkClassifier(where: string, { classifier, image }: ResolvedOptions): void {
  checkActivation(`${where}.activation`, classifier.activation);
  if (classifier.kind === 'mlp') {
    checkWidths(`${where}.hidden`, classifier.hidden);
    return;
  }
  checkConvolutions(`${where}.convolutions`, classifier.convolutions);
  checkWhole(`${where}.hidden`, classifier.hidden, 1);
  const { smoothing = 0 } = classifier;
  if (!(smoothing >= 0 && smoothing < Infinity))
    refuse(`${where}.smoothing`, 'a finite number of pixels >= 0', String(smoothing));
  const { convolutions } = classifier;
  const least = convolutions.reduce((shrunk, { stride }) => shrunk * stride, smoothing > 0 ? 2 : 1);
  if (Math.min(image.height, image.width) >= least) return;
  refuse(
    where,
    `images of at least ${least} × ${least} pixels for ${convolutions.length} convolutions`,
    `${image.height} × ${image.width}`,
    "kind: 'mlp'",
  );
}

function checkConvolutions(where: string, convolutions: readonly Convolution[]): void {
  if (convolutions.length === 0) refuse(where, 'at least one layer', '[]');
  convolutions.forEach((layer) => checkConvolution(where, layer));
}

function checkConvolution(where: string, { channels, size, stride }: Convolution): void {
  checkWhole(`${where}.channels`, channels, 1);
  checkWhole(`${where}.size`, size, 1);
  checkWhole(`${where}.stride`, stride, 1);
}

function checkWidths(where: string, widths: readonly number[]): void {
  if (widths.length === 0) refuse(where, 'at least one layer width', '[]');
  for (const width of widths) checkWhole(where, width, 1);
}

function checkWhole(where: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  refuse(where, `a whole number of at least ${least}`, String(value));
}

function checkOneOf(where: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) refuse(where, `one of ${allowed.join(', ')}`, `"${value}"`, nearest(value, allowed));
}

function refuse(where: string, expected: string, got: string, hint?: string): never {
  throw new ArgumentError({ where, expected, got, hint });
}
