import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runExperiments, type Experiment, type ExperimentSettings } from '../../../src/app/experiments/index.js';
import { temporaryFolders } from '../temporaryFolder.js';
import { smokeSettings } from './labOf.js';

const folder = temporaryFolders();

/** An experiment that counts how often it is done, and perhaps fails or is interrupted. */
function counted(during: () => void = () => undefined): { experiment: Experiment; count: () => number } {
  let count = 0;
  const experiment: Experiment = {
    title: 'A title',
    about: 'About <it>.',
    run: () => {
      count += 1;
      during();
      return Promise.resolve({
        summary: ['It is 0.5.'],
        tables: [
          {
            name: 'shares',
            title: 'Shares',
            columns: ['name', 'share'],
            rows: [
              ['a, b', 0.5],
              ['c', null],
            ],
          },
        ],
        figures: [
          { file: 'line.svg', content: '<svg></svg>', caption: 'A line.' },
          { file: 'dot.png', content: Uint8Array.of(1, 2), caption: 'A dot.' },
        ],
      });
    },
  };
  return { experiment, count: () => count };
}

async function run(settings: ExperimentSettings, { experiment }: { experiment: Experiment }): Promise<unknown> {
  return runExperiments(['fig2'], settings, () => Promise.resolve(experiment));
}

it('writes figures, tables and numbers, and a page with all of them', async () => {
  const out = folder();
  const result = await run(await smokeSettings(out), counted());
  expect(result).toMatchObject({
    folder: out,
    interrupted: false,
    done: [{ experiment: 'fig2', seconds: expect.any(Number) as number }],
  });
  expect(readFileSync(join(out, 'fig2', 'shares.csv'), 'utf8')).toBe('name,share\n"a, b",0.5\nc,\n');
  expect(JSON.parse(readFileSync(join(out, 'fig2', 'numbers.json'), 'utf8'))).toMatchObject({
    summary: ['It is 0.5.'],
    command: 'kiln experiment fig2',
    figures: [{ file: 'line.svg', caption: 'A line.' }, { file: 'dot.png' }],
  });
  const page = readFileSync(join(out, 'report.html'), 'utf8');
  for (const part of [
    'About &lt;it&gt;.',
    'It is 0.5.',
    '<svg></svg>',
    'data:image/png;base64,AQI=',
    'a, b',
    'kiln experiment fig2',
  ])
    expect(page).toContain(part);
});

it('does not do again what was done with the same settings', async () => {
  const settings = await smokeSettings(folder());
  const twice = counted();
  const first = await run(settings, twice);
  expect(await run(settings, twice)).toEqual(first);
  expect(twice.count()).toBe(1);
  await run({ ...settings, numSeeds: 2 }, twice);
  expect(twice.count()).toBe(2);
});

it('keeps nothing of an experiment that was interrupted or failed', async () => {
  const out = folder();
  const controller = new AbortController();
  const stopped = counted(() => controller.abort());
  const settings = await smokeSettings(out, { interrupt: controller.signal });
  expect(await run(settings, stopped)).toMatchObject({ interrupted: true, done: [] });
  expect(existsSync(join(out, 'fig2'))).toBe(false);
  const failing = counted(() => {
    throw new Error('no');
  });
  await expect(run(await smokeSettings(out), failing)).rejects.toThrow('no');
  expect(existsSync(join(out, 'fig2'))).toBe(false);
});
