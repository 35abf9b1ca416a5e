import { describe, expect, it } from 'vitest';
import { runCli, type Services } from '../../../src/app/cli/index.js';
import { schemas, settingsOf } from '../../../src/app/config/index.js';
import { experimentNames } from '../../../src/app/experiments/index.js';
import type { TrainOptions } from '../../../src/app/jobs.js';
import { DataError } from '../../../src/num/index.js';
import { fakeServices, trainResult, type Recorded } from './fakeServices.js';

async function run(argv: readonly string[], overrides: Partial<Services> = {}): Promise<Recorded & { code: number }> {
  const recorded = fakeServices(overrides);
  return { ...recorded, code: await runCli(argv, recorded.services, recorded.terminal) };
}

describe('which job a command line asks for', () => {
  it.each([
    [[], 'train'],
    [['--quick'], 'train'],
    [['train'], 'train'],
    [['train', 'cards', '--seed', '3'], 'train'],
    [['evaluate', 'runs/a'], 'evaluateRun'],
    [['classify', 'runs/a', '--images', 'x.npy'], 'classifyRun'],
    [['suggest', 'runs/a'], 'suggestLabels'],
    [['traverse', 'runs/a'], 'traverseRun'],
    [['library', 'a.png', '--out', 'gold'], 'library'],
    [['data', 'cards', '--out', 'cards'], 'exportCards'],
    [['doctor'], 'doctor'],
    [['experiment', 'fig2', '--smoke', '--out', 'build/experiments'], 'experiment'],
  ])('%j', async (argv, name) => {
    const { code, calls, err } = await run(argv);
    expect([code, err()]).toEqual([0, '']);
    expect(calls.map((call) => call.name)).toEqual([name]);
  });

  it('resume takes up the run with its own config', async () => {
    const { code, calls } = await run(['resume', 'runs/a', '--quiet']);
    expect(code).toBe(0);
    expect(calls.map(({ name }) => name)).toEqual(['readConfig', 'train']);
    expect(calls[1]?.args[1]).toMatchObject({ out: 'runs/a', resume: true, quiet: true, json: false });
  });

  it('train without --out makes a folder named by time and data', async () => {
    const { calls } = await run([]);
    expect((calls[0]?.args[1] as TrainOptions).out).toMatch(/^runs\/\d{4}(-\d\d){5}-cards$/);
  });

  it('suggest passes on how many, from where and where to', async () => {
    const plain = await run(['suggest', 'runs/a']);
    expect(plain.calls[0]?.args).toEqual([
      'runs/a',
      { quiet: false, json: false, count: 20, out: 'runs/a/suggested.csv' },
    ]);
    expect(plain.out()).toBe('2 of 1,500 images to label next: 7, 3\nTable: a.csv\n');
    const full = await run(['suggest', 'runs/a', '--images', 'x', '--count', '7', '--out', 'y.csv']);
    expect(full.calls[0]?.args[1]).toMatchObject({ images: 'x', count: 7, out: 'y.csv' });
  });

  it('evaluate and classify pass on paths', async () => {
    const evaluated = await run(['evaluate', 'runs/a', '--images', 'x', '--labels', 'y']);
    expect(evaluated.calls[0]?.args).toEqual(['runs/a', { quiet: false, json: false, images: 'x', labels: 'y' }]);
    const classified = await run(['classify', 'runs/a', '--images', 'x']);
    expect(classified.calls[0]?.args).toEqual([
      'runs/a',
      'x',
      { quiet: false, json: false, out: 'runs/a/classified.csv' },
    ]);
  });
});

describe('experiment', () => {
  it('all is every experiment in order, with settings', async () => {
    const { calls } = await run([
      'experiment',
      'all',
      '--smoke',
      '--seeds',
      '2',
      '--jobs',
      '1',
      '--out',
      'build/experiments',
    ]);
    expect(calls[0]?.args).toMatchObject([
      [...experimentNames],
      { isSmoke: true, numSeeds: 2, jobs: 1, engine: 'auto' },
    ]);
  });

  it.each([
    [['experiment', 'fig22'], 'fig22'],
    [['experiment', 'fig2', '--images', 'x.npy'], '--images'],
    [['experiment', 'fig2', '--groups', 'x.json'], '--groups'],
    [['experiment', 'fig2', '--seeds', '0'], '--seeds'],
  ])('%j is refused', async (argv, named) => {
    const { code, calls, err } = await run(argv);
    expect([code, calls]).toEqual([2, []]);
    expect(err()).toContain(named);
  });
});

describe('output', () => {
  it('says in words what came of it', async () => {
    const { out } = await run(['train']);
    expect(out()).toBe(
      'Trained 1,200 steps in 1 min 15 s.\n' +
        'this model: accuracy 0.700, balanced 0.650 (cat 0.800, dog 0.500)\nReport: runs/a/report.html\n',
    );
  });

  it.each([
    ['train'],
    ['evaluate', 'a'],
    ['classify', 'a', '--images', 'b'],
    ['suggest', 'a'],
    ['traverse', 'a'],
    ['data', 'cards', '--out', 'a'],
    ['doctor'],
  ])('with --json is one JSON value and nothing else: %s', async (...argv) => {
    const { out } = await run([...argv, '--json']);
    expect(out()).toMatch(/^\{.*\}\n$/);
    expect(JSON.parse(out())).toBeTypeOf('object');
  });

  it('lists the commands and the options of training in the help', async () => {
    const root = await run(['--help']);
    expect([root.code, root.calls.length]).toEqual([0, 0]);
    for (const name of ['train', 'resume', 'evaluate', 'classify', 'suggest', 'traverse', 'data', 'doctor'])
      expect(root.out()).toContain(`\n  ${name}`);
    const train = await run(['train', '--help']);
    for (const { flags } of Object.values(schemas).flatMap(settingsOf)) expect(train.out()).toContain(`\n  ${flags} `);
    expect((await run(['--version'])).out()).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('of an interrupted training says how to go on, and is a failure', async () => {
    const { report: _, test: __, ...rest } = trainResult;
    const { code, out } = await run(['train'], { train: () => Promise.resolve({ ...rest, interrupted: true }) });
    expect(code).toBe(1);
    expect(out()).toBe('Stopped after 1,200 steps in 1 min 15 s. Go on with: kiln resume runs/a\n');
  });
});

describe('Ctrl-C', () => {
  it('aborts the signal that the training was given, once', async () => {
    const train: Services['train'] = (_, { interrupt }) => {
      process.emit('SIGINT');
      return Promise.resolve({ ...trainResult, interrupted: interrupt.aborted });
    };
    const before = process.listenerCount('SIGINT');
    const { code, err } = await run(['train'], { train });
    expect(code).toBe(1);
    expect(err()).toContain('checkpoint');
    expect(process.listenerCount('SIGINT')).toBe(before);
  });
});

describe('wrong usage has exit code 2 and runs nothing', () => {
  it.each([
    [['--qick'], '--quick'],
    [['trian'], 'train?'],
    [['train', 'dice'], 'dice'],
    [['train', 'cards', 'cards'], 'arguments'],
    [['classify', 'runs/a'], '--images'],
    [['resume'], "'run'"],
    [['evaluate', 'runs/a', '--images', 'x.npy'], '--images'],
    [['traverse', 'runs/a', '--steps', '0'], '--steps'],
    [['suggest', 'runs/a', '--count', '0'], '--count'],
    [['--alpha'], '--alpha'],
    [['--epochs', 'ten'], '--epochs'],
    [['data'], 'Usage: kiln data'],
  ])('%j', async (argv, named) => {
    const { code, calls, err } = await run(argv);
    expect(err()).toContain(named);
    expect([code, calls.length]).toEqual([2, 0]);
  });
});

describe('errors', () => {
  const refused = new DataError({ where: 'x.npy', expected: 'images', got: 'a letter', hint: 'another file' });
  const failing = { train: () => Promise.reject(refused) };

  it('that Kiln raises are one line without a stack, and exit code 1', async () => {
    const { code, err } = await run(['train'], failing);
    expect([code, err()]).toEqual([1, 'error: x.npy: expected images, got a letter. Try another file.\n']);
  });

  it('have a stack with --debug', async () => {
    expect((await run(['train', '--debug'], failing)).err()).toMatch(/^error: .*x\.npy.*\n +at /);
  });

  it('that nobody foresaw have a stack always', async () => {
    const { code, err } = await run(['train'], { train: () => Promise.reject(new Error('boom')) });
    expect(code).toBe(1);
    expect(err()).toMatch(/^error: Error: boom\n +at /);
  });
});
