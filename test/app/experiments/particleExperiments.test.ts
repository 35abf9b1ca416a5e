import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readFindings, type FindingsRecord } from '../../../src/app/experiments/findingsFiles.js';
import { runExperiments, simulatedParticles } from '../../../src/app/experiments/index.js';
import { temporaryFolders } from '../temporaryFolder.js';

const folder = temporaryFolders();

it('figS3, fig5 and fig6 run on simulated scenes, and leave what they say', async () => {
  const out = folder();
  const { interrupted, report, done } = await runExperiments(['figS3', 'fig5', 'fig6'], {
    out,
    isSmoke: true,
    engine: 'wasm',
    numSeeds: 1,
    jobs: 1,
    particles: await simulatedParticles(out, true),
    interrupt: new AbortController().signal,
    quiet: true,
    json: false,
    command: (name) => `kiln experiment ${name} --smoke`,
  });
  expect(interrupted).toBe(false);
  expect(done.map(({ experiment }) => experiment)).toEqual(['figS3', 'fig5', 'fig6']);
  for (const record of done) expectWhole(out, record);
  expect(readFileSync(report, 'utf8')).toContain('id="fig6"');
  // Ten test images of each class at most: all shares are fractions of small numbers, from nine ways to learn.
  const accuracy = done[2]?.tables.find(({ name }) => name === 'accuracy');
  expect(accuracy?.rows).toHaveLength(9);
}, 120_000);

function expectWhole(out: string, record: FindingsRecord): void {
  const own = join(out, record.experiment);
  expect(readFindings(own)).toEqual(JSON.parse(JSON.stringify(record)));
  for (const { file, caption } of record.figures) {
    expect(existsSync(join(own, file))).toBe(true);
    expect(caption.length).toBeGreaterThan(20);
  }
  for (const { name, columns, rows } of record.tables) {
    expect(existsSync(join(own, `${name}.csv`))).toBe(true);
    for (const row of rows) {
      expect(row).toHaveLength(columns.length);
      for (const cell of row) expect(typeof cell === 'number' && !Number.isFinite(cell)).toBe(false);
    }
  }
}
