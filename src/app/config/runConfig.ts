import { z } from 'zod';
import * as settings from './settings.js';

/** The version of the form of config.json; a change that old files do not fit adds 1. */
export const configVersion = 2;

const { cards, images } = settings;

const model = settings.model
  .refine(({ kind, invariances }) => hasPose(kind) === invariances.length > 0, {
    path: ['invariances'],
    error: 'expected at least one for ssrvae, rvae and jrvae, none for ssvae and vae',
  })
  .refine(({ kind, contentDim, deformations }) => deformations <= (hasPose(kind) ? contentDim : 0), {
    path: ['deformations'],
    error: 'expected at most as many as content latents, and 0 for ssvae and vae',
  });

const training = settings.training.refine(({ steps, epochs }) => (steps === null) !== (epochs === null), {
  path: ['epochs'],
  error: 'expected one of steps and epochs, and null for the other',
});

/** All that is needed to repeat a run, the content of config.json: exactly these fields, within these bounds. */
const run = z.strictObject({
  formatVersion: z.literal(configVersion),
  /** What the run was made with, by name: kiln, node, tfjs. */
  versions: z.record(z.string(), z.string()),
  engine: settings.engine,
  data: z.discriminatedUnion('kind', [cards, images]),
  model,
  training,
});

/** The schemas of a config and of its parts. */
export const schemas = { run, cards, images, model, training };

/** What a schema lets pass; nobody changes it. */
type Config<Schema extends z.ZodType> = Fixed<z.infer<Schema>>;
type Fixed<T> = T extends object ? { readonly [Field in keyof T]: Fixed<T[Field]> } : T;

export type RunConfig = Config<typeof run>;
export type CardsConfig = Config<typeof cards>;
export type ImagesConfig = Config<typeof images>;
export type DataConfig = CardsConfig | ImagesConfig;
export type FileRef = Config<typeof settings.file>;
export type ModelConfig = Config<typeof model>;
export type AnglePrior = ModelConfig['anglePrior'];
export type TrainingConfig = Config<typeof training>;
export type PixelsConfig = TrainingConfig['pixels'];

/** A model without the invariances and deformations that its kind and content have no room for. */
export function fitted(config: ModelConfig): ModelConfig {
  if (!hasPose(config.kind)) return { ...config, invariances: [], deformations: 0 };
  return { ...config, deformations: Math.min(config.deformations, config.contentDim) };
}

function hasPose(kind: string): boolean {
  return kind === 'ssrvae' || kind === 'rvae' || kind === 'jrvae';
}
