import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  runExperiments,
  simulatedParticles,
  type ExperimentName,
  type ExperimentSettings,
} from '../../../src/app/experiments/index.js';
import { temporaryFolders } from '../temporaryFolder.js';

const names = [
  'fig3a',
  'fig3bc',
  'fig4a',
  'fig4bc',
  'fig4de',
  'fig4f',
  'figS2',
  'angle-prior',
  'latents',
] as const satisfies readonly ExperimentName[];

const folder = temporaryFolders();

it('experiments on cards work from training to report, with tiny models that they share', async () => {
  const out = folder();
  const settings: ExperimentSettings = {
    out,
    isSmoke: true,
    engine: 'auto',
    numSeeds: 1,
    jobs: 1,
    particles: await simulatedParticles(out, true),
    interrupt: new AbortController().signal,
    quiet: true,
    json: false,
    command: (name) => `kiln experiment ${name} --smoke`,
  };
  const { done, report, interrupted } = await runExperiments(names, settings);
  expect(interrupted).toBe(false);
  expect(done.map(({ experiment }) => experiment)).toEqual(names);
  for (const { experiment, figures, tables, summary } of done) {
    expect(summary.join(' '), experiment).not.toMatch(/NaN|undefined|Infinity/);
    for (const { file } of figures) expect(existsSync(join(out, experiment, file)), `${experiment}/${file}`).toBe(true);
    expect(new Set(figures.map(({ file }) => file)).size, experiment).toBe(figures.length);
    for (const { columns, rows, name } of tables) {
      expect(rows.length, `${experiment}: ${name}`).toBeGreaterThan(0);
      for (const row of rows) expect(row, `${experiment}: ${name}`).toHaveLength(columns.length);
      expect(rows.flat().filter((cell) => typeof cell === 'number' && Number.isNaN(cell))).toEqual([]);
    }
  }
  expect(readFileSync(report, 'utf8')).toContain('id="latents"');
}, 300_000);
