import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trainConfig } from '../../../src/app/cli/trainConfig.js';
import type { RawOptions } from '../../../src/app/cli/optionReaders.js';
import { parseRunConfig, recipes, runSizes, type RunConfig } from '../../../src/app/config/index.js';
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
    expect(await configOf({})).toMatchObject({ engine: 'auto', ...recipes.kiln.cards });
  });

  it('--recipe paper gives the settings of the paper', async () => {
    const { training, model } = await configOf({ recipe: 'paper' });
    expect(training).toEqual({
      recipe: 'paper',
      epochs: 100,
      batchSize: 64,
      labelledBatchSize: 64,
      learningRate: 5e-4,
      schedule: 'constant',
      beta: { from: 1, to: 2, epochs: 30 },
      multiplier: 30,
      labelledEvery: 15,
      pixels: { kind: 'all' },
      labelledPoses: 'given',
      extraViews: 0,
      viewAngles: 'prior',
      viewNoise: false,
      augment: false,
      warmUpSteps: 0,
      warmUpRate: 0.001,
      snapshots: false,
      scenes: 'never',
      clip: null,
      seed: 0,
    });
    expect(model).toMatchObject({ anglePrior: 'normal', angleSpread: 1, hidden: [128, 128], activation: 'tanh' });
  });

  it('--quick and --smoke make a recipe smaller, and what is said explicitly comes on top', async () => {
    const quick = await configOf({ quick: true });
    expect(quick).toMatchObject({ data: runSizes.quick.cards, training: runSizes.quick.training });
    const own = await configOf({ smoke: true, epochs: '7', testPerClass: '5' });
    expect(own.training.epochs).toBe(7);
    expect(own.data).toMatchObject({ testPerClass: 5, unlabelledPerClass: runSizes.smoke.cards.unlabelledPerClass });
  });
});

describe('options', () => {
  it('all of them reach the config', async () => {
    const config = await configOf({
      suits: 'hearts,clubs',
      alpha: '90',
      labelledAlpha: '0',
      shear: '0.1 rad',
      scale: '0.9..1.1',
      shift: '0',
      shiftAxes: 'vertical',
      labelsPerClass: '10',
      unlabelledPerClass: '20',
      testPerClass: '30',
      seed: '5',
      engine: 'wasm',
      model: 'jrvae',
      invariances: 'scale,rotation',
      contentDim: '3',
      anglePrior: 'projectedNormal',
      angleSpread: '2 rad',
      likelihood: 'gaussian',
      hidden: '64,32',
      activation: 'relu',
      epochs: '4',
      batchSize: '16',
      labelledBatchSize: '8',
      learningRate: '2e-3',
      schedule: 'constant',
      beta: '0.5..3',
      betaEpochs: '2',
      multiplier: '1',
      labelledEvery: '2',
      pixels: 'random:100',
      labelledPoses: 'known',
      clip: '5',
    });
    expect(config).toMatchObject({
      engine: 'wasm',
      data: {
        suits: ['clubs', 'hearts'],
        alpha: Math.PI / 2,
        labelledAlpha: 0,
        shear: 0.1,
        scale: [0.9, 1.1],
        shift: 0,
        shiftAxes: 'vertical',
        labelsPerClass: 10,
        unlabelledPerClass: 20,
        testPerClass: 30,
        seed: 5,
      },
      model: {
        kind: 'jrvae',
        invariances: ['scale', 'rotation'],
        contentDim: 3,
        anglePrior: 'projectedNormal',
        angleSpread: 2,
        likelihood: 'gaussian',
        hidden: [64, 32],
        activation: 'relu',
      },
      training: {
        epochs: 4,
        batchSize: 16,
        labelledBatchSize: 8,
        learningRate: 2e-3,
        schedule: 'constant',
        beta: { from: 0.5, to: 3, epochs: 2 },
        multiplier: 1,
        labelledEvery: 2,
        pixels: { kind: 'random', count: 100 },
        labelledPoses: 'known',
        clip: 5,
        seed: 5,
      },
    });
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

  it('a model without a pose has no invariances', async () => {
    expect((await configOf({ model: 'ssvae' })).model.invariances).toEqual([]);
    expect((await configOf({ model: 'vae', invariances: 'none' })).model.invariances).toEqual([]);
  });

  it('--beta with one number stays there', async () => {
    expect((await configOf({ beta: '2' })).training.beta).toEqual({ from: 2, to: 2, epochs: 0 });
  });

  it('--clip none takes the limit away', async () => {
    expect((await configOf({ clip: 'none' })).training.clip).toBeNull();
  });

  it.each([
    [
      { alpha: '181' },
      '--alpha: expected an angle from 0 to 180 deg, in deg or rad (a bare number is in degrees), got "181". Try --alpha "60 deg".',
    ],
    [{ alpha: '60 kg' }, '--alpha: expected an angle'],
    [{ alpha: '-5' }, '--alpha: expected an angle'],
    [{ alpha: '' }, '--alpha: expected an angle'],
    [{ angleSpread: '0' }, '--angle-spread: expected an angle above 0'],
    [
      { scale: '1.3..1' },
      '--scale: expected one number or two as FROM..TO, the smaller first, from 0.01 to 100, got "1.3..1". Try --scale 1..1.3.',
    ],
    [{ scale: '1..2..3' }, '--scale: expected one number or two'],
    [{ scale: '0' }, '--scale: expected one number or two'],
    [{ shift: '1.5' }, '--shift: expected a number from 0 to 1, got "1.5". Try --shift 0.1.'],
    [{ shift: 'NaN' }, '--shift: expected a number'],
    [
      { suits: 'clubs' },
      '--suits: expected at least two suits with commas between, got "clubs". Try --suits clubs,hearts.',
    ],
    [{ suits: 'clubs,heart' }, 'Try --suits hearts.'],
    [{ labelsPerClass: '0' }, '--labels-per-class: expected a whole number from 1'],
    [{ labelsPerClass: 'all' }, '--labels-per-class: expected a whole number from 1'],
    [{ seed: '0x10' }, '--seed: expected a whole number'],
    [{ seed: '' }, '--seed: expected a whole number'],
    [{ recipe: 'papr' }, '--recipe: expected kiln, paper, got "papr". Try --recipe paper.'],
    [{ engine: 'gpu' }, '--engine: expected native, wasm, cpu, auto, got "gpu"'],
    [{ learningRate: '0' }, '--learning-rate: expected a number above 0, up to 1, got "0". Try --learning-rate 0.001.'],
    [{ hidden: '128;128' }, '--hidden: expected whole numbers'],
    [{ pixels: 'lattice:0' }, '--pixels: expected all, lattice:STRIDE or random:COUNT'],
    [
      { invariances: 'rotatoin' },
      '--invariances: expected rotation, translation, scale, got "rotatoin". Try --invariances rotation.',
    ],
    [{ invariances: 'scale,scale' }, '--invariances: expected each of rotation, translation, scale at most once'],
    [{ invariances: 'none' }, '--invariances: expected at least one with --model ssrvae, got none.'],
    [{ model: 'vae', invariances: 'rotation' }, '--invariances: expected none with --model vae, got rotation.'],
    [{ quick: true, smoke: true }, '--quick: expected one size of run, got --smoke as well'],
    [{ testFraction: '0.2' }, '--test-fraction: expected --images beside it, got cards.'],
  ])('%j is refused as a usage error', async (raw, message) => {
    const failure = trainConfig(raw);
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toMatchObject({ code: 'UsageError', exitCode: 2 });
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
    [{ alpha: '60' }, '--alpha: expected cards, got --images'],
    [{ groupField: 'x' }, '--group-field: expected --groups beside it'],
    [{ groups: 'x.json:' }, '--groups: expected FILE or FILE:FIELD'],
    [{ normalise: 'minmx' }, '--normalise: expected none, minmax, percentile, got "minmx". Try --normalise minmax.'],
    [{ testFraction: '1' }, '--test-fraction: expected a number from 0 to 0.95'],
  ])('%j is refused as a usage error', async (raw, message) => {
    await expect(trainConfig({ images: file('i.npy'), ...raw })).rejects.toThrow(message);
  });

  it('files that are not there are named', async () => {
    await expect(trainConfig({ images: 'gone.npy' })).rejects.toThrow(
      'gone.npy: expected a file or a folder, got nothing there',
    );
  });
});
