// Every operation of TensorFlow.js that the library uses, on every engine: on NaN, infinities, zeros of both signs, long axes and empty
// ones. Where JavaScript has the operation too it says what is right, elsewhere the cpu engine does.
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { engineInfo, ready } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { sourcesIn } from '../support/importsOf.js';
import { elementwiseCases } from './kernelCases/elementwise.js';
import { type KernelCase, numbersOf, tensorOf } from './kernelCases/inputs.js';
import { otherCases } from './kernelCases/others.js';
import { reductionCases } from './kernelCases/reductions.js';

/** Functions of `tf` that run no kernel of their own, or none but those of the operations that they are given. */
const withoutKernels = [
  ...[
    'backend',
    'customGrad',
    'dispose',
    'engine',
    'getBackend',
    'getGradient',
    'getKernel',
    'grad',
    'memory',
    'ready',
  ],
  ...['registerGradient', 'registerKernel', 'setBackend', 'tidy', 'unregisterKernel'],
  ...['scalar', 'tensor', 'tensor1d', 'tensor2d', 'tensor3d', 'tensor4d', 'variable'],
  // Named in a comment alone.
  'logSumExp',
];

const cases = [...elementwiseCases, ...reductionCases, ...otherCases];
const operations = [...new Set(cases.map(({ op }) => op))].sort();

interface Result {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly numbers: readonly number[];
}

const known = new Map<string, unknown>();

/** What `find` finds on the cpu engine, once for all engines. */
async function onCpu<T>(name: string, find: () => T): Promise<T> {
  if (!known.has(name)) {
    await ready({ engine: 'cpu' });
    known.set(name, find());
  }
  return known.get(name) as T;
}

describe('cases', () => {
  it('are there for each operation that the library uses', () => {
    const used = sourcesIn('src').flatMap((file) => {
      const names = readFileSync(file, 'utf8').matchAll(/\btf\.([a-z]\w*)/g);
      return [...names]
        .map(([, name = '']) => name)
        .filter((name) => typeof tf[name as keyof typeof tf] === 'function');
    });
    const missing = new Set(used.filter((name) => !operations.includes(name) && !withoutKernels.includes(name)));
    expect([...missing]).toEqual([]);
  });
});

describeEngines('operations', (engine) => {
  it.each(operations)('%s: gives the right numbers', async (op) => {
    const own = cases.filter((found) => found.op === op);
    const held = tf.backend().numDataIds();
    const results = own.map(run);
    expect(tf.backend().numDataIds()).toBe(held);
    const expected = await onCpu(op, () => own.map((found, i) => expectation(found, i)));
    await ready({ engine });
    own.forEach((found, i) => {
      expect({ case: found.label, wrong: differences(found, results[i] ?? [], expected[i] ?? []) }).toEqual({
        case: found.label,
        wrong: [],
      });
    });
  });
});

/** The gradients that cpu finds too, away from special numbers. */
describeEngines('gradients of operations', (engine) => {
  const differentiable = cases.filter(({ inputs }) => {
    const size = inputs.reduce((sum, { shape }) => sum + tf.util.sizeFromShape([...shape]), 0);
    return size > 0 && size < 1000 && inputs.every(({ kind }) => kind === 'special' || kind === 'real');
  });
  const names = [...new Set(differentiable.map(({ op }) => op))].sort();

  it.skipIf(engine === 'cpu').each(names)('%s: has the right gradient', async (op) => {
    const own = differentiable.filter((found) => found.op === op);
    const expected = await onCpu(`gradients of ${op}`, () => own.map((found, i) => gradients(found, i)));
    await ready({ engine });
    own.forEach((found, i) => {
      const right = expected[i];
      if (right === undefined) return;
      const slack = { ...found, roundings: 1024, absolute: 1024 };
      expect({ case: found.label, wrong: differences(slack, gradients(found, i) ?? [], right) }).toEqual({
        case: found.label,
        wrong: [],
      });
    });
  });
});

/** Of a weighted sum of the results, in all inputs; undefined if there are none. */
function gradients(found: KernelCase, seed: number): Result[] | undefined {
  return tf.tidy(() => {
    const inputs = found.inputs.map(({ shape }, i) => {
      const real = { shape, kind: 'real' } as const;
      return tensorOf(real, numbersOf(real, 31 * seed + i));
    });
    try {
      const all = tf.grads((...xs: tf.Tensor[]) => tf.addN([found.f(...xs)].flat().map(weighted)))(inputs);
      return all.map((x) => ({ shape: x.shape, dtype: x.dtype, numbers: Array.from(x.dataSync()) }));
    } catch {
      return undefined;
    }
  });
}

function weighted(y: tf.Tensor): tf.Tensor {
  const weights = Array.from({ length: y.size }, (_, i) => Math.cos(1.7 * i) + 0.3);
  return tf.sum(tf.mul(y, tf.tensor(weights, y.shape)));
}

function run(found: KernelCase, seed: number): Result[] {
  return tf.tidy(() => {
    const result = found.f(...found.inputs.map((given, i) => tensorOf(given, numbersOf(given, 31 * seed + i))));
    return [result].flat().map((x) => ({ shape: x.shape, dtype: x.dtype, numbers: Array.from(x.dataSync()) }));
  });
}

/** What the cpu engine finds, with the numbers that are right where the case says so. */
function expectation(found: KernelCase, seed: number): Result[] {
  const results = run(found, seed);
  const [first] = results;
  if (found.reference === undefined || first === undefined) return results;
  const numbers = found.reference(...found.inputs.map((given, i) => numbersOf(given, 31 * seed + i)));
  return [{ ...first, numbers: numbers.map(Math.fround) }];
}

function differences(found: KernelCase, results: readonly Result[], expected: readonly Result[]): string[] {
  if (results.length !== expected.length) return [`${results.length} tensors for ${expected.length}`];
  const all = results.flatMap(({ shape, dtype, numbers }, i) => {
    const right = expected[i] as Result;
    if (
      String([dtype, ...shape]) !== String([right.dtype, ...right.shape]) ||
      numbers.length !== right.numbers.length
    ) {
      return [`${dtype} [${shape}] for ${right.dtype} [${right.shape}]`];
    }
    return numbers.flatMap((x, k) => {
      const y = right.numbers[k] ?? NaN;
      return agrees(x, y, found) ? [] : [`[${k}] is ${x} and not ${y}`];
    });
  });
  return all.slice(0, 8);
}

/** Zeros of both signs are equal, and so is what float32 holds with fewer digits. */
function agrees(x: number, y: number, { roundings = 4, absolute = 0, isSum = false }: KernelCase): boolean {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return Object.is(x, y);
  const pieces = isSum && engineInfo().engine === 'native' ? 64 : 0;
  return Math.abs(x - y) <= 2 ** -24 * ((roundings + pieces) * Math.abs(y) + absolute) + 2 ** -126;
}
