import fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../../src/app/cli/index.js';
import {
  commandLine,
  hashPath,
  parseRunConfig,
  recipes,
  settingsTables,
  type RunConfig,
} from '../../../src/app/config/index.js';
import { fakeServices } from '../cli/fakeServices.js';
import { temporaryFolders } from '../temporaryFolder.js';
import { cardsRun, imagesRun } from './configs.js';
import { cardsRuns, imageChoices } from './randomConfigs.js';

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

describe('commandLine', () => {
  it('is short for the recipe itself', () => {
    expect(commandLine({ ...cardsRun(), engine: 'auto' })).toBe('kiln train cards');
    expect(commandLine({ ...cardsRun(), ...recipes.paper.cards })).toBe('kiln train cards --recipe paper --engine cpu');
  });

  it('says the one of steps and epochs that counts', () => {
    const { training, ...rest } = cardsRun();
    const command = (changes: Partial<RunConfig['training']>): string =>
      commandLine({ ...rest, engine: 'auto', training: { ...training, ...changes } });
    expect(command({ steps: 7, epochs: null })).toBe('kiln train cards --steps 7');
    expect(command({ steps: null, epochs: 7 })).toBe('kiln train cards --epochs 7');
  });

  it('gives back every config of cards', async () => {
    await fc.assert(
      fc.asyncProperty(cardsRuns, async (config) => {
        expect(parseRunConfig(JSON.parse(JSON.stringify(config)), 'config')).toEqual(config);
        expect(withoutVersions(await configOf(commandLine(config)))).toEqual(withoutVersions(config));
      }),
      { numRuns: 100 },
    );
  });

  it('gives back every config of images, whatever the name of the file', async () => {
    const path = join(folder(), "my 'best' images: 1.npy");
    writeFileSync(path, 'images');
    const file = await hashPath(path);
    const files = fc.constantFrom(
      {},
      { labels: file },
      { groups: file },
      { labels: file, groups: { ...file, field: 'a:b' } },
    );
    await fc.assert(
      fc.asyncProperty(cardsRuns, imageChoices, files, async (run, choices, beside) => {
        const data = { kind: 'images', images: file, ...beside, ...choices, seed: run.training.seed } as const;
        const config = { ...run, data } as RunConfig;
        expect(withoutVersions(await configOf(commandLine(config)))).toEqual(withoutVersions(config));
      }),
      { numRuns: 40 },
    );
  });
});

describe('settingsTables', () => {
  const { data, model, training } = settingsTables({
    ...cardsRun(),
    model: { ...cardsRun().model, invariances: ['rotation', 'translation'], angleSpread: 1 },
    training: {
      ...cardsRun().training,
      beta: { from: 1, to: 2 },
      pixels: { kind: 'lattice', stride: 4 },
      clip: null,
      steps: null,
      epochs: 9,
      viewNoise: true,
    },
  });

  it('say in words what config.json says', () => {
    const { suits: chosen, labelsPerClass } = recipes.kiln.cards.data;
    expect(data).toMatchObject({ kind: 'cards', suits: chosen.join(', '), 'labels per class': String(labelsPerClass) });
    expect(data).toMatchObject({ alpha: expect.stringMatching(/^\d+°$/) as string, scale: '1 to 1.3' });
    expect(model).toMatchObject({ kind: 'ssrvae', invariances: 'rotation, translation', 'angle spread': '1 rad' });
    expect(training).toMatchObject({
      beta: '1 to 2',
      pixels: 'lattice:4',
      clip: 'none',
      'view noise': 'yes',
      epochs: '9',
    });
    expect(training).not.toHaveProperty('steps');
    expect(settingsTables(imagesRun()).data?.groups).toBe('/data/images.npy, field micrograph (SHA-256 aaaaaaaaaaaa…)');
  });

  it('have a line for every field that has a value', () => {
    const names = (group: object): string[] =>
      Object.keys(group).map((field) => field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
    const config = cardsRun();
    expect(Object.keys(data ?? {})).toEqual(names(config.data));
    expect(Object.keys(model ?? {})).toEqual(names(config.model));
    expect([...Object.keys(training ?? {}), 'steps'].sort()).toEqual([...names(config.training), 'engine'].sort());
  });

  it('have no JSON and nothing undefined in them', () => {
    for (const config of [cardsRun(), imagesRun()]) {
      expect(JSON.stringify(Object.values(settingsTables(config)).map((table) => Object.values(table)))).not.toMatch(
        /[{}]|undefined|\[object/,
      );
    }
  });
});
