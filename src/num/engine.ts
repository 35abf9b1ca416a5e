import * as tf from '@tensorflow/tfjs-core';
import { chooseEngine, type EngineInfo, wishedEngine } from './chooseEngine.js';
import { startCpu } from './engineCpu.js';
import type { EngineFacts, EngineName } from './engineFacts.js';
import { startNative } from './engineNative.js';
import { startWasm } from './engineWasm.js';
import { EngineError } from './errors.js';
import { registerGradients } from './gradients.js';

export interface ReadyOptions {
  /** The engine that must be used, or `auto` for the best that starts. Default: KILN_ENGINE, else the one in use, else `auto`. */
  readonly engine?: EngineName | 'auto' | undefined;
  /** Called with one line when `auto` has to do without the native engine. */
  readonly warn?: ((text: string) => void) | undefined;
}

const starters = { native: startNative, wasm: startWasm, cpu: startCpu };
const backends = { native: 'tensorflow', wasm: 'wasm', cpu: 'cpu' };

// An engine starts once in a process. What is kept here is a record of what TensorFlow.js holds globally anyway.
const started = new Map<EngineName, Promise<EngineFacts>>();
const infos = new Map<string, EngineInfo>();
// TensorFlow.js gives up the start of an engine when another is asked for meanwhile, so calls wait for each other.
const turn: { last: Promise<unknown> } = { last: Promise.resolve() };

/**
 * Starts a tensor engine and makes it the one in use; call it once, before anything else of Kiln.
 *
 * Called again without `engine` it changes nothing; with another `engine` it changes over, and tensors of the former
 * engine move to the new one when they are used. Nothing is printed.
 *
 * @throws EngineError if the engine asked for cannot be had, saying how to get it
 * @throws ArgumentError if there is no engine of that name
 * @example
 * const { engine } = await ready({ engine: 'cpu' });
 * engine;   // "cpu"
 */
export function ready(options: ReadyOptions = {}): Promise<EngineInfo> {
  const info = turn.last.then(() => change(options));
  turn.last = info.catch(() => undefined);
  return info;
}

/**
 * The engine in use.
 *
 * @throws EngineError before `ready`
 */
export function engineInfo(): EngineInfo {
  const info = infos.get(tf.getBackend());
  if (info !== undefined) return info;
  throw noEngine();
}

/**
 * Refuses to go on where no tensor could be made.
 *
 * @throws EngineError before `ready`, unless the caller has set up a backend of TensorFlow.js
 */
export function checkEngine(): void {
  if (Object.keys(tf.engine().registryFactory).length === 0) throw noEngine();
}

function noEngine(): EngineError {
  const hint = '`await ready()` first';
  return new EngineError({ where: 'engine', expected: 'an engine in use', got: 'none', hint });
}

async function change({ engine, warn }: ReadyOptions): Promise<EngineInfo> {
  const current = infos.get(tf.getBackend());
  if (engine === undefined && current !== undefined) return current;
  const wish = wishedEngine(engine, typeof process === 'undefined' ? undefined : process.env.KILN_ENGINE);
  const info = await chooseEngine(wish, start);
  await tf.setBackend(backends[info.engine]);
  infos.set(backends[info.engine], info);
  for (const { engine: name, problem } of info.tried) {
    if (name === 'native')
      warn?.(`the native engine is not available (${problem}); using ${info.engine}, which is slower`);
  }
  return info;
}

async function start(engine: EngineName): Promise<EngineFacts> {
  const starting = started.get(engine) ?? starters[engine]();
  started.set(engine, starting);
  const facts = await starting;
  await registerGradients();
  return facts;
}
