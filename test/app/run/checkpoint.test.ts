import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCheckpoint, encodeCheckpoint } from '../../../src/app/run/checkpointFile.js';
import {
  discardCheckpointsAfter,
  hasCheckpoint,
  loadCheckpoint,
  saveCheckpoint,
  type Checkpoint,
} from '../../../src/app/run/index.js';
import { errorOf } from '../../support/errorOf.js';
import { builtKiln } from '../builtKiln.js';
import { temporaryFolders } from '../temporaryFolder.js';

const folder = temporaryFolders();
const built = builtKiln(['app/run/checkpoint', 'num/errors', 'num/shape']);

/** A checkpoint whose every value is its step: a mixture of two could be told. */
function at(step: number): Checkpoint {
  return {
    meta: { step, key: [1, 4294967295] },
    tensors: { weights: { shape: [3, 2], values: new Float32Array(6).fill(step) } },
  };
}

function filesOf(run: string): string[] {
  return readdirSync(join(run, 'checkpoint')).sort();
}

/** Overwrites a run's newest checkpoint with what `change` makes of its bytes. */
function damageNewest(run: string, change: (bytes: Buffer) => Buffer): void {
  const file = join(run, 'checkpoint', filesOf(run).at(-1) ?? '');
  writeFileSync(file, change(readFileSync(file)));
}

describe('the bytes of a checkpoint', () => {
  // Any bits are to come back, so float32 are made from bits: all NaN payloads, -0 and subnormal numbers are among them.
  const float32Bits = fc
    .uint8Array({ maxLength: 64 })
    .map((bytes) => new Float32Array(bytes.slice(0, bytes.length & ~3).buffer));
  const tensor = float32Bits.map((values) => ({ shape: [values.length], values }));
  const json = fc.jsonValue({ noUnicodeString: false }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
  const checkpoints = fc.record({
    meta: fc.record({ step: fc.nat(), rest: json }),
    tensors: fc.dictionary(
      fc.string().filter((name) => name !== '__proto__'),
      tensor,
    ),
  });

  it('give back meta and tensors bit by bit', () => {
    fc.assert(
      fc.property(checkpoints, (made) => {
        const checkpoint = made as Checkpoint;
        const read = decodeCheckpoint(encodeCheckpoint(checkpoint), 'test');
        expect(read.meta).toEqual(checkpoint.meta);
        expect(Object.keys(read.tensors)).toEqual(Object.keys(checkpoint.tensors));
        for (const [name, { shape, values }] of Object.entries(checkpoint.tensors)) {
          expect(read.tensors[name]?.shape).toEqual(shape);
          expect(bitsOf(read.tensors[name]?.values)).toEqual(bitsOf(values));
        }
      }),
    );
  });

  it('do not share memory with the tensors they were made from', () => {
    const checkpoint = at(7);
    const bytes = encodeCheckpoint(checkpoint);
    checkpoint.tensors.weights?.values.fill(0);
    expect(Array.from(decodeCheckpoint(bytes, 'test').tensors.weights?.values ?? [])).toEqual([7, 7, 7, 7, 7, 7]);
  });

  it('are refused at every length but their own', () => {
    const bytes = encodeCheckpoint(at(3));
    for (let length = 0; length < bytes.length; length += 1) {
      expect(errorOf(() => decodeCheckpoint(bytes.subarray(0, length), 'test'))).toMatchObject({
        code: 'CheckpointError',
        where: 'test',
      });
    }
  });

  it('are refused when any one of them is changed', () => {
    const bytes = encodeCheckpoint(at(3));
    for (let place = 0; place < bytes.length; place += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(place) ^ 1, place);
      expect(errorOf(() => decodeCheckpoint(changed, 'test'))).toMatchObject({
        code: 'CheckpointError',
        where: 'test',
      });
    }
  });

  it.each([NaN, Infinity, -0, undefined])('cannot hold %s in meta', (value) => {
    const checkpoint = { meta: { step: 1, rate: value }, tensors: {} } as unknown as Checkpoint;
    expect(errorOf(() => encodeCheckpoint(checkpoint))).toMatchObject({
      code: 'CheckpointError',
      where: 'checkpoint meta.rate',
    });
  });

  it('cannot hold a tensor whose values do not fit its shape', () => {
    const checkpoint = { meta: { step: 1 }, tensors: { w: { shape: [2, 2], values: new Float32Array(3) } } };
    expect(errorOf(() => encodeCheckpoint(checkpoint))).toMatchObject({
      code: 'CheckpointError',
      where: 'checkpoint tensor "w"',
      got: '3',
    });
  });
});

describe('saveCheckpoint', () => {
  it('keeps the last two', () => {
    const run = folder();
    for (const step of [1, 5, 20, 100]) saveCheckpoint(run, at(step));
    expect(filesOf(run)).toEqual(['step-000000020.ckpt', 'step-000000100.ckpt']);
  });

  it('removes what killed writers left', () => {
    const run = folder();
    mkdirSync(join(run, 'checkpoint'));
    writeFileSync(join(run, 'checkpoint', 'writing-1.tmp'), 'half');
    saveCheckpoint(run, at(1));
    expect(filesOf(run)).toEqual(['step-000000001.ckpt']);
  });

  it('replaces the checkpoint of the same step', () => {
    const run = folder();
    saveCheckpoint(run, at(1));
    saveCheckpoint(run, { ...at(1), meta: { step: 1, note: 'again' } });
    expect(loadCheckpoint(run).meta).toEqual({ step: 1, note: 'again' });
  });

  it.each([-1, 0.5, NaN])('refuses the step %d', (step) => {
    expect(errorOf(() => saveCheckpoint(folder(), at(step)))).toMatchObject({
      code: 'CheckpointError',
      where: 'checkpoint meta.step',
    });
  });
});

describe('loadCheckpoint', () => {
  it('takes the newest', () => {
    const run = folder();
    for (const step of [9, 10]) saveCheckpoint(run, at(step));
    expect(loadCheckpoint(run)).toEqual({ ...at(10), notes: [] });
  });

  it.each([
    ['truncated', (bytes: Buffer) => bytes.subarray(0, bytes.length - 5)],
    ['empty', () => Buffer.alloc(0)],
    ['changed', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 40), Buffer.from('x'), bytes.subarray(41)])],
  ])('falls back on the one before when the newest is %s, and says so', (_, change) => {
    const run = folder();
    for (const step of [9, 10]) saveCheckpoint(run, at(step));
    damageNewest(run, change);
    const loaded = loadCheckpoint(run);
    expect(loaded.meta.step).toBe(9);
    expect(loaded.notes).toEqual([expect.stringContaining('step-000000010.ckpt')]);
  });

  it('says so when there is none, or only damaged ones', () => {
    const run = folder();
    expect(errorOf(() => loadCheckpoint(run))).toMatchObject({ code: 'CheckpointError', got: 'none' });
    saveCheckpoint(run, at(1));
    damageNewest(run, () => Buffer.from('KILNCKPT'));
    expect(errorOf(() => loadCheckpoint(run)).code).toBe('CheckpointError');
    expect(hasCheckpoint(run)).toBe(true);
  });

  it('refuses a layout that a later version wrote', () => {
    const run = folder();
    saveCheckpoint(run, at(1));
    damageNewest(run, (bytes) => {
      bytes.writeUInt32LE(2, 8);
      return bytes;
    });
    expect(errorOf(() => loadCheckpoint(run))).toMatchObject({
      code: 'CheckpointError',
      got: expect.stringMatching(/version 1.*version 2/) as string,
    });
  });
});

describe('discardCheckpointsAfter', () => {
  it('removes those of later steps only', () => {
    const run = folder();
    for (const step of [9, 10]) saveCheckpoint(run, at(step));
    discardCheckpointsAfter(run, 9);
    expect(filesOf(run)).toEqual(['step-000000009.ckpt']);
  });
});

describe('a writer that is killed', () => {
  // The child writes checkpoints of 4 MB without a pause, so that nearly all of its time is spent in the middle of one.
  const writer = (modules: string): string => `
    import { saveCheckpoint } from ${JSON.stringify(join(modules, 'app/run/checkpoint.js'))};
    const values = new Float32Array(1_000_000);
    for (let step = Number(process.argv[2]); ; step += 1) {
      values.fill(step);
      saveCheckpoint(process.argv[1], { meta: { step }, tensors: { values: { shape: [1_000_000], values } } });
      process.stdout.write('.');
    }`;

  /** The modules that write checkpoints and no others: a process that loads no tensor engine starts twenty times faster. */
  function writerModules(): string {
    const [from, to] = [join(built(), 'build'), folder()];
    for (const name of ['app/run/checkpoint.js', 'app/run/checkpointFile.js', 'num/errors.js', 'num/shape.js']) {
      cpSync(join(from, name), join(to, name));
    }
    writeFileSync(join(to, 'num/index.js'), "export * from './errors.js';\nexport * from './shape.js';\n");
    writeFileSync(join(to, 'package.json'), '{ "type": "module" }');
    return to;
  }

  it('always leaves a folder that loads, with the values of one step', async () => {
    const run = folder();
    const program = writer(writerModules());
    let step = 1;
    // The pauses fall on different parts of a write, which takes some tens of milliseconds.
    for (const pause of [0, 1, 2, 4, 7, 10, 13, 17, 21, 25, 30, 36]) {
      await killedWriter(program, [run, String(step)], pause);
      const { meta, tensors, notes } = loadCheckpoint(run);
      expect(notes).toEqual([]);
      expect(meta.step).toBeGreaterThanOrEqual(step);
      expect(tensors.values?.values.every((value) => value === meta.step)).toBe(true);
      step = meta.step + 1;
    }
  }, 60_000);
});

/** Starts a program, waits until it has written something and `pause` milliseconds more, and kills it. */
async function killedWriter(program: string, args: readonly string[], pause: number): Promise<void> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  try {
    await once(child.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, pause));
  } finally {
    child.kill('SIGKILL');
    await exit;
  }
}

function bitsOf(values: Float32Array | undefined): number[] {
  return values === undefined ? [] : Array.from(new Uint32Array(values.slice().buffer));
}
