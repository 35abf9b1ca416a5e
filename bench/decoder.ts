/*
 * One forward and backward pass of the spatial decoder, side by side with the same network in plain differentiable
 * operations:
 *
 *   npx tsc -p tsconfig.json --noEmit false --outDir build/bench && node build/bench/bench/decoder.js [ROWS]
 *
 * Each measurement is a process of its own, so that its peak memory is its own; the rows take turns, round by round. ROWS is
 * a JSON list of rows, each an object as below, instead of the table's own.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { activate, type Activation } from '../src/nn/index.js';
import { decodeGrid } from '../src/nn/spatialDecoder/decodeGrid.js';
import type { GridDecoder } from '../src/nn/spatialDecoder/gridDecoder.js';
import { key, ready, split, uniform, valueAndGradients, type EngineName } from '../src/num/index.js';

interface Row {
  readonly engine: EngineName;
  /** The decoder of the library, or plain operations. */
  readonly way: 'kiln' | 'plain';
  readonly images: number;
  readonly pixels: number;
  readonly activation: Activation;
  readonly steps: number;
  readonly chunk?: number;
}

interface Measurement {
  /** Wall-clock seconds of each step after the first, and processor seconds of all threads. */
  readonly seconds: readonly number[];
  readonly cpuSeconds: readonly number[];
  readonly peakMegabytes: number;
}

const ROUNDS = 3;
const UNITS = 128;
const full = { images: 256, pixels: 2304, activation: 'tanh', steps: 3 } as const;
const lattice = { images: 256, pixels: 144, activation: 'tanh', steps: 8 } as const;
const others = (['relu', 'leakyRelu', 'elu', 'softplus', 'sin'] as const).map((activation) => ({
  ...lattice,
  activation,
}));
const table: readonly Row[] = [
  { engine: 'native', way: 'kiln', ...full },
  { engine: 'native', way: 'plain', ...full },
  { engine: 'native', way: 'kiln', ...lattice },
  { engine: 'native', way: 'plain', ...lattice },
  { engine: 'wasm', way: 'kiln', ...lattice },
  { engine: 'wasm', way: 'plain', ...lattice },
  ...others.map((row): Row => ({ engine: 'native', way: 'kiln', ...row })),
  ...others.map((row): Row => ({ engine: 'wasm', way: 'kiln', ...row })),
];

const [first = JSON.stringify(table), second] = process.argv.slice(2);
if (first === '--row') process.stdout.write(JSON.stringify(await measure(JSON.parse(second ?? '') as Row)));
else printTable(JSON.parse(first) as Row[]);

function printTable(rows: readonly Row[]): void {
  const rounds = Array.from({ length: ROUNDS }, () => rows.map(measureApart));
  const lines = rows.map((row, i) => {
    const measurements = rounds.flatMap((round) => round[i] ?? []);
    const seconds = measurements.flatMap((measurement) => measurement.seconds);
    return {
      ...row,
      'median s': median(seconds),
      'fastest s': Math.min(...seconds).toFixed(3),
      'cpu s': median(measurements.flatMap(({ cpuSeconds }) => cpuSeconds)),
      'peak MB': Math.max(...measurements.map(({ peakMegabytes }) => peakMegabytes)),
    };
  });
  console.table(lines);
}

function measureApart(row: Row): Measurement {
  const script = fileURLToPath(import.meta.url);
  const output = execFileSync(process.execPath, [script, '--row', JSON.stringify(row)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(output) as Measurement;
}

async function measure(row: Row): Promise<Measurement> {
  await ready({ engine: row.engine });
  const network = makeNetwork(row);
  const times = Array.from({ length: row.steps + 1 }, () => {
    const [start, startCpu] = [performance.now(), process.cpuUsage()];
    step(row, network);
    const { user, system } = process.cpuUsage(startCpu);
    return { seconds: (performance.now() - start) / 1e3, cpuSeconds: (user + system) / 1e6 };
  }).slice(1);
  return {
    seconds: times.map(({ seconds }) => seconds),
    cpuSeconds: times.map(({ cpuSeconds }) => cpuSeconds),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

function makeNetwork({ images, pixels }: Row): Record<string, tf.Tensor> {
  const shapes = {
    grid: [pixels, 3],
    first: [images, 3, UNITS],
    k1: [UNITS, UNITS],
    b1: [UNITS],
    k2: [UNITS, UNITS],
    b2: [UNITS],
    k: [UNITS, 1],
    b: [1],
  };
  const keys = split(key(0), Object.keys(shapes).length);
  const spread = Math.sqrt(3 / UNITS);
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape], i) => {
      const width = name === 'grid' || name === 'first' ? 1 : spread;
      return [name, tf.tidy(() => tf.mul(tf.sub(uniform(keys[i] ?? key(1), shape), 0.5), 2 * width))];
    }),
  );
}

/** The Bernoulli likelihood of blank images, and its gradients, read back to be sure that they are there. */
function step({ way, activation, chunk }: Row, { grid, ...weights }: Record<string, tf.Tensor>): void {
  const { value, gradients } = valueAndGradients(({ first, k1, b1, k2, b2, k, b }: Record<string, tf.Tensor>) => {
    const hidden = [
      { kernel: k1, bias: b1 },
      { kernel: k2, bias: b2 },
    ];
    const decoder = {
      grid,
      first,
      hidden,
      output: { kernel: k, bias: b },
      activation,
      chunk,
    } as unknown as GridDecoder;
    return tf.sum(tf.softplus(way === 'kiln' ? decodeGrid(decoder) : decodePlainly(decoder)));
  }, weights);
  for (const tensor of [value, ...Object.values(gradients)]) tensor.dataSync();
  tf.dispose([value, gradients]);
}

function decodePlainly({ grid, first, hidden, output, activation }: GridDecoder): tf.Tensor {
  const [pixels, [images = 0, , units = 0]] = [grid.shape[0], first.shape];
  const sums = tf.matMul(tf.broadcastTo(tf.expandDims(grid, 0), [images, pixels, 3]), first);
  let rows = activate(activation, tf.reshape(sums, [images * pixels, units]));
  for (const { kernel, bias } of hidden)
    rows = activate(activation, tf.add(tf.matMul(rows as tf.Tensor2D, kernel), bias));
  return tf.reshape(tf.add(tf.matMul(rows as tf.Tensor2D, output.kernel), output.bias), [images, pixels]);
}

function median(values: readonly number[]): string {
  return ([...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN).toFixed(3);
}
