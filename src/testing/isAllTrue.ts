import type { Tensor } from '@tensorflow/tfjs-core';

/** Whether a boolean tensor holds nothing but true. Reads it. */
export function isAllTrue(fits: Tensor): boolean {
  return fits.dataSync().every((fit) => fit === 1);
}
