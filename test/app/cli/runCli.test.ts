import { describe, expect, it } from 'vitest';
import { runCli, type Services } from '../../../src/app/cli/index.js';
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
    [['traverse', 'runs/a'], 'traverseRun'],
    [['library', 'a.png', '--out', 'gold'], 'library'],
    [['data', 'cards', '--out', 'cards'], 'exportCards'],
    [['doctor'], 'doctor'],
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

describe('output', () => {
  it('says in words what came of it', async () => {
    const { out } = await run(['train']);
    expect(out()).toBe(
      'Trained 3 epochs (1,200 steps) in 1 min 15 s.\n' +
        'this model: accuracy 0.700, balanced 0.650 (cat 0.800, dog 0.500)\nReport: runs/a/report.html\n',
    );
  });

  it.each([
    ['train'],
    ['evaluate', 'a'],
    ['classify', 'a', '--images', 'b'],
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
    for (const name of ['train', 'resume', 'evaluate', 'classify', 'traverse', 'data', 'doctor'])
      expect(root.out()).toContain(`\n  ${name}`);
    const train = await run(['train', '--help']);
    expect(train.out()).toContain('--labels-per-class <n>');
    expect((await run(['--version'])).out()).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('of an interrupted training says how to go on, and is a failure', async () => {
    const { report: _, test: __, ...rest } = trainResult;
    const { code, out } = await run(['train'], { train: () => Promise.resolve({ ...rest, interrupted: true }) });
    expect(code).toBe(1);
    expect(out()).toBe('Stopped after 3 epochs (1,200 steps) in 1 min 15 s. Go on with: kiln resume runs/a\n');
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
    expect(err()).toContain('saving a checkpoint');
    expect(process.listenerCount('SIGINT')).toBe(before);
  });
});

describe('wrong usage has exit code 2 and runs nothing', () => {
  it.each([
    [['--qick'], "unknown option '--qick'\n(Did you mean --quick?)"],
    [['trian'], "unknown command 'trian'\n(Did you mean train?)"],
    [['train', 'dice'], "value 'dice' is invalid for argument 'data'"],
    [['train', 'cards', 'cards'], 'too many arguments'],
    [['classify', 'runs/a'], "required option '--images <path>' not specified"],
    [['resume'], "missing required argument 'run'"],
    [['evaluate', 'runs/a', '--images', 'x.npy'], 'error: --images: expected --labels beside it'],
    [
      ['traverse', 'runs/a', '--steps', '0'],
      'error: --steps: expected a whole number from 1 to 50, got "0". Try --steps 9.',
    ],
    [['--alpha'], "option '--alpha <angle>' argument missing"],
    [['--epochs', 'ten'], 'error: --epochs: expected a whole number from 1 to 1000000, got "ten". Try --epochs 20.'],
    [['data'], 'Usage: kiln data'],
  ])('%j', async (argv, message) => {
    const { code, calls, err } = await run(argv);
    expect(err()).toContain(message);
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
    expect(err()).toMatch(/^error: Error: boom\n +at [^]*This is a fault in Kiln/);
  });
});
