import { expect, it } from 'vitest';
import { loadSnapshot, saveSnapshot } from '../../../src/app/run/index.js';
import { errorOf } from '../../support/errorOf.js';
import { temporaryFolders } from '../temporaryFolder.js';

const folder = temporaryFolders();
const weights = { shape: [2], values: Float32Array.of(1, -2) };
const checkpoint = { meta: { step: 7 }, tensors: { 'param/w': weights, 'optimizer/w': weights } };

it('keeps the weights of an epoch, and nothing else', () => {
  const run = folder();
  saveSnapshot(run, 3, checkpoint);
  expect(loadSnapshot(run, 3)).toEqual({ meta: { step: 7 }, tensors: { 'param/w': weights } });
});

it('says how to keep the weights of an epoch that was not kept', () => {
  const run = folder();
  saveSnapshot(run, 3, checkpoint);
  expect(errorOf(() => loadSnapshot(run, 2))).toMatchObject({
    code: 'CheckpointError',
    where: expect.stringContaining('epoch-0002') as string,
    hint: expect.stringContaining('--snapshots') as string,
  });
});
