import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, readdirSync } from 'node:fs';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CheckpointError } from '../../num/index.js';
import type { Checkpoint } from './checkpointData.js';
import { decodeCheckpoint, encodeCheckpoint } from './checkpointFile.js';

export interface LoadedCheckpoint extends Checkpoint {
  /** One sentence for each newer checkpoint that had to be passed over, and why. */
  readonly notes: readonly string[];
}

/** How many checkpoints are kept: the newest, and one to fall back on. */
const KEPT = 2;
const NAME = /^step-(\d+)\.ckpt$/;

/**
 * Writes a checkpoint into `checkpoint/` of a run's folder, and removes all but the last two.
 *
 * The file gets its name only when all of it is on the disk, so that whenever the process or the machine stops, the
 * folder holds whole checkpoints only.
 *
 * @throws CheckpointError if the checkpoint cannot be stored as it is
 */
export function saveCheckpoint(runFolder: string, checkpoint: Checkpoint): void {
  const { step } = checkpoint.meta;
  if (!Number.isSafeInteger(step) || step < 0) {
    throw new CheckpointError({ where: 'checkpoint meta.step', expected: 'an integer >= 0', got: String(step) });
  }
  const bytes = encodeCheckpoint(checkpoint);
  const folder = checkpointFolder(runFolder);
  mkdirSync(folder, { recursive: true });
  const temporary = join(folder, `writing-${process.pid}.tmp`);
  writeDurably(temporary, bytes);
  renameSync(temporary, join(folder, fileName(step)));
  syncFolder(folder);
  prune(folder, step);
}

/**
 * The newest whole checkpoint of a run. A damaged one is passed over, with a note.
 *
 * @throws CheckpointError if there is none
 */
export function loadCheckpoint(runFolder: string): LoadedCheckpoint {
  const folder = checkpointFolder(runFolder);
  const notes: string[] = [];
  for (const step of stepsIn(folder)) {
    const file = join(folder, fileName(step));
    try {
      return { ...decodeCheckpoint(readFileSync(file), file), notes };
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
      notes.push(error.message);
    }
  }
  const got = notes.length === 0 ? 'none' : `only damaged ones: ${notes.join(' ')}`;
  throw new CheckpointError({ where: folder, expected: 'a checkpoint', got, hint: 'starting the run again' });
}

/** Whether a run has a checkpoint file, whole or not: a run that was stopped early may have none. */
export function hasCheckpoint(runFolder: string): boolean {
  return stepsIn(checkpointFolder(runFolder)).length > 0;
}

/** Removes the checkpoints after `step`: a resumed run goes another way. */
export function discardCheckpointsAfter(runFolder: string, step: number): void {
  const folder = checkpointFolder(runFolder);
  for (const later of stepsIn(folder).filter((other) => other > step)) rmSync(join(folder, fileName(later)));
}

function checkpointFolder(runFolder: string): string {
  return join(runFolder, 'checkpoint');
}

function fileName(step: number): string {
  return `step-${String(step).padStart(9, '0')}.ckpt`;
}

/** The steps of all checkpoint files, the newest first. */
function stepsIn(folder: string): number[] {
  if (!existsSync(folder)) return [];
  const steps = readdirSync(folder).flatMap((name) => NAME.exec(name)?.slice(1).map(Number) ?? []);
  return steps.sort((a, b) => b - a);
}

function writeDurably(file: string, bytes: Buffer): void {
  const descriptor = openSync(file, 'w');
  try {
    writeFileSync(descriptor, bytes);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Makes the new name itself durable. Windows has no such operation and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Removes what is not among the last checkpoints up to `step`, and what killed writers left. */
function prune(folder: string, step: number): void {
  const kept = stepsIn(folder)
    .filter((other) => other <= step)
    .slice(0, KEPT)
    .map(fileName);
  for (const name of readdirSync(folder)) {
    if ((NAME.test(name) || name.endsWith('.tmp')) && !kept.includes(name)) rmSync(join(folder, name), { force: true });
  }
}
