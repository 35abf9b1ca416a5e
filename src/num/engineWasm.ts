import * as tf from '@tensorflow/tfjs-core';
import { repairArgExtremes } from './argExtremes.js';
import { addConvFilterGradient } from './convFilterGradient.js';
import { repairClips, repairExtremes, repairLog1p, repairSign } from './elementwise.js';
import { repairEmptyGather, repairEmptyReductions, repairEmptyTranspose } from './emptyKernels.js';
import type { EngineFacts } from './engineFacts.js';
import { repairBinary, repairPad } from './highRank.js';
import { repairMatMul } from './matMulKernel.js';
import { repairMaxPool, repairMaxPoolGradient } from './pooling.js';
import { repairReductions } from './reductions.js';
import { repairScans } from './scans.js';
import { addSegmentSum } from './segmentSums.js';
import { hastenSlice } from './sliceKernel.js';
import { hastenLeakyRelu, repairBooleanCast } from './wasmKernels.js';

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

function repairKernels(): void {
  // Elementwise kernels and padding give garbage above rank 6, without an exception.
  repairBinary('wasm', ['Add', 'Sub', 'Multiply', 'RealDiv', 'SquaredDifference'], 6);
  repairPad('wasm', 6);
  repairSums();
  repairNaN();
  repairBooleanCast();
  repairLog1p();
  repairMaxPoolGradient();
  repairEmptyReductions('wasm');
  repairEmptyTranspose();
  repairEmptyGather('wasm');
  addConvFilterGradient();
  hastenLeakyRelu();
  hastenSlice();
}

/** What adds along an axis adds in float32. */
function repairSums(): void {
  repairReductions('wasm');
  repairScans('wasm');
  repairMatMul('wasm', true);
  addSegmentSum();
}

/** What compares numbers loses NaN. */
function repairNaN(): void {
  repairExtremes();
  repairClips();
  repairSign('wasm');
  repairArgExtremes('wasm');
  repairMaxPool('wasm');
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
