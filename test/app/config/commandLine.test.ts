import fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../../src/app/cli/index.js';
import {
  commandLine,
  hashPath,
  recipes,
  settingsTables,
  suits,
  type RunConfig,
} from '../../../src/app/config/index.js';
import { fakeServices } from '../cli/fakeServices.js';
import { temporaryFolders } from '../temporaryFolder.js';
import { cardsRun, imagesRun } from './configs.js';

const folder = temporaryFolders();

/** The words of a command as a shell hands them over: what is in single quotes is one word. */
function shellWords(command: string): string[] {
  const words = Array.from(command.matchAll(/(?:'[^']*'|\\.|[^\s'\\])+/g), ([word]) => word);
  return words.map((word) => word.replace(/'([^']*)'|\\(.)/g, '$1$2'));
}

/** The config that a command trains with. */
async function configOf(command: string): Promise<RunConfig> {
  const { services, terminal, calls, err } = fakeServices();
  const code = await runCli(shellWords(command).slice(1), services, terminal);
  expect([code, err()]).toEqual([0, '']);
  return calls[0]?.args[0] as RunConfig;
}

/** What a config says about the run itself: versions are those of the program that runs. */
function withoutVersions({ versions: _, ...config }: RunConfig): Omit<RunConfig, 'versions'> {
  return config;
}

const angle = fc.oneof(
  fc.nat(180).map((degrees) => (degrees * Math.PI) / 180),
  fc.double({ min: 0, max: 3, noNaN: true }),
);
const share = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0);
const changes = fc.record({
  suits: fc.subarray([...suits], { minLength: 2 }),
  alpha: angle,
  shift: share,
  shiftAxes: fc.constantFrom('both', 'vertical'),
  labelsPerClass: fc.integer({ min: 1, max: 999 }),
  encoder: fc.constantFrom('mlp', 'cnn'),
  hidden: fc.array(fc.integer({ min: 1, max: 512 }), { minLength: 1, maxLength: 3 }),
  invariances: fc.subarray(['rotation', 'translation', 'scale'], { minLength: 1 }),
  recipe: fc.constantFrom('kiln', 'paper'),
  epochs: fc.integer({ min: 1, max: 500 }),
  learningRate: fc.double({ min: 1e-6, max: 1, noNaN: true }),
  beta: fc.record({ from: share, to: share, epochs: fc.nat(50) }),
  labelledPoses: fc.constantFrom('given', 'drawn', 'known'),
  scenes: fc.constantFrom('never', 'counts', 'always'),
  viewAngles: fc.constantFrom('prior', 'all'),
  viewNoise: fc.boolean(),
  clip: fc.option(fc.double({ min: 0.1, max: 100, noNaN: true })),
  pixels: fc.oneof(
    fc.constant({ kind: 'all' }),
    fc.record({ kind: fc.constant('lattice'), stride: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ kind: fc.constant('random'), count: fc.integer({ min: 1, max: 999 }) }),
  ),
  seed: fc.nat(),
});

describe('commandLine', () => {
  it('is short for the recipe itself', () => {
    expect(commandLine({ ...cardsRun(), engine: 'auto' })).toBe('kiln train cards');
    expect(commandLine({ ...cardsRun(), ...recipes.paper.cards })).toBe('kiln train cards --recipe paper --engine cpu');
  });

  it('gives back every config of cards', async () => {
    await fc.assert(
      fc.asyncProperty(
        changes,
        async ({
          suits: chosen,
          alpha,
          shift,
          shiftAxes,
          labelsPerClass,
          encoder,
          hidden,
          invariances,
          seed,
          ...training
        }) => {
          const base = cardsRun();
          const config = {
            ...base,
            data: { ...base.data, suits: chosen, alpha, shift, shiftAxes, labelsPerClass, seed },
            model: { ...base.model, encoder, hidden, invariances },
            training: { ...base.training, ...training, seed },
          } as RunConfig;
          expect(withoutVersions(await configOf(commandLine(config)))).toEqual(withoutVersions(config));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('gives back a config of images, whatever the name of the file', async () => {
    const path = join(folder(), "my 'best' images.npy");
    writeFileSync(path, 'images');
    const file = await hashPath(path);
    const config = {
      ...imagesRun(),
      data: { ...imagesRun().data, images: file, labels: file, groups: { ...file, field: 'micrograph' } },
    };
    expect(withoutVersions(await configOf(commandLine(config as RunConfig)))).toEqual(
      withoutVersions(config as RunConfig),
    );
  });
});

describe('settingsTables', () => {
  it('say in words what config.json says', () => {
    const { data, model, training } = settingsTables(cardsRun());
    expect(data).toMatchObject({ alpha: '60°', 'labels per class': '200', scale: '1 to 1.3' });
    expect(model).toMatchObject({ kind: 'ssrvae', invariances: 'rotation, translation', 'angle spread': '1 rad' });
    expect(training).toMatchObject({
      beta: '1 to 2 over 4 epochs',
      pixels: 'lattice:4',
      clip: 'none',
      'labelled poses': 'drawn',
      'view angles': 'all',
      'view noise': 'yes',
    });
    expect(settingsTables(imagesRun()).data?.groups).toBe('/data/images.npy, field micrograph (SHA-256 aaaaaaaaaaaa…)');
  });

  it('have no JSON and nothing undefined in them', () => {
    for (const config of [cardsRun(), imagesRun()]) {
      expect(JSON.stringify(Object.values(settingsTables(config)).map((table) => Object.values(table)))).not.toMatch(
        /[{}]|undefined|\[object/,
      );
    }
  });
});
