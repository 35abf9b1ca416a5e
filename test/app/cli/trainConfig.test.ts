import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trainConfig } from '../../../src/app/cli/trainConfig.js';
import type { RawOptions } from '../../../src/app/cli/optionReaders.js';
import { parseRunConfig, recipes, schemas, settingsOf, type RunConfig } from '../../../src/app/config/index.js';
import { temporaryFolders } from '../temporaryFolder.js';

const folder = temporaryFolders();

/** A file of any content: the config holds its hash and does not look into it. */
function file(name: string): string {
  const path = join(folder(), name);
  writeFileSync(path, name);
  return path;
}

/** The config of these options; it must be one that a run can be read from. */
async function configOf(raw: RawOptions): Promise<RunConfig> {
  const config = await trainConfig(raw);
  expect(parseRunConfig(JSON.parse(JSON.stringify(config)), 'config')).toEqual(config);
  return config;
}

describe('recipes and sizes', () => {
  it('no options give the kiln recipe on cards', async () => {
    const { data, model, training } = recipes.kiln.cards;
    expect(await configOf({})).toMatchObject({ engine: 'auto', data, model, training });
  });

  it('--recipe paper gives the settings of the paper', async () => {
    const { data, model, training } = await configOf({ recipe: 'paper' });
    const { sizes: _, ...own } = recipes.paper.cards;
    expect({ data, model, training }).toEqual(own);
    // What the paper says of its training.
    expect(training).toMatchObject({ recipe: 'paper', epochs: 100, steps: null, batchSize: 64, learningRate: 5e-4 });
    expect(training).toMatchObject({ labelledEvery: 15, pixels: { kind: 'all' }, labelledPoses: 'given', views: 0 });
    expect(model).toMatchObject({ decoder: 'field', encoder: 'mlp', hidden: [128, 128], activation: 'tanh' });
  });

  it('--labelled-poses known brings what goes with it, and what is said explicitly comes on top', async () => {
    const images = file('known.npy');
    const { known, training } = recipes.kiln.images;
    expect((await configOf({ images })).training).toEqual(training);
    const asked = { images, labelledPoses: 'known' };
    expect((await configOf(asked)).training).toEqual({ ...training, ...known, labelledPoses: 'known' });
    expect((await configOf({ ...asked, multiplier: '7' })).training.multiplier).toBe(7);
    expect((await configOf({ ...asked, smoke: true })).training.views).toBe(
      recipes.kiln.images.sizes.smoke.training.views,
    );
    expect((await configOf({ labelledPoses: 'known' })).training).toEqual(recipes.kiln.cards.training);
  });

  it('--quick and --smoke make a recipe smaller, and what is said explicitly comes on top', async () => {
    const quick = await configOf({ quick: true });
    const { sizes } = recipes.kiln.cards;
    expect(quick).toMatchObject({ data: sizes.quick.data, training: sizes.quick.training });
    const smoke = await configOf({ smoke: true, steps: '7', testPerClass: '5' });
    expect(smoke.training.steps).toBe(7);
    expect(smoke.data).toMatchObject({ testPerClass: 5, unlabelledPerClass: sizes.smoke.data.unlabelledPerClass });
  });

  it.each(['quick', 'smoke'] as const)('--%s takes the epochs of the paper away, as it says steps', async (size) => {
    const { training } = await configOf({ recipe: 'paper', [size]: true });
    expect(training).toMatchObject({
      recipe: 'paper',
      steps: recipes.paper.cards.sizes[size].training.steps,
      epochs: null,
    });
    expect(training.learningRate).toBe(recipes.paper.cards.training.learningRate);
    const images = await configOf({ recipe: 'paper', [size]: true, images: file('i.npy') });
    expect(images.training).toMatchObject({ ...recipes.paper.images.sizes[size].training, epochs: null });
  });
});

/** Every option of cards, model and training, with a value that is not the usual one; and what it is in the config. */
const everyOption = {
  data: {
    suits: ['hearts,clubs', ['clubs', 'hearts']],
    alpha: ['90', Math.PI / 2],
    labelledAlpha: ['0', 0],
    shear: ['0.1 rad', 0.1],
    scale: ['0.9..1.1', [0.9, 1.1]],
    shift: ['0', 0],
    shiftAxes: ['vertical', 'vertical'],
    labelsPerClass: ['10', 10],
    unlabelledPerClass: ['20', 20],
    testPerClass: ['30', 30],
    seed: ['5', 5],
  },
  model: {
    model: ['jrvae', 'jrvae'],
    invariances: ['scale, rotation', ['rotation', 'scale']],
    contentDim: ['3', 3],
    deformations: ['1', 1],
    decoder: ['field', 'field'],
    encoder: ['mlp', 'mlp'],
    anglePrior: ['normal', 'normal'],
    angleSpread: ['2 rad', 2],
    likelihood: ['gaussian', 'gaussian'],
    exposure: [true, true],
    hidden: ['64,32', [64, 32]],
    activation: ['relu', 'relu'],
    classifierSymmetry: ['frame', 'frame'],
  },
  training: {
    recipe: ['kiln', 'kiln'],
    epochs: ['4', 4],
    batchSize: ['16', 16],
    labelledBatchSize: ['8', 8],
    learningRate: ['2e-3', 2e-3],
    schedule: ['constant', 'constant'],
    beta: ['3..0.5', { from: 3, to: 0.5 }],
    betaOver: ['1.5', 1.5],
    labelsFirst: ['0.125', 0.125],
    multiplier: ['1', 1],
    poseMultiplier: ['0', 0],
    labelledEvery: ['2', 2],
    pixels: ['random:100', { kind: 'random', count: 100 }],
    labelledPoses: ['given', 'given'],
    views: ['3', 3],
    viewNoise: [false, false],
    augment: [true, true],
    scenes: ['always', 'always'],
    snapshots: [true, true],
    clip: ['5', 5],
    seed: ['5', 5],
  },
} as const;

/** The options of a group, or what they are in the config. */
function part(group: Readonly<Record<string, readonly [unknown, unknown]>>, i: 0 | 1): Record<string, unknown> {
  return Object.fromEntries(Object.entries(group).map(([name, pair]) => [name, pair[i]]));
}

describe('options', () => {
  it('all of them reach the config', async () => {
    const { data, model, training } = everyOption;
    const raw = { ...part(data, 0), ...part(model, 0), ...part(training, 0), engine: 'wasm' } as RawOptions;
    const { model: kind, ...rest } = part(model, 1);
    expect(await configOf(raw)).toMatchObject({
      engine: 'wasm',
      data: { kind: 'cards', ...part(data, 1) },
      model: { kind, ...rest },
      training: { ...part(training, 1), steps: null },
    });
  });

  it('all of them are among these', () => {
    const names = (group: Parameters<typeof settingsOf>[0]): string[] => settingsOf(group).map(({ name }) => name);
    expect(Object.keys(everyOption.data)).toEqual(names(schemas.cards));
    expect(Object.keys(everyOption.model)).toEqual(names(schemas.model));
    expect(Object.keys(everyOption.training)).toEqual(names(schemas.training).filter((name) => name !== 'steps'));
  });

  it('--steps and --epochs take one another away', async () => {
    expect((await configOf({ steps: '12' })).training).toMatchObject({ steps: 12, epochs: null });
    expect((await configOf({ epochs: '12' })).training).toMatchObject({ steps: null, epochs: 12 });
    expect((await configOf({ recipe: 'paper', steps: '12' })).training).toMatchObject({ steps: 12, epochs: null });
    expect((await configOf({ quick: true, epochs: '12' })).training).toMatchObject({ steps: null, epochs: 12 });
  });

  it.each([
    ['60', Math.PI / 3],
    ['60 deg', Math.PI / 3],
    ['60°', Math.PI / 3],
    ['1.5 rad', 1.5],
    ['1.5rad', 1.5],
    ['180', Math.PI],
    ['180 deg', Math.PI],
    ['0', 0],
    ['6e1 degrees', Math.PI / 3],
  ])('--alpha %s', async (alpha, radians) => {
    // One rounding of the conversion from degrees, one of pi / 3.
    expect((await configOf({ alpha })).data).toMatchObject({ alpha: expect.closeTo(radians, 14) as number });
  });

  it('--alpha takes the other units of angle that mathjs knows', async () => {
    expect((await configOf({ alpha: '0.25 cycle' })).data).toMatchObject({
      alpha: expect.closeTo(Math.PI / 2, 14) as number,
    });
  });

  it('a model without a pose has no invariances and no deformations', async () => {
    expect((await configOf({ model: 'ssvae' })).model).toMatchObject({ invariances: [], deformations: 0 });
    expect((await configOf({ model: 'vae', invariances: 'none' })).model.invariances).toEqual([]);
  });

  it('a model has no more deformations than content, unless they are asked for', async () => {
    const usual = recipes.kiln.cards.model.deformations;
    expect((await configOf({ contentDim: '1' })).model.deformations).toBe(Math.min(usual, 1));
    expect((await configOf({ contentDim: '0' })).model.deformations).toBe(0);
    expect((await configOf({ contentDim: '9', deformations: '9' })).model.deformations).toBe(9);
  });

  it('--beta with one number stays there', async () => {
    expect((await configOf({ beta: '2' })).training.beta).toEqual({ from: 2, to: 2 });
  });

  it('--clip none takes the limit away', async () => {
    expect((await configOf({ clip: 'none' })).training.clip).toBeNull();
  });

  it.each([
    [{ alpha: '181' }, { where: '--alpha', got: '"181"', hint: '--alpha 60deg' }],
    [{ alpha: '60 kg' }, { where: '--alpha' }],
    [{ alpha: '-5' }, { where: '--alpha' }],
    [{ alpha: '' }, { where: '--alpha' }],
    [{ angleSpread: '0' }, { where: '--angle-spread' }],
    [{ scale: '1.3..1' }, { where: '--scale', got: '"1.3..1"' }],
    [{ scale: '1..2..3' }, { where: '--scale' }],
    [{ scale: '0' }, { where: '--scale' }],
    [{ beta: '1..2..3' }, { where: '--beta', got: '"1..2..3"' }],
    [{ beta: '-1' }, { where: '--beta' }],
    [{ shift: '1.5' }, { where: '--shift', got: '"1.5"' }],
    [{ shift: 'NaN' }, { where: '--shift' }],
    [{ suits: 'clubs' }, { where: '--suits', got: '"clubs"' }],
    [{ suits: 'clubs,heart' }, { where: '--suits', hint: '--suits hearts' }],
    [{ suits: 'clubs,clubs' }, { where: '--suits' }],
    [{ labelsPerClass: '0' }, { where: '--labels-per-class', got: '"0"' }],
    [{ labelsPerClass: 'all' }, { where: '--labels-per-class' }],
    [{ seed: '0x10' }, { where: '--seed', got: '"0x10"', hint: '--seed 0' }],
    [{ seed: '' }, { where: '--seed' }],
    [{ seed: '1.5' }, { where: '--seed' }],
    [{ steps: '0' }, { where: '--steps', got: '"0"' }],
    [{ epochs: 'none' }, { where: '--epochs' }],
    [
      { steps: '3', epochs: '4' },
      { where: '--epochs', got: '4' },
    ],
    [{ labelsFirst: '1.1' }, { where: '--labels-first', got: '"1.1"' }],
    [{ poseMultiplier: '-1' }, { where: '--pose-multiplier' }],
    [{ betaOver: '-0.1' }, { where: '--beta-over' }],
    [{ views: '-1' }, { where: '--views' }],
    [{ clip: '0' }, { where: '--clip' }],
    [{ recipe: 'papr' }, { where: '--recipe', got: '"papr"', hint: '--recipe paper' }],
    [{ engine: 'gpu' }, { where: '--engine', got: '"gpu"' }],
    [{ learningRate: '0' }, { where: '--learning-rate', got: '"0"' }],
    [{ hidden: '128;128' }, { where: '--hidden' }],
    [{ hidden: 'none' }, { where: '--hidden' }],
    [{ pixels: 'lattice:0' }, { where: '--pixels' }],
    [{ pixels: 'lattice:4:5' }, { where: '--pixels' }],
    [{ pixels: 'all:5' }, { where: '--pixels' }],
    [{ pixels: 'random' }, { where: '--pixels' }],
    [{ invariances: 'rotatoin' }, { where: '--invariances', got: '"rotatoin"', hint: '--invariances rotation' }],
    [{ invariances: 'scale,scale' }, { where: '--invariances' }],
    [{ invariances: 'none' }, { where: '--invariances', got: 'none' }],
    [
      { model: 'vae', invariances: 'rotation' },
      { where: '--invariances', got: 'rotation' },
    ],
    [
      { contentDim: '8', deformations: '9' },
      { where: '--deformations', got: '9' },
    ],
    [{ model: 'vae', deformations: '1' }, { where: '--deformations' }],
    [{ decoder: 'fields' }, { where: '--decoder', got: '"fields"', hint: '--decoder field' }],
    [{ quick: true, smoke: true }, { where: '--quick' }],
    [{ testFraction: '0.2' }, { where: '--test-fraction', got: 'cards' }],
    [{ labels: 'x.npy' }, { where: '--labels', got: 'cards' }],
    [{ groupField: 'x' }, { where: '--group-field', got: 'cards' }],
  ])('%j is refused as a usage error', async (raw, fields) => {
    await expect(trainConfig(raw)).rejects.toMatchObject({ code: 'UsageError', exitCode: 2, ...fields });
  });
});

describe('images', () => {
  it('are referred to by absolute path and hash', async () => {
    const [images, labels, groups] = [file('images.npy'), file('labels.npy'), file('patches.json')];
    const { data } = await configOf({
      images,
      labels,
      groups: `${groups}:micrograph`,
      labelsPerClass: '15',
      testFraction: '0.25',
      normalise: 'percentile',
    });
    const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/) as string;
    expect(data).toEqual({
      kind: 'images',
      images: { path: images, sha256 },
      labels: { path: labels, sha256 },
      groups: { path: groups, sha256, field: 'micrograph' },
      labelsPerClass: 15,
      testFraction: 0.25,
      normalise: 'percentile',
      seed: 0,
    });
  });

  it('--group-field is the other way to name the field', async () => {
    const groups = file('a:b.json');
    const { data } = await configOf({ images: file('i.npy'), groups, groupField: 'micrograph' });
    expect(data).toMatchObject({ groups: { path: groups, field: 'micrograph' } });
    expect((await configOf({ images: file('i.npy'), groups })).data).not.toHaveProperty('groups.field');
  });

  it('--labels-per-class all sets no limit', async () => {
    expect((await configOf({ images: file('i.npy'), labelsPerClass: 'all' })).data).not.toHaveProperty(
      'labelsPerClass',
    );
  });

  it.each([
    [{ alpha: '60' }, { where: '--alpha' }],
    [{ groupField: 'x' }, { where: '--group-field' }],
    [{ groups: 'x.json:' }, { where: '--groups' }],
    [{ normalise: 'minmx' }, { where: '--normalise', got: '"minmx"', hint: '--normalise minmax' }],
    [{ testFraction: '1' }, { where: '--test-fraction' }],
  ])('%j is refused as a usage error', async (raw, fields) => {
    await expect(trainConfig({ images: file('i.npy'), ...raw })).rejects.toMatchObject({
      code: 'UsageError',
      ...fields,
    });
  });

  it('files that are not there are named', async () => {
    await expect(trainConfig({ images: 'gone.npy' })).rejects.toMatchObject({ code: 'DataError', where: 'gone.npy' });
  });
});
