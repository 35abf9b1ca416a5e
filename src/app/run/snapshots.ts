import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { CheckpointError } from '../../num/index.js';
import type { Checkpoint } from './checkpointData.js';
import { decodeCheckpoint, encodeCheckpoint } from './checkpointFile.js';

/** Keeps the weights as they are at the end of an epoch, counted from 1; what else a checkpoint has is left out. */
export function saveSnapshot(runFolder: string, epoch: number, { meta, tensors }: Checkpoint): void {
  const weights = Object.entries(tensors).filter(([name]) => name.startsWith('param/'));
  const bytes = encodeCheckpoint({ meta: { step: meta.step }, tensors: Object.fromEntries(weights) });
  mkdirSync(join(runFolder, 'snapshots'), { recursive: true });
  writeFileAtomic.sync(snapshotFile(runFolder, epoch), bytes);
}

/** The weights at the end of an epoch. @throws CheckpointError if they were not kept */
export function loadSnapshot(runFolder: string, epoch: number): Checkpoint {
  const file = snapshotFile(runFolder, epoch);
  if (existsSync(file)) return decodeCheckpoint(readFileSync(file), file);
  const hint = 'a run with --snapshots';
  throw new CheckpointError({ where: file, expected: `the weights after epoch ${epoch}`, got: 'none', hint });
}

function snapshotFile(runFolder: string, epoch: number): string {
  return join(runFolder, 'snapshots', `epoch-${String(epoch).padStart(4, '0')}.ckpt`);
}
