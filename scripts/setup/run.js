// Child processes whose output is kept for the case that they fail.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { modules, root } from './places.js';

/**
 * Runs a program without a shell and collects what it prints.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, seconds?: number }} options
 * @returns {Promise<{ ok: boolean, output: string, problem: string }>} `problem` is one line, empty if all went well
 */
export function run(program, args, { cwd = root, env = {}, seconds = 600 } = {}) {
  return new Promise((resolve) => {
    const chunks = [];
    const child = spawn(program, args, { cwd, env: childEnv(env), stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
    const finish = (problem) => {
      clearTimeout(timer);
      resolve({ ok: problem === '', output: chunks.join(''), problem });
    };
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(String(chunk)));
    child.on('error', (error) => finish(error.code === 'ENOENT' ? `${program} is not installed` : error.message));
    child.on('close', (code, signal) => {
      if (code === 0) finish('');
      else if (signal === 'SIGKILL') finish(`${program} was stopped after ${seconds} s`);
      else finish(lastComplaint(chunks.join('')) || `${program} ended with code ${code ?? signal}`);
    });
  });
}

/** Whether a program is there, by asking for its version. */
export async function has(program, ...args) {
  return (await run(program, [...args, '--version'], { seconds: 20 })).ok;
}

function childEnv(extra) {
  const path = [join(modules, '.bin'), process.env.PATH ?? ''].join(delimiter);
  return { ...process.env, PATH: path, ...extra };
}

/** The last line of output that speaks of an error, else the last line. */
function lastComplaint(output) {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const complaint = lines.findLast((line) => /error/i.test(line) && !/^\s+at /.test(line)) ?? lines.at(-1) ?? '';
  return complaint.trim().slice(0, 200);
}
