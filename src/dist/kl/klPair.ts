import type { Tensor } from '@tensorflow/tfjs-core';
import type { Distribution } from '../distribution.js';

/** The divergence of `q` from `p` in nats, of a shape that broadcasts to the batch; reads their parameters. */
export type KlEntry = (q: Distribution, p: Distribution) => Tensor;

/** The closed form of the divergence of one family from another. */
export interface KlPair {
  readonly q: string;
  readonly p: string;
  readonly compute: KlEntry;
  /** Whether it holds for these two; must make no tensors. Default: always. */
  readonly applies?: (q: Distribution, p: Distribution) => boolean;
}
