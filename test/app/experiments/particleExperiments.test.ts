import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hashPath } from '../../../src/app/config/index.js';
import { readFindings, type FindingsRecord } from '../../../src/app/experiments/findingsFiles.js';
import { runExperiments, type ParticleFiles } from '../../../src/app/experiments/index.js';
import { npyFile, particleScenes } from '../../../src/data/index.js';
import { key } from '../../../src/num/index.js';
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
    particles: await smallScenes(out),
    interrupt: new AbortController().signal,
    quiet: true,
    json: false,
    command: (name) => `kiln experiment ${name} --smoke`,
  });
  expect(interrupted).toBe(false);
  expect(done.map(({ experiment }) => experiment)).toEqual(['figS3', 'fig5', 'fig6']);
  for (const record of done) expectWhole(out, record);
  expect(readFileSync(report, 'utf8')).toContain('id="fig6"');
  // Six trained models, and three classifiers of pixels.
  const accuracy = done[2]?.tables.find(({ name }) => name === 'accuracy');
  expect(accuracy?.rows).toHaveLength(9);
}, 240_000);

/** Scenes of a quarter of the usual pixels, so that it takes seconds without the native engine. */
async function smallScenes(out: string): Promise<ParticleFiles> {
  const { images, labels, count } = particleScenes(key(7), { count: 120, classes: 4, height: 24, width: 24 });
  const write = async (name: string, bytes: Uint8Array): Promise<ParticleFiles['images']> => {
    writeFileSync(join(out, name), bytes);
    return hashPath(join(out, name));
  };
  const pixels = Uint8Array.from(images, (value) => Math.round(255 * value));
  return {
    images: await write('images.npy', npyFile(pixels, [count, 24, 24])),
    labels: await write('labels.npy', npyFile(Uint8Array.from(labels), [count])),
    source: 'small simulated scenes',
  };
}

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
