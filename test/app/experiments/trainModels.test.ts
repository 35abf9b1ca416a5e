import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cardsModel } from '../../../src/app/experiments/cardsModel.js';
import { openLab } from '../../../src/app/experiments/lab.js';
import { storedParams } from '../../../src/app/train/index.js';
import { temporaryFolders } from '../temporaryFolder.js';
import { smokeSettings } from './labOf.js';

const folder = temporaryFolders();

it('trains each config once, whatever it is called, and opens the models with their weights', async () => {
  const out = folder();
  const settings = await smokeSettings(out);
  const lab = openLab(settings);
  const small = cardsModel(settings, { recipe: 'kiln', kind: 'ssvae' });
  const config = { ...small, training: { ...small.training, steps: null, epochs: 1, snapshots: true } };
  const { one, same } = await lab.models({ one: config, same: config });
  expect(readdirSync(join(out, 'models'))).toHaveLength(1);
  expect(same.folder).toBe(one.folder);
  expect(one.history.map(({ epoch }) => epoch)).toEqual([1]);
  const [accuracy, names] = await one.use(({ params, data }) => [data.test?.set.count, Object.keys(params)]);
  expect(accuracy).toBe(32);
  expect(Object.keys(storedParams(one.folder, 1))).toEqual(names);
  const before = readdirSync(join(one.folder, 'checkpoint'));
  await openLab(settings).models({ again: config });
  expect(readdirSync(join(one.folder, 'checkpoint'))).toEqual(before);
  expect(readdirSync(join(out, 'models'))).toHaveLength(1);
}, 240_000);
