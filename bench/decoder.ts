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
import { activate, fieldDecoder, type Activation } from '../src/nn/index.js';
import { key, normal, ready, valueAndGradients, type EngineName } from '../src/num/index.js';
import { seed, substitute, trace } from '../src/ppl/index.js';

interface Row {
  readonly engine: EngineName;
  /** The decoder of the library, or plain operations. */
  readonly way: 'kiln' | 'plain';
  readonly images: number;
  readonly pixels: number;
  readonly activation: Activation;
  readonly steps: number;
}

interface Measurement {
  /** Wall-clock seconds of each step after the first, and processor seconds of all threads. */
  readonly seconds: readonly number[];
  readonly cpuSeconds: readonly number[];
  readonly peakMegabytes: number;
}

const ROUNDS = 3;
const size = { height: 48, width: 48 };
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
  const inputs = makeInputs(row);
  const times = Array.from({ length: row.steps + 1 }, () => {
    const [start, startCpu] = [performance.now(), process.cpuUsage()];
    step(row, inputs);
    const { user, system } = process.cpuUsage(startCpu);
    return { seconds: (performance.now() - start) / 1e3, cpuSeconds: (user + system) / 1e6 };
  }).slice(1);
  return {
    seconds: times.map(({ seconds }) => seconds),
    cpuSeconds: times.map(({ cpuSeconds }) => cpuSeconds),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

/** Codes of 48 × 48 pixels, of which a lattice takes some. */
interface Inputs {
  readonly codes: tf.Tensor;
  readonly pixels: readonly number[];
  readonly params: Readonly<Record<string, tf.Tensor>>;
}

function makeInputs({ images, pixels, activation }: Row): Inputs {
  const codes = normal(key(0), [images, 2]);
  const decoder = fieldDecoder({ ...size, activation });
  const { sites } = trace(seed(key(1), () => decoder({ codes: [codes] })))();
  const params = Object.fromEntries([...sites.values()].map(({ name, value }) => [name, value]));
  const every = (48 * 48) / pixels;
  return { codes, params, pixels: Array.from({ length: pixels }, (_, i) => i * every) };
}

/** The Bernoulli likelihood of blank images, and its gradients, read back to be sure that they are there. */
function step({ way, activation }: Row, { codes, pixels, params }: Inputs): void {
  const decoder = fieldDecoder({ ...size, activation });
  const decode = way === 'kiln' ? () => decoder({ codes: [codes], pixels }) : undefined;
  const { value, gradients } = valueAndGradients((named) => {
    const logits = decode === undefined ? decodePlainly(codes, pixels, named, activation) : substitute(named, decode)();
    return tf.sum(tf.softplus(logits));
  }, params);
  for (const tensor of [value, ...Object.values(gradients)]) tensor.dataSync();
  tf.dispose([value, gradients]);
}

function decodePlainly(
  codes: tf.Tensor,
  pixels: readonly number[],
  named: Readonly<Record<string, tf.Tensor>>,
  activation: Activation,
): tf.Tensor {
  const of = (name: string): tf.Tensor2D => named[`decoder/${name}`] as tf.Tensor2D;
  const [images, units] = [codes.shape[0], of('coordinates').shape[1]];
  const places = tf.tensor2d(pixels.map((p) => [((p % 48) - 23.5) / 23.5, (Math.floor(p / 48) - 23.5) / 23.5]));
  const byPlace = tf.expandDims(tf.matMul(places, of('coordinates')), 0);
  const byCode = tf.expandDims(tf.matMul(codes as tf.Tensor2D, of('code/0')), 1);
  let rows = activate(activation, tf.reshape(tf.add(tf.add(byPlace, byCode), of('bias')), [-1, units]));
  for (const name of ['1', '2'])
    rows = activate(activation, tf.add(tf.matMul(rows as tf.Tensor2D, of(`${name}/kernel`)), of(`${name}/bias`)));
  const out = tf.add(tf.matMul(rows as tf.Tensor2D, of('out/kernel')), of('out/bias'));
  return tf.reshape(out, [images, pixels.length]);
}

function median(values: readonly number[]): string {
  return ([...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN).toFixed(3);
}
