import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'modern-gif';
import { expect, it } from 'vitest';
import { runExperiments, type ExperimentName } from '../../../src/app/experiments/index.js';
import { suggestLabels } from '../../../src/app/suggest/index.js';
import { temporaryFolders } from '../temporaryFolder.js';
import { smokeSettings } from './labOf.js';

const names = [
  'videoS1',
  'videoS2',
  'videoS3',
  'labels',
  'unlabelled',
  'active',
  'unseen',
  'deploy',
] as const satisfies readonly ExperimentName[];

const folder = temporaryFolders();

it('films, and experiments on labels, work from training to report with tiny models', async () => {
  const out = folder();
  const { done } = await runExperiments(names, await smokeSettings(out, { engine: 'wasm' }));
  expect(done.map(({ experiment }) => experiment)).toEqual(names);
  for (const { experiment, figures, tables, summary } of done) {
    expect(summary.join(' '), experiment).not.toMatch(/NaN|undefined|Infinity/);
    for (const { file } of figures) expect(existsSync(join(out, experiment, file)), `${experiment}/${file}`).toBe(true);
    for (const { columns, rows, name } of tables) {
      expect(rows.length, `${experiment}: ${name}`).toBeGreaterThan(0);
      for (const row of rows) expect(row, `${experiment}: ${name}`).toHaveLength(columns.length);
      expect(rows.flat().filter((cell) => typeof cell === 'number' && !Number.isFinite(cell))).toEqual([]);
    }
  }
  // A frame for each of six steps, as a run is measured nine times or after each step, and for each of two numbers of labels.
  expect(decode(readFileSync(join(out, 'videoS1', 'training.gif'))).frames).toHaveLength(6);
  expect(decode(readFileSync(join(out, 'videoS3', 'labels.gif'))).frames).toHaveLength(2);
  const accuracies = done.find(({ experiment }) => experiment === 'unlabelled')?.tables[0]?.rows;
  expect(accuracies?.map(([labels]) => labels)).toEqual([1, 5]);
  // The classifier alone is the one of the run, up to the rounding of two engines.
  const agreement = done.find(({ experiment }) => experiment === 'deploy')?.tables[1]?.rows[0];
  expect(agreement?.slice(0, 2)).toEqual([32, 32]);
  expect(Number(agreement?.[2])).toBeLessThan(1e-5);
  await suggestsFrom(join(out, 'models'));
}, 300_000);

/** `kiln suggest` on one of the models. */
async function suggestsFrom(models: string): Promise<void> {
  const [run = ''] = readdirSync(models).filter((name) => name.startsWith('ssrvae-kiln'));
  const file = join(models, run, 'suggested.csv');
  const result = await suggestLabels(join(models, run), { count: 5, out: file, quiet: true, json: false });
  expect(result.images).toHaveLength(5);
  const [header, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  expect(header).toBe(
    'image,information_nats,between_poses_nats,with_decoder_nats,class,probability,log_evidence_nats',
  );
  expect(lines.map((line) => line.split(',')[0])).toEqual(result.images);
  const ranked = lines.map((line) => Number(line.split(',')[1]));
  expect(ranked).toEqual([...ranked].sort((a, b) => b - a));
}
