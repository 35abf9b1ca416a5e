import { afterEach, describe, expect, it } from 'vitest';
import { doctor, type DoctorReport, formatDoctorReport } from '../../src/app/doctor.js';
import { missingForNative } from '../../src/app/missingForNative.js';
import { engineInfo, ready } from '../../src/num/index.js';

const report: DoctorReport = {
  versions: { kiln: '1.2.3', node: '20.19.0', tfjs: '4.22.0' },
  engines: [
    { engine: 'native', works: false, problem: 'no binding' },
    { engine: 'wasm', works: true, facts: { engine: 'wasm', tfjs: '4.22.0', threads: 1, maxRank: 9 } },
  ],
  choice: { engine: 'wasm', why: 'the best that starts: not native' },
  machine: { platform: 'linux x64', cores: 2, memory: 8e9, freeMemory: 5.44e9 },
  cache: { folder: '/var/cache/kiln', bytes: 0 },
  missing: [{ what: 'make', remedy: 'installing make' }],
};

describe('doctor', () => {
  afterEach(async () => {
    await ready({ engine: 'auto' });
  });

  it('examines every engine and leaves the one that was in use', async () => {
    await ready({ engine: 'wasm' });
    const { engines, choice, versions, machine } = await doctor();
    expect(engines.map(({ engine }) => engine)).toEqual(['native', 'wasm', 'cpu']);
    expect(engines.filter(({ engine }) => engine !== 'native').map(({ works }) => works)).toEqual([true, true]);
    expect([choice.engine, engineInfo().engine]).toEqual(['wasm', 'wasm']);
    expect(versions).toMatchObject({ node: process.versions.node, tfjs: '4.22.0' });
    expect(machine.cores).toBeGreaterThan(0);
    expect(machine.freeMemory).toBeLessThanOrEqual(machine.memory);
  });

  it('misses nothing exactly where the native engine works', async () => {
    const { engines, missing } = await doctor();
    expect(missing.length === 0).toBe(engines[0]?.works);
  });

  it('says how to try again to get the native engine', async () => {
    expect((await missingForNative()).at(-1)).toMatchObject({ remedy: '`npm run setup` in the folder of Kiln' });
  });

  it('formatDoctorReport: has a line for each finding', () => {
    expect(formatDoctorReport(report).split('\n')).toEqual([
      'Kiln 1.2.3 on Node 20.19.0 (linux x64), TensorFlow.js 4.22.0',
      'Engines',
      '  native  does not start: no binding',
      '  wasm    works, 1 thread, ranks to 9',
      '  in use  wasm: the best that starts: not native',
      'Machine',
      '  2 cores, 8.0 GB of memory, 5.4 GB free',
      '  cache in /var/cache/kiln, empty',
      'Missing',
      '  make. Try installing make.',
      '',
    ]);
    expect(formatDoctorReport({ ...report, missing: [] })).toContain('Nothing is missing.');
  });
});
