import * as tf from '@tensorflow/tfjs-core';
import { repairEmptyConcat } from './emptyKernels.js';
import type { EngineFacts } from './engineFacts.js';
import { repairScan } from './kernels.js';
import { repairMatMul } from './matMulKernel.js';

/** Starts the engine in plain JavaScript: the reference for correctness, and the fastest for tensors of a few numbers. */
export async function startCpu(): Promise<EngineFacts> {
  await import('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
  // On its first tensor this backend prints an advertisement for tfjs-node; the flag is its own memory of having done so.
  (tf.backend() as tf.KernelBackend & { firstUse: boolean }).firstUse = false;
  for (const name of ['Cumsum', 'Cumprod']) repairScan(name, 'cpu');
  repairMatMul('cpu', false);
  repairEmptyConcat('cpu');
  return { engine: 'cpu', tfjs: tf.version_core, threads: 1, maxRank: 9 };
}
