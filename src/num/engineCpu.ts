import * as tf from '@tensorflow/tfjs-core';
import { repairArgExtremes } from './argExtremes.js';
import { repairPow, repairSign } from './elementwise.js';
import { repairEmptyConcat, repairEmptyReductions } from './emptyKernels.js';
import type { EngineFacts } from './engineFacts.js';
import { repairMatMul } from './matMulKernel.js';
import { repairMaxPool } from './pooling.js';
import { repairReductions } from './reductions.js';
import { repairScans } from './scans.js';
import { repairSegmentSum } from './segmentSums.js';

/** Starts the engine in plain JavaScript: the reference for correctness, and the fastest for tensors of a few numbers. */
export async function startCpu(): Promise<EngineFacts> {
  await import('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
  // On its first tensor this backend prints an advertisement for tfjs-node; the flag is its own memory of having done so.
  (tf.backend() as tf.KernelBackend & { firstUse: boolean }).firstUse = false;
  repairKernels();
  return { engine: 'cpu', tfjs: tf.version_core, threads: 1, maxRank: 9 };
}

function repairKernels(): void {
  repairReductions('cpu');
  repairScans('cpu');
  repairMatMul('cpu', false);
  repairEmptyConcat('cpu');
  repairEmptyReductions('cpu');
  repairSegmentSum();
  repairArgExtremes('cpu');
  repairMaxPool('cpu');
  repairSign('cpu');
  repairPow();
}
