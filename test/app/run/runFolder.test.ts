import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  appendMetrics,
  createRun,
  readConfig,
  readMetrics,
  resumeRun,
  saveCheckpoint,
  writeConfig,
} from '../../../src/app/run/index.js';
import { errorOf } from '../../support/errorOf.js';
import { cardsRun } from '../config/configs.js';
import { temporaryFolders } from '../temporaryFolder.js';

const folder = temporaryFolders();

describe('createRun', () => {
  it('makes the folder and writes a config that reads back the same', () => {
    const run = join(folder(), 'runs', 'first');
    createRun(run, cardsRun());
    expect(readConfig(run)).toEqual(cardsRun());
  });

  it('takes an empty folder', () => {
    const run = folder();
    createRun(run, cardsRun());
    expect(existsSync(join(run, 'config.json'))).toBe(true);
  });

  it('leaves an earlier run alone, and says how to go on with it', () => {
    const run = folder();
    createRun(run, cardsRun());
    expect(errorOf(() => createRun(run, { ...cardsRun(), engine: 'wasm' }))).toMatchObject({
      code: 'ArgumentError',
      where: run,
      hint: expect.stringContaining(`kiln resume ${run}`) as string,
    });
    expect(readConfig(run).engine).toBe('cpu');
  });

  it('leaves a folder with other files alone', () => {
    const run = folder();
    writeFileSync(join(run, 'thesis.tex'), '');
    expect(errorOf(() => createRun(run, cardsRun()))).toMatchObject({
      code: 'ArgumentError',
      where: run,
      hint: expect.stringContaining('--out') as string,
    });
  });
});

describe('readConfig', () => {
  it.each([
    ['no folder', (run: string) => join(run, 'gone'), ''],
    ['no config', (run: string) => run, 'config.json'],
  ])('refuses a path with %s', (_, pathOf, missing) => {
    const run = pathOf(folder());
    const got = expect.stringContaining(missing) as string;
    expect(errorOf(() => readConfig(run))).toMatchObject({ code: 'DataError', where: run, got });
  });

  it('refuses a config that is not JSON', () => {
    const run = folder();
    writeFileSync(join(run, 'config.json'), '{"engine":');
    expect(errorOf(() => readConfig(run))).toMatchObject({ code: 'DataError', where: join(run, 'config.json') });
  });
});

describe('resumeRun', () => {
  it('drops metrics after the checkpoint', () => {
    const run = folder();
    createRun(run, cardsRun());
    for (const step of [5, 10, 15]) appendMetrics(run, { step });
    saveCheckpoint(run, { meta: { step: 10 }, tensors: {} });
    const { config, checkpoint } = resumeRun(run);
    expect(config).toEqual(cardsRun());
    expect(checkpoint?.meta.step).toBe(10);
    expect(readMetrics(run).map(({ step }) => step)).toEqual([5, 10]);
  });

  it('drops a damaged newest checkpoint, so that it cannot come before the ones that are written next', () => {
    const run = folder();
    createRun(run, cardsRun());
    for (const step of [10, 20]) saveCheckpoint(run, { meta: { step }, tensors: {} });
    writeFileSync(join(run, 'checkpoint', 'step-000000020.ckpt'), '');
    expect(resumeRun(run).checkpoint?.notes).toHaveLength(1);
    saveCheckpoint(run, { meta: { step: 15 }, tensors: {} });
    expect(resumeRun(run).checkpoint?.meta.step).toBe(15);
  });

  it('begins anew where there was no checkpoint yet', () => {
    const run = folder();
    createRun(run, cardsRun());
    appendMetrics(run, { step: 5 });
    expect(resumeRun(run).checkpoint).toBeUndefined();
    expect(readMetrics(run)).toEqual([]);
  });
});

describe('writeConfig', () => {
  it('records the engine that started', () => {
    const run = folder();
    createRun(run, { ...cardsRun(), engine: 'auto' });
    writeConfig(run, cardsRun());
    expect(JSON.parse(readFileSync(join(run, 'config.json'), 'utf8'))).toMatchObject({ engine: 'cpu' });
  });
});
