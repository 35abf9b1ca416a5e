/*
 * Whether training leaves tensors or bytes behind: 1,000 steps of every example on every engine that starts.
 *
 *   npm run build
 *   npx tsc -p tsconfig.json --noEmit false --outDir build/bench && cp -r examples/data build/bench/examples/
 *   node build/bench/bench/growth.js [STEPS]
 *
 * The table has milliseconds a step, and tensors and bytes after the last step less those after the tenth. Fails if any grew.
 */
import * as tf from '@tensorflow/tfjs-core';
import { engineNames, key, ready, type EngineName } from 'kiln-ppl';
import type { Svi } from 'kiln-ppl/infer';
import * as digits from '../examples/digits.js';
import * as eightSchools from '../examples/eightSchools.js';
import * as hiddenMarkov from '../examples/hiddenMarkov.js';
import * as mixture from '../examples/mixture.js';
import * as regression from '../examples/regression.js';

const WARM_UP = 10;
const steps = Number(process.argv[2] ?? 1000);

const examples = {
  regression: () => growth(regression.inference(), regression.data()),
  mixture: () => growth(mixture.inference(), mixture.data()),
  hiddenMarkov: () => growth(hiddenMarkov.inference(), hiddenMarkov.data()),
  eightSchools: () => growth(eightSchools.inference(), eightSchools.data()),
  digits: () => growth(digits.inference(), digits.data()),
};

console.log('engine  example         ms/step  tensors    bytes');
for (const engine of engineNames) {
  if (!(await starts(engine))) continue;
  for (const [name, measure] of Object.entries(examples)) {
    const { milliseconds, tensors, bytes } = measure();
    const cells = [milliseconds.toFixed(1).padStart(7), String(tensors).padStart(8), String(bytes).padStart(8)];
    console.log(`${engine.padEnd(7)} ${name.padEnd(14)} ${cells.join(' ')}`);
    if (tensors !== 0 || bytes !== 0) process.exitCode = 1;
  }
}

async function starts(engine: EngineName): Promise<boolean> {
  try {
    await ready({ engine });
    return true;
  } catch (error) {
    console.log(`${engine}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

interface Growth {
  readonly milliseconds: number;
  readonly tensors: number;
  readonly bytes: number;
}

function growth<Args extends readonly unknown[]>({ init, step }: Svi<Args>, args: NoInfer<Args>): Growth {
  tf.engine().startScope();
  let state = init(key(0), ...args);
  for (let i = 0; i < WARM_UP; i += 1) state = step(state, ...args).state;
  const [before, start] = [tf.memory(), performance.now()];
  for (let i = WARM_UP; i < steps; i += 1) state = step(state, ...args).state;
  const milliseconds = (performance.now() - start) / (steps - WARM_UP);
  const after = tf.memory();
  tf.engine().endScope();
  return { milliseconds, tensors: after.numTensors - before.numTensors, bytes: after.numBytes - before.numBytes };
}
