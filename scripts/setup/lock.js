// One set-up at a time: a file that exists while one is at work.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { warn } from './say.js';

const staleAfterMs = 30 * 60 * 1000;

/** Runs `work` while holding the lock `file`, waiting for whoever holds it now. */
export async function withLock(file, work) {
  await acquire(file);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

async function acquire(file) {
  mkdirSync(dirname(file), { recursive: true });
  for (let hasWarned = false; !create(file);) {
    if (isStale(file)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!hasWarned) warn('waiting for another set-up to finish');
    hasWarned = true;
    await sleep(300);
  }
}

function create(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Whether whoever made the lock is gone, which a kill or a power cut leaves behind. */
function isStale(file) {
  try {
    if (Date.now() - statSync(file).mtimeMs > staleAfterMs) return true;
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid > 0) process.kill(pid, 0);
    return false;
  } catch (error) {
    // ESRCH: no such process. ENOENT: the lock went meanwhile, so the next attempt may create it. EPERM: somebody else's.
    return error.code === 'ESRCH';
  }
}
