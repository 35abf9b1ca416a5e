import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { loadCheckpoint, readMetrics } from '../../../src/app/run/index.js';
import { builtKiln } from '../builtKiln.js';
import { temporaryFolders } from '../temporaryFolder.js';

const built = builtKiln();
const folder = temporaryFolders();
const tiny = ['--smoke', '--suits', 'clubs,hearts', '--epochs', '6', '--engine', 'cpu', '--quiet'];

it('a run killed in the middle of a checkpoint write goes on to the very weights of an uninterrupted one', async () => {
  const [whole, broken] = [join(folder(), 'whole'), join(folder(), 'broken')];
  await finished(kiln('train', 'cards', ...tiny, '--out', whole));
  for (let kill = 0; kill < 2; kill += 1) {
    const child = kill === 0 ? kiln('train', 'cards', ...tiny, '--out', broken) : kiln('resume', broken, '--quiet');
    await killedWhileWriting(child, join(broken, 'checkpoint'));
  }
  await finished(kiln('resume', broken, '--quiet'));
  const [expected, got] = [loadCheckpoint(whole), loadCheckpoint(broken)];
  expect(got.meta.step).toBe(expected.meta.step);
  expect(Object.keys(got.tensors)).toEqual(Object.keys(expected.tensors));
  for (const [name, { values }] of Object.entries(expected.tensors)) {
    expect(Buffer.from(got.tensors[name]?.values.buffer ?? new ArrayBuffer(0)).equals(Buffer.from(values.buffer))).toBe(
      true,
    );
  }
  const curve = (run: string): unknown[] =>
    readMetrics(run).map(({ step, epoch, loss, testAccuracy }) => [step, epoch, loss, testAccuracy]);
  expect(curve(broken)).toEqual(curve(whole));
  expect(existsSync(join(broken, 'report.html'))).toBe(true);
}, 180_000);

function kiln(...args: string[]): ChildProcess {
  return spawn(process.execPath, [join(built(), 'build/app/main.js'), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function finished(child: ChildProcess): Promise<void> {
  const code = await new Promise((resolve) => child.on('exit', resolve));
  expect(code).toBe(0);
}

/** Kills as soon as a checkpoint is being written beside an earlier one, or leaves a child that was too fast alone. */
async function killedWhileWriting(child: ChildProcess, checkpoints: string): Promise<void> {
  while (child.exitCode === null) {
    const files = existsSync(checkpoints) ? readdirSync(checkpoints) : [];
    if (files.some((name) => name.endsWith('.tmp')) && files.some((name) => name.endsWith('.ckpt'))) {
      const over = new Promise((resolve) => child.on('exit', resolve));
      child.kill('SIGKILL');
      await over;
      return;
    }
    await setTimeout(0);
  }
}
