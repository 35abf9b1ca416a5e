import * as tf from '@tensorflow/tfjs-core';
import { addConvFilterGradient } from './convFilterGradient.js';
import { repairEmptyGather, repairEmptyReductions } from './emptyKernels.js';
import type { EngineFacts } from './engineFacts.js';
import { repairBinary, repairPad } from './highRank.js';
import { repairScan } from './kernels.js';
import { repairMatMul } from './matMulKernel.js';
import { addSegmentSum, hastenLeakyRelu, repairBooleanCast, repairSign } from './wasmKernels.js';

const events = ['uncaughtException', 'unhandledRejection'] as const;

/** Starts the engine in WebAssembly, which runs anywhere; TensorFlow.js gives it SIMD and, in Node, one thread. */
export async function startWasm(): Promise<EngineFacts> {
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  const folder = await packageFolder();
  if (folder !== undefined) wasm.setWasmPaths(folder);
  await withoutCrashHandlers(() => tf.setBackend('wasm'));
  repairKernels();
  return { engine: 'wasm', tfjs: tf.version_core, threads: 1, maxRank: 9 };
}

/** Elementwise kernels and padding give garbage above rank 6, without an exception. */
function repairKernels(): void {
  repairBinary('wasm', ['Add', 'Sub', 'Multiply', 'RealDiv', 'SquaredDifference'], 6);
  repairPad('wasm', 6);
  for (const name of ['Cumsum', 'Cumprod']) repairScan(name, 'wasm');
  repairMatMul('wasm', true);
  repairBooleanCast();
  repairSign();
  repairEmptyReductions('wasm');
  repairEmptyGather('wasm');
  addSegmentSum();
  addConvFilterGradient();
  hastenLeakyRelu();
}

/** Where the binaries lie in Node; `undefined` in a browser, where the page says so with `setWasmPaths`. */
async function packageFolder(): Promise<string | undefined> {
  if (!isNode()) return undefined;
  const [{ createRequire }, { dirname, sep }] = await Promise.all([import('node:module'), import('node:path')]);
  return dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')) + sep;
}

/**
 * The binary's loader installs handlers that throw every uncaught exception and rejection again, which would replace
 * this process's own way of reporting them: they are removed as soon as it has loaded.
 */
async function withoutCrashHandlers(load: () => Promise<unknown>): Promise<void> {
  const before = isNode() ? events.map((event) => new Set<unknown>(process.rawListeners(event))) : [];
  await load();
  for (const [i, known] of before.entries()) {
    const event = events[i] ?? 'uncaughtException';
    for (const listener of process.rawListeners(event)) {
      if (!known.has(listener)) process.off(event, listener as () => void);
    }
  }
}

function isNode(): boolean {
  return typeof process !== 'undefined' && 'node' in process.versions;
}
