import type { Services, Terminal } from '../../../src/app/cli/index.js';
import type { DoctorReport } from '../../../src/app/doctorReport.js';
import type { TestResult, TrainResult } from '../../../src/app/jobs.js';
import type { LibraryResult } from '../../../src/app/library/index.js';
import { cardsRun } from '../config/configs.js';

/** One call of a service: its name and arguments. */
export interface Call {
  readonly name: keyof Services;
  readonly args: readonly unknown[];
}

export interface Recorded {
  readonly services: Services;
  readonly terminal: Terminal;
  readonly calls: readonly Call[];
  /** What was written so far. */
  out(): string;
  err(): string;
}

export const testResult: TestResult = {
  name: 'this model',
  classNames: ['cat', 'dog'],
  accuracy: 0.7,
  balancedAccuracy: 0.65,
  confusion: [
    [8, 2],
    [5, 5],
  ],
};

export const trainResult: TrainResult = {
  folder: 'runs/a',
  interrupted: false,
  steps: 1200,
  seconds: 75,
  report: 'runs/a/report.html',
  test: testResult,
};

export const libraryResult: LibraryResult = {
  folder: 'gold',
  stage: 'done',
  micrographs: 1,
  objects: 1200,
  labelled: 30,
  training: trainResult,
  classNames: ['cat', 'dog'],
  perClass: [700, 500],
  page: 'gold/index.html',
  table: 'gold/library.csv',
};

const health: DoctorReport = {
  versions: { kiln: '0.1.0', node: '20.0.0', tfjs: '4.22.0' },
  engines: [{ engine: 'cpu', works: true, facts: { engine: 'cpu', tfjs: '4.22.0', threads: 1, maxRank: 6 } }],
  choice: { engine: 'cpu', why: 'the only one here' },
  machine: { platform: 'linux x64', cores: 2, memory: 8e9, freeMemory: 4e9 },
  cache: { folder: 'cache', bytes: 0 },
  missing: [],
};

/** Services that only write down how they were called, and a terminal that keeps what is written. */
export function fakeServices(overrides: Partial<Services> = {}): Recorded {
  const calls: Call[] = [];
  const [out, err]: [string[], string[]] = [[], []];
  const record =
    <Result>(name: keyof Services, result: Result) =>
    (...args: readonly unknown[]): Promise<Result> => {
      calls.push({ name, args });
      return Promise.resolve(result);
    };
  const services: Services = {
    train: record('train', trainResult),
    evaluateRun: record('evaluateRun', testResult),
    classifyRun: record('classifyRun', {
      file: 'a.csv',
      count: 1500,
      classNames: ['cat', 'dog'],
      perClass: [1000, 500],
    }),
    suggestLabels: record('suggestLabels', { file: 'a.csv', images: ['7', '3'], total: 1500 }),
    traverseRun: record('traverseRun', { files: ['a.png', 'b.png'] }),
    experiment: record('experiment', {
      folder: 'experiments',
      report: 'experiments/report.html',
      interrupted: false,
      done: [],
    }),
    library: record('library', libraryResult),
    exportCards: record('exportCards', { folder: 'cards', files: ['test-images.npy'], counts: { test: 4 } }),
    readConfig: record('readConfig', cardsRun()),
    doctor: record('doctor', health),
    ...overrides,
  };
  const terminal = {
    out: (text: string) => {
      out.push(text);
    },
    err: (text: string) => {
      err.push(text);
    },
    isTerminal: false,
    columns: 100,
  };
  return { services, terminal, calls, out: () => out.join(''), err: () => err.join('') };
}
