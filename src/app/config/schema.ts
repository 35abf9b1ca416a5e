import { z } from 'zod';
import { activationNames } from '../../nn/index.js';
import { engineNames } from '../../num/index.js';
import {
  anglePriors,
  invarianceNames,
  labelledPoseNames,
  sceneUses,
  classifierKinds,
  classifierSymmetries,
  classifierTeachers,
  encoderKinds,
  likelihoods,
  modelKinds,
  normalisations,
  recipeNames,
  schedules,
  shiftAxesNames,
  viewAngleNames,
  suits,
} from './names.js';
import { configVersion } from './runConfig.js';
import type { RunConfig } from './runConfig.js';

const count = z.int().min(1);
const positive = z.number().positive();
const seed = z.int().min(0);
const fileRef = z.strictObject({ path: z.string().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

const cards = z.strictObject({
  kind: z.literal('cards'),
  suits: z
    .array(z.enum(suits))
    .min(2)
    .refine(
      (chosen) => chosen.every((suit, i) => i === 0 || suits.indexOf(chosen[i - 1] ?? suit) < suits.indexOf(suit)),
      {
        error: 'expected each suit once, in the order of their labels',
      },
    ),
  alpha: z.number().min(0).max(Math.PI),
  labelledAlpha: z.number().min(0).max(Math.PI),
  shear: z
    .number()
    .min(0)
    .lt(Math.PI / 2),
  scale: z
    .tuple([positive, positive])
    .refine(([from, to]) => from <= to, { error: 'expected the smaller number first' }),
  shift: z.number().min(0).max(1),
  shiftAxes: z.enum(shiftAxesNames),
  labelsPerClass: count,
  unlabelledPerClass: count,
  testPerClass: count,
  seed,
});

const images = z.strictObject({
  kind: z.literal('images'),
  images: fileRef,
  labels: fileRef.exactOptional(),
  labelsPerClass: count.exactOptional(),
  groups: fileRef.extend({ field: z.string().min(1).exactOptional() }).exactOptional(),
  testFraction: z.number().min(0).lt(1),
  normalise: z.enum(normalisations),
  seed,
});

const model = z.strictObject({
  kind: z.enum(modelKinds),
  invariances: z
    .array(z.enum(invarianceNames))
    .refine((names) => new Set(names).size === names.length, { error: 'expected each name once' }),
  contentDim: z.int().min(0),
  anglePrior: z.enum(anglePriors),
  angleSpread: positive,
  likelihood: z.enum(likelihoods),
  hidden: z.array(count).min(1),
  activation: z.enum(activationNames),
  encoder: z.enum(encoderKinds),
  classifier: z.enum(classifierKinds),
  classifierLearnsFrom: z.enum(classifierTeachers),
  classifierSymmetry: z.enum(classifierSymmetries),
});

const training = z
  .strictObject({
    recipe: z.enum(recipeNames),
    epochs: z.int().min(0),
    batchSize: count,
    labelledBatchSize: count,
    learningRate: positive,
    schedule: z.enum(schedules),
    beta: z.strictObject({ from: z.number().min(0), to: z.number().min(0), epochs: z.int().min(0) }),
    multiplier: z.number().min(0),
    labelledEvery: count,
    pixels: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('all') }),
      z.strictObject({ kind: z.literal('lattice'), stride: count }),
      z.strictObject({ kind: z.literal('random'), count }),
    ]),
    labelledPoses: z.enum(labelledPoseNames),
    extraViews: z.int().min(0),
    viewAngles: z.enum(viewAngleNames),
    viewNoise: z.boolean(),
    augment: z.boolean(),
    warmUpSteps: z.int().min(0),
    warmUpRate: positive,
    scenes: z.enum(sceneUses),
    snapshots: z.boolean(),
    clip: positive.nullable(),
    seed,
  })
  .refine(({ epochs, warmUpSteps }) => epochs + warmUpSteps > 0, { error: 'expected epochs or warmUpSteps above 0' });

/** What a config.json must be: exactly these fields, all of them, within these bounds. */
export const runConfigSchema: z.ZodType<RunConfig> = z.strictObject({
  formatVersion: z.literal(configVersion),
  versions: z.record(z.string(), z.string()),
  engine: z.enum([...engineNames, 'auto']),
  data: z.discriminatedUnion('kind', [cards, images]),
  model,
  training,
});
