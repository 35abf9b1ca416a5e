/*
 * The kernel and small inference problems, side by side with Pyro in one run:
 *
 *   npx tsc -p tsconfig.json --noEmit false --outDir build/bench && node build/bench/bench/ppl.js [PYTHON]
 *
 * PYTHON has pyro-ppl and runs `bench/ppl.py`, the same problems. The programs take turns, round by round, each in a
 * process of its own; the table shows the median and the fastest round.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { dist } from '../src/index.js';
import { adam, autoMultivariateNormal, svi, traceElbo, traceEnumElbo, type Objective } from '../src/infer/index.js';
import { key, normal, ready, type EngineName } from '../src/num/index.js';
import {
  block,
  condition,
  inferConfig,
  mask,
  param,
  plate,
  replay,
  sample,
  scale,
  seed,
  trace,
  type Program,
} from '../src/ppl/index.js';

const ROUNDS = 3;
const SITES = 100;
/** Median microseconds. */
type Times = Readonly<Record<'site' | 'regression' | 'mixture' | 'baseball' | 'kernels', number>>;

if (process.argv[2] === '--engine') {
  process.stdout.write(JSON.stringify(await measure(process.argv[3] as EngineName)));
} else printTable(process.argv[2]);

function printTable(python: string | undefined): void {
  const script = process.argv[1] ?? '';
  const peers: Record<string, () => string> = {
    native: () => run(process.execPath, [script, '--engine', 'native']),
    wasm: () => run(process.execPath, [script, '--engine', 'wasm']),
    cpu: () => run(process.execPath, [script, '--engine', 'cpu']),
    ...(python !== undefined && { pyro: () => run(python, [join('bench', 'ppl.py')]) }),
  };
  const rounds = Array.from({ length: ROUNDS }, () =>
    Object.entries(peers).map(([name, peer]) => ({ name, times: JSON.parse(peer()) as Times })),
  );
  for (const name of Object.keys(peers)) {
    const times = rounds.flatMap((round) => round.filter((row) => row.name === name).map((row) => row.times));
    const cell = (kind: keyof Times): string => {
      const sorted = times.map((time) => time[kind]).sort((a, b) => a - b);
      return `${sorted[Math.floor(sorted.length / 2)]?.toFixed(2)} (${sorted[0]?.toFixed(2)})`;
    };
    const columns = { site: 'site', regression: '2 sites', mixture: 'mixture', baseball: 'baseball' } as const;
    const cells = Object.entries(columns).map(([kind, title]) => `${title} ${cell(kind as keyof Times)} µs`);
    console.log(`${name.padEnd(8)} ${cells.join('  ')}  kernels of baseball ${cell('kernels')}`);
  }
}

function run(program: string, args: string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

async function measure(engine: EngineName): Promise<Times> {
  await ready({ engine });
  const pooled = traceElbo({ numParticles: 8, vectorizeParticles: true });
  return {
    site: siteTime(),
    regression: stepTime(gaussian(), traceElbo()),
    mixture: stepTime(mixture(), traceEnumElbo()),
    baseball: stepTime(baseball(), pooled),
    kernels: await kernelsOf(baseball(), pooled),
  };
}

/** One site under trace, replay and five more handlers; its distribution hands out one tensor again and again. */
function siteTime(): number {
  const value = tf.scalar(0.5);
  const base = dist.normal({ loc: 0, scale: 1 });
  const still = { ...base, sample: () => value, rsample: () => value };
  const names = Array.from({ length: SITES }, (_, i) => `x${i}`);
  const model = (): void => {
    for (const name of names) sample(name, still);
  };
  const old = trace(seed(key(0), model))();
  const handled = inferConfig(
    () => ({}),
    block({ hideFn: () => false }, condition({}, scale(2, mask(true, replay(old, model as Program<[], void>))))),
  );
  const program = trace(seed(key(0), handled));
  return median(Array.from({ length: 300 }, () => timed(() => void program()))) / SITES;
}

interface Problem {
  readonly model: Program<[tf.Tensor1D]>;
  readonly guide: Program<[tf.Tensor1D]>;
  readonly data: tf.Tensor1D;
}

/** One latent and one observed site. */
function gaussian(): Problem {
  const model = (x: tf.Tensor1D): void => {
    const loc = sample('loc', dist.normal({ loc: 0, scale: 10 }));
    plate('data', x.shape[0], () => sample('x', dist.normal({ loc, scale: 1 }), { obs: x }));
  };
  const guide = (): void => {
    const mean = param('mean', tf.scalar(0));
    const sd = param('sd', tf.scalar(1), { constraint: dist.constraints.positive });
    sample('loc', dist.normal({ loc: mean, scale: sd }));
  };
  return { model, guide, data: tf.tensor1d([2.1, 1.9, 2.3, 1.7]) };
}

/** 1,000 points of 3 components, the component of each summed out. */
function mixture(): Problem {
  const model = (x: tf.Tensor1D): void => {
    const weights = param('weights', tf.tensor1d([0.3, 0.3, 0.4]), { constraint: dist.constraints.simplex });
    const locs = param('locs', tf.tensor1d([-1, 0, 1]));
    const scale = param('scale', tf.scalar(1), { constraint: dist.constraints.positive });
    plate('data', x.shape[0], () => {
      const k = sample('k', dist.oneHotCategorical({ probs: weights }), { infer: { enumerate: 'parallel' } });
      sample('x', dist.normal({ loc: tf.sum(tf.mul(k, locs), -1), scale }), { obs: x });
    });
  };
  const noise = normal(key(1), [1000]);
  const means = tf.tensor1d(Array.from({ length: 1000 }, (_, i) => 3 * ((i % 3) - 1)));
  return { model, guide: () => undefined, data: tf.add(noise, means) };
}

/** 18 batting averages, partially pooled (Efron and Morris 1975). */
function baseball(): Problem {
  const hits = tf.tensor1d([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]);
  const model = (x: tf.Tensor1D): void => {
    const mean = sample('mean', dist.uniform({ low: 0, high: 1 }));
    const kappa = sample('kappa', dist.pareto({ scale: 1, alpha: 1.5 }));
    plate('players', x.shape[0], () => {
      const concentration1 = tf.mul(mean, kappa);
      const concentration0 = tf.sub(kappa, concentration1);
      const probs = sample('probs', dist.beta({ concentration1, concentration0 }));
      sample('x', dist.binomial({ totalCount: 45, probs }), { obs: x });
    });
  };
  return { model, guide: autoMultivariateNormal(model), data: hits };
}

/** How many kernels a step runs. */
async function kernelsOf({ model, guide, data }: Problem, elbo: Objective): Promise<number> {
  const inference = svi({ model, guide, optimizer: adam({ learningRate: 0.01 }), elbo });
  const { state } = inference.step(inference.init(key(0), data), data);
  const { kernels } = await tf.profile(() => inference.step(state, data).state.params);
  return kernels.length;
}

function stepTime({ model, guide, data }: Problem, elbo: Objective): number {
  const inference = svi({ model, guide, optimizer: adam({ learningRate: 0.01 }), elbo });
  let state = inference.init(key(0), data);
  const step = (): void => {
    state = inference.step(state, data).state;
  };
  for (let i = 0; i < 100; i += 1) step();
  return median(Array.from({ length: 400 }, () => timed(step)));
}

/** Microseconds. */
function timed(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) * 1000;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}
