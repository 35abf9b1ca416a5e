import * as tf from '@tensorflow/tfjs-core';
import { repairNativeArgExtremes } from './argExtremes.js';
import { repairNativePrelu } from './elementwise.js';
import type { EngineFacts } from './engineFacts.js';
import { repairBinary, repairPad } from './highRank.js';
import { repairNativeMatMul } from './longProduct.js';
import { repairNativeSums } from './nativeSums.js';
import { repairNativeMaxPool } from './pooling.js';
import { repairNativeScan } from './scans.js';
import { repairNativeSegmentSum } from './segmentSums.js';

const elementwise = [
  ...[
    'Add',
    'Sub',
    'Multiply',
    'RealDiv',
    'FloorDiv',
    'Mod',
    'Pow',
    'Atan2',
    'Maximum',
    'Minimum',
    'SquaredDifference',
  ],
  ...['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Equal', 'NotEqual', 'LogicalAnd', 'LogicalOr'],
];

/**
 * Starts the engine on TensorFlow's C library.
 *
 * @throws Error from tfjs-node, if its binding is not built or the library is not found
 */
export async function startNative(): Promise<EngineFacts> {
  const [{ availableParallelism }, util] = await Promise.all([import('node:os'), import('node:util')]);
  // Both are read when the library loads. Without this one it writes banners to stderr.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
  // With this TensorFlow keeps the memory of tensors for the next ones. Without, half of a large step can go into getting
  // pages from the system.
  process.env.TF_CPU_ALLOCATOR_USE_BFC ??= 'true';
  restoreRemovedFunctions(util.default);
  // The name is not a literal, so that bundlers for the browser leave it alone.
  await import('@tensorflow/tfjs-node');
  await tf.setBackend('tensorflow');
  const { binding } = tf.backend() as tf.KernelBackend & { binding: { TF_Version: string } };
  repairKernels();
  return {
    engine: 'native',
    tfjs: tf.version_core,
    tensorflow: binding.TF_Version,
    threads: availableParallelism(),
    maxRank: 8,
  };
}

function repairKernels(): void {
  // TensorFlow broadcasts at most 5 dims, after merging neighbours that broadcast alike, and pads at most 6.
  repairBinary('tensorflow', elementwise, 5);
  repairPad('tensorflow', 6);
  repairNativeSums();
  repairNativeSegmentSum();
  repairNativeScan();
  repairNativeMatMul();
  repairNativeArgExtremes();
  repairNativeMaxPool();
  repairNativePrelu();
}

/** tfjs-node 4.22 calls two functions of `util` that Node 23 removed. */
function restoreRemovedFunctions(util: object): void {
  const functions = util as { isNullOrUndefined?: unknown; isArray?: unknown };
  functions.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  functions.isArray ??= Array.isArray;
}
