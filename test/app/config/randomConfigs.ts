import fc from 'fast-check';
import { configVersion, suits, type RunConfig } from '../../../src/app/config/index.js';

type Generators<Group> = { [Field in keyof Group]: fc.Arbitrary<Group[Field]> };

const angle = (most: number) =>
  fc.oneof(
    fc.integer({ min: 1, max: 89 }).map((degrees) => (degrees * Math.PI) / 180),
    fc.double({ min: 1e-9, max: most, noNaN: true }),
  );
const count = fc.integer({ min: 1, max: 1_000_000 });
// Never -0, which no text is.
const share = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0);
const weight = fc.oneof(share, fc.double({ min: 1, max: 1e6, noNaN: true }));
const seed = fc.nat();

/** All that there is to choose of cards; the seed is that of the training. */
const cards = {
  kind: fc.constant('cards'),
  suits: fc.subarray([...suits], { minLength: 2 }),
  alpha: angle(Math.PI),
  labelledAlpha: fc.oneof(fc.constant(0), angle(Math.PI)),
  shear: angle(1.5),
  scale: fc.tuple(fc.double({ min: 0.01, max: 1, noNaN: true }), fc.double({ min: 1, max: 100, noNaN: true })),
  shift: share,
  shiftAxes: fc.constantFrom('both', 'vertical'),
  labelsPerClass: count,
  unlabelledPerClass: count,
  testPerClass: count,
} satisfies Generators<Omit<Extract<RunConfig['data'], { kind: 'cards' }>, 'seed'>>;

const networks = {
  decoder: fc.constantFrom('template', 'field'),
  encoder: fc.constantFrom('trunk', 'mlp'),
  anglePrior: fc.constantFrom('normal', 'projectedNormal'),
  angleSpread: angle(300),
  likelihood: fc.constantFrom('bernoulli', 'continuousBernoulli', 'gaussian'),
  exposure: fc.boolean(),
  hidden: fc.array(count, { minLength: 1, maxLength: 3 }),
  activation: fc.constantFrom('tanh', 'relu', 'leakyRelu', 'softplus', 'elu', 'sin'),
  classifierSymmetry: fc.constantFrom('none', 'frame'),
} as const;

const withPose = {
  kind: fc.constantFrom('ssrvae', 'rvae', 'jrvae'),
  invariances: fc.subarray(['rotation', 'translation', 'scale'], { minLength: 1 }),
  contentDim: fc.integer({ min: 3, max: 9 }),
  deformations: fc.nat(3),
  ...networks,
} satisfies Generators<RunConfig['model']>;
const withoutPose = {
  ...withPose,
  kind: fc.constantFrom('ssvae', 'vae'),
  invariances: fc.constant([]),
  deformations: fc.constant(0),
} satisfies Generators<RunConfig['model']>;

const learning = {
  recipe: fc.constantFrom('kiln', 'paper'),
  steps: fc.constant(null),
  epochs: count,
  batchSize: count,
  labelledBatchSize: count,
  learningRate: fc.double({ min: 1e-9, max: 1, noNaN: true }),
  schedule: fc.constantFrom('constant', 'cosine'),
  beta: fc.record({ from: weight, to: weight }),
  betaOver: weight,
  labelsFirst: share,
  multiplier: weight,
  poseMultiplier: weight,
  labelledEvery: count,
  pixels: fc.oneof(
    fc.constant({ kind: 'all' as const }),
    fc.record({ kind: fc.constant('lattice' as const), stride: count }),
    fc.record({ kind: fc.constant('random' as const), count }),
  ),
  labelledPoses: fc.constantFrom('given', 'known'),
  views: fc.nat(100_000),
  viewNoise: fc.boolean(),
  augment: fc.boolean(),
  scenes: fc.constantFrom('never', 'counts', 'always'),
  snapshots: fc.boolean(),
  clip: fc.option(fc.double({ min: 0.1, max: 1e6, noNaN: true })),
  seed,
} satisfies Generators<RunConfig['training']>;

/** Any run on cards, complete and valid. */
export const cardsRuns: fc.Arbitrary<RunConfig> = fc
  .record({
    engine: fc.constantFrom('native', 'wasm', 'cpu', 'auto'),
    data: fc.record(cards),
    model: fc.oneof(fc.record(withPose), fc.record(withoutPose)),
    training: fc.oneof(fc.record(learning), fc.record({ ...learning, steps: count, epochs: fc.constant(null) })),
  })
  .map(({ data, ...rest }) => ({
    formatVersion: configVersion,
    versions: {},
    ...rest,
    data: { ...data, seed: rest.training.seed },
  }));

/** What there is to choose of images beside their files. */
export const imageChoices = fc.record(
  {
    labelsPerClass: count,
    testFraction: share.map((value) => 0.95 * value),
    normalise: fc.constantFrom('none', 'minmax', 'percentile'),
  },
  { requiredKeys: ['testFraction', 'normalise'] },
);
