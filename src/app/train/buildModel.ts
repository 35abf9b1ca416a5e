import { jrvae, rvae, ssrvae, ssvae, vae, type Autoencoder } from '../../models/index.js';
import { fieldDecoder, mlpEncoder, plainDecoder, templateDecoder, trunkEncoder, trunkOptions } from '../../nn/index.js';
import type { Convolution, Decoder, Encoder, PictureSize, Trunk } from '../../nn/index.js';
import { ArgumentError } from '../../num/index.js';
import type { ModelConfig, TrainingConfig } from '../config/index.js';
import { usesScenes } from './classViews.js';
import type { TaskData } from './taskData.js';

/**
 * The model that a config describes, for images of the data's size and as many classes as it has.
 *
 * @throws ArgumentError if the model needs labels that the data lack
 */
export function buildModel(
  model: ModelConfig,
  training: Shown & Pick<TrainingConfig, 'multiplier' | 'poseMultiplier'>,
  { unlabelled, classNames }: TaskData,
): Autoencoder {
  const { contentDim, likelihood, exposure, classifierSymmetry, invariances, anglePrior, angleSpread, deformations } =
    model;
  const image = { height: unlabelled.height, width: unlabelled.width };
  const encoder = buildEncoder(model, training, image, classNames);
  const { multiplier, poseMultiplier } = training;
  const options = { image, contentDim, likelihood, exposure, multiplier, poseMultiplier, classifierSymmetry, encoder };
  const still = { ...options, decoder: plainDecoder({ ...image, ...model }) };
  // As in the paper, which deforms nothing.
  const shiftFrame = model.decoder === 'field' && deformations === 0 ? 'object' : 'image';
  const pose = { invariances, anglePrior, angleSpread, deformations, shiftFrame } as const;
  const posed = { ...options, ...pose, decoder: decoderOf(model, image) };
  const classes = classNames.length;
  switch (model.kind) {
    case 'vae':
      return vae(still);
    case 'rvae':
      return rvae(posed);
    case 'ssvae':
      return ssvae({ ...still, classes: atLeastTwo(model.kind, classes) });
    case 'jrvae':
      return jrvae({ ...posed, classes: Math.max(2, classes) });
    case 'ssrvae':
      return ssrvae({ ...posed, classes: atLeastTwo(model.kind, classes) });
  }
}

function atLeastTwo(kind: string, classes: number): number {
  if (classes >= 2) return classes;
  const hint = '--labels FILE, or --model rvae';
  throw new ArgumentError({
    where: `--model ${kind}`,
    expected: 'labels of at least two classes',
    got: String(classes),
    hint,
  });
}

type Networks = Pick<ModelConfig, 'decoder' | 'encoder' | 'hidden' | 'activation'>;

function decoderOf({ decoder, hidden, activation }: Networks, image: PictureSize): Decoder {
  if (decoder === 'template') return templateDecoder({ ...image, hidden, activation });
  return fieldDecoder({ ...image, hidden: [hidden[0] ?? 128, ...hidden], activation });
}

function buildEncoder(model: ModelConfig, training: Shown, image: PictureSize, classNames: readonly string[]): Encoder {
  const { encoder, hidden, activation } = model;
  if (encoder === 'mlp') return mlpEncoder({ hidden, activation });
  return trunkEncoder(trunkOf(model, training, image, classNames));
}

/** Without noise to bear, a trunk need not smooth images first, and sees where particles touch. */
const sharp = { smoothing: 0, convolutions: [layer(32, 5), layer(64), layer(64)] } as const;

function layer(channels: number, size = 3, stride = 2): Convolution {
  return { channels, size, stride };
}

/** From this spread of the prior on, in radians, objects lie at all angles alike. */
const ALL_ANGLES = 2;

type Shown = Pick<TrainingConfig, 'labelledPoses' | 'viewNoise' | 'scenes'>;

/**
 * The trunk of a config. Where objects lie at all angles alike, and known poses teach the angle, it looks at images from several sides: from
 * all if objects are upright to begin with; else from two, as they may look the same after half a turn and need an angle all the same.
 */
export function trunkOf(model: ModelConfig, training: Shown, image: PictureSize, classNames: readonly string[]): Trunk {
  const { kind, invariances, anglePrior, angleSpread, activation } = model;
  const hasAllAngles =
    invariances.includes('rotation') && anglePrior === 'projectedNormal' && angleSpread >= ALL_ANGLES;
  const [all, some] = image.height === image.width ? ([4, 2] as const) : ([2, 1] as const);
  const fewer = kind === 'ssrvae' && !usesScenes(training, classNames) ? some : 1;
  const views = !hasAllAngles ? 1 : training.labelledPoses === 'known' ? all : fewer;
  return trunkOptions({ ...image, activation, views, ...(!training.viewNoise && sharp) });
}
