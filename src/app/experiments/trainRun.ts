import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunConfig } from '../config/index.js';
import { EngineError } from '../../num/index.js';
import { train } from '../train/index.js';
import type { LabSettings } from './settings.js';

/**
 * Trains the run of a folder, or goes on with it, to its end: here, or with several jobs in a process of its own.
 *
 * @throws the reason of the interrupt if the user stops it; the run then goes on from its checkpoint the next time
 */
export async function trainRun(folder: string, config: RunConfig, settings: LabSettings): Promise<void> {
  if (settings.jobs > 1) await trainApart(folder);
  else await train(config, { out: folder, resume: true, quiet: true, json: false, interrupt: settings.interrupt });
  settings.interrupt.throwIfAborted();
}

/** One thread each: two trainings side by side do half as much again as one after the other with two threads. */
async function trainApart(folder: string): Promise<void> {
  const main = fileURLToPath(new URL('../main.js', import.meta.url));
  const env = { ...process.env, TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1', OMP_NUM_THREADS: '1' };
  const child = spawn(process.execPath, [main, 'resume', folder, '--quiet'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => {
    said += text.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 0 && existsSync(join(folder, 'report.html'))) return;
  const last = said.trim().split('\n').slice(-3).join(' ');
  const hint = `\`kiln resume ${folder}\`, which shows what it says`;
  throw new EngineError({
    where: folder,
    expected: 'the training to end well',
    got: `exit code ${code}: ${last}`,
    hint,
  });
}
