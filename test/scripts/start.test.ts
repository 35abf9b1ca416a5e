// The set-up scripts, run in a small project of their own: what they do, once, and what they say about it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const project = mkdtempSync(join(tmpdir(), 'kiln-start-'));
const main = 'console.log(JSON.stringify(process.argv.slice(2)));\nprocess.exitCode = 3;\n';

beforeAll(() => {
  cpSync('scripts', join(project, 'scripts'), { recursive: true });
  const compilerOptions = { module: 'NodeNext', rootDir: 'src', outDir: 'build', lib: ['ES5'], types: [] };
  write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['src'] }));
  write('tsconfig.build.json', JSON.stringify({ extends: './tsconfig.json' }));
  write('package.json', JSON.stringify({ name: 'small', version: '1.0.0', type: 'module' }));
  write(
    'package-lock.json',
    JSON.stringify({ name: 'small', version: '1.0.0', lockfileVersion: 3, packages: { '': {} } }),
  );
  write('node_modules/.package-lock.json', JSON.stringify({ packages: {} }));
  // Port 9 of this machine: nobody listens there.
  const binary = { host: 'https://127.0.0.1:9/addons' };
  write('node_modules/@tensorflow/tfjs-node/package.json', JSON.stringify({ version: '4.22.0', binary }));
  symlinkSync(resolve('node_modules/typescript'), join(project, 'node_modules/typescript'), 'junction');
  write('src/app/main.ts', main);
});

afterAll(() => {
  rmSync(project, { recursive: true });
});

describe('npm start', () => {
  it('builds, then runs the command with its arguments and hands on its exit code', () => {
    const { status, stdout, stderr } = script('start.js', ['--engine', 'wasm', 'a b']);
    expect([status, stdout]).toEqual([3, '["--engine","wasm","a b"]\n']);
    expect(stderr).toMatch(/^kiln set-up: compiling src\/ to build\/ … \d+\.\d s\n$/);
  });

  it('is silent when there is nothing to do', () => {
    expect(script('start.js', ['--engine=cpu'])).toMatchObject({ status: 3, stderr: '' });
    expect(script('start.js', [], { KILN_ENGINE: 'wasm' })).toMatchObject({ status: 3, stderr: '' });
  });

  it('builds again after a change, without what has gone', () => {
    write('src/gone.ts', 'export {};\n');
    expect(script('start.js', ['--engine=cpu']).stderr).toContain('compiling');
    expect(existsSync(join(project, 'build/gone.js'))).toBe(true);
    rmSync(join(project, 'src/gone.ts'));
    expect(script('start.js', ['--engine=cpu'])).toMatchObject({ status: 3 });
    expect(existsSync(join(project, 'build/gone.js'))).toBe(false);
    expect(existsSync(join(project, 'build/app/main.js'))).toBe(true);
  });

  it('shows what does not compile, and ends with 1', () => {
    write('src/app/main.ts', 'const = 1;\n');
    const { status, stdout, stderr } = script('start.js', ['--engine=cpu']);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('kiln set-up: src/ does not compile:\nsrc/app/main.ts(1,7): error');
    write('src/app/main.ts', main);
    expect(script('start.js', ['--engine=cpu']).status).toBe(3);
  });

  // Elsewhere there is no library to fetch, and the message says that instead.
  it.runIf(process.platform === 'linux')('warns once in one line that there is no native engine, and goes on', () => {
    const { status, stderr } = script('start.js', []);
    expect(status).toBe(3);
    expect(stderr).toMatch(/^kiln set-up: .*python3.*`npm run setup`.*\n$/);
    expect(script('start.js', [])).toMatchObject({ status: 3, stderr: '' });
    expect(script('setup.js', []).stderr).toContain('python3');
  });

  it.runIf(process.platform === 'linux')('tries to get the native engine again after a day', () => {
    const file = join(project, 'node_modules/.kiln/native.json');
    const stamp = JSON.parse(readFileSync(file, 'utf8')) as { time: number };
    writeFileSync(file, JSON.stringify({ ...stamp, time: stamp.time - 24 * 3600 * 1000 }));
    expect(script('start.js', []).stderr).toContain('python3');
  });

  it('takes over from a set-up that was killed', () => {
    const { stdout: deadPid } = spawnSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' });
    const folder = `${realpathSync(project)}/`;
    const lock = `cache/locks/${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`;
    write(lock, deadPid);
    utimesSync(join(project, 'src/app/main.ts'), new Date(), new Date());
    expect(script('start.js', ['--engine=cpu'])).toMatchObject({ status: 3 });
    expect(existsSync(join(project, lock))).toBe(false);
  });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

/** Runs a script with an empty search path, so that no tool of this machine is found. */
function script(name: string, args: readonly string[], env: Record<string, string> = {}) {
  const own = { PATH: '', KILN_CACHE: join(project, 'cache'), ...env };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(project, 'scripts', name), ...args], {
    env: own,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}
