import * as tf from '@tensorflow/tfjs-core';
import { bernoulli } from '../../src/dist/index.js';
import type { ProgramPair } from '../../src/infer/index.js';
import { param, plate, sample, type Infer } from '../../src/ppl/index.js';

/** A parameter of each kind: `m` of the model; `u` and `v` of the guide's two sites. */
export type CoinParams = Readonly<Record<'m' | 'u' | 'v', number>>;

export const COIN_PARAMS: CoinParams = { m: 0.4, u: -0.3, v: 0.2 };
export const COIN_DATA: readonly [number, number] = [1, 0];

/** The values of `a`, of `b` in its two rows, and of the data there. */
export type CoinState = readonly [a: number, b0: number, b1: number, x0: number, x1: number];

export interface CoinOptions {
  /** Independent copies, each with parameters of its own: the gradient by those of one copy is one draw. */
  readonly copies: number;
  readonly infer?: Infer;
  /** Hints that depend on what the guide's draws are conditioned on. */
  readonly inferOfB?: (a: tf.Tensor) => Infer;
}

/** A coin `a`, and in each of two rows a coin `b` by `a` and a datum `x` by both, with an amortised guide. */
export function coinProgram({ copies, infer = {}, inferOfB = () => infer }: CoinOptions): ProgramPair {
  const zeros = tf.zeros([copies]);
  const data = tf.tensor2d([...COIN_DATA], [2, 1]);
  const model = (): void => {
    plate('copies', copies, () => {
      const a = sample('a', bernoulli({ logits: param('m', zeros) }));
      plate('rows', 2, () => {
        const b = sample('b', bernoulli({ logits: tf.sub(tf.mul(a, 1.2), 0.4) }));
        const logits = tf.add(tf.sub(tf.mul(b, 1.5), 0.7), tf.mul(a, 0.5));
        sample('x', bernoulli({ logits }), { obs: data });
      });
    });
  };
  const guide = (observations?: unknown): void => {
    const x = (observations as { readonly x: tf.Tensor } | undefined)?.x ?? data;
    plate('copies', copies, () => {
      const logits = tf.add(param('u', zeros), tf.mul(tf.sub(tf.sum(x, -2), 1), 0.8));
      const a = sample('a', bernoulli({ logits }), { infer });
      plate('rows', 2, () => {
        const rows = tf.add(tf.add(param('v', zeros), tf.mul(a, 0.7)), tf.mul(x, 0.6));
        sample('b', bernoulli({ logits: rows }), { infer: inferOfB(a) });
      });
    });
  };
  return { model, guide, args: [] };
}

/** The same log densities in float64. */
export function coinLogP({ m }: CoinParams, [a, b0, b1, x0, x1]: CoinState): number {
  const row = (b: number, x: number): number =>
    logBernoulli(1.2 * a - 0.4, b) + logBernoulli(1.5 * b - 0.7 + 0.5 * a, x);
  return logBernoulli(m, a) + row(b0, x0) + row(b1, x1);
}

export function coinLogQ({ u, v }: CoinParams, [a, b0, b1, x0, x1]: CoinState): number {
  const row = (b: number, x: number): number => logBernoulli(v + 0.7 * a + 0.6 * x, b);
  return logBernoulli(u + 0.8 * (x0 + x1 - 1), a) + row(b0, x0) + row(b1, x1);
}

/** All values of the latent sites, beside the data. */
export function coinStates(data: readonly [number, number] = COIN_DATA): CoinState[] {
  return Array.from({ length: 8 }, (_, i) => [i & 1, (i >> 1) & 1, (i >> 2) & 1, ...data] as const);
}

/** The derivative of `f` by one of the parameters, by central differences. */
export function coinSlope(f: (params: CoinParams) => number, name: keyof CoinParams): number {
  const step = 1e-4;
  const at = (sign: number): number => f({ ...COIN_PARAMS, [name]: COIN_PARAMS[name] + sign * step });
  return (at(1) - at(-1)) / (2 * step);
}

/** One value for each copy. */
export function coinTensors(copies: number): Record<string, tf.Tensor> {
  return Object.fromEntries(Object.entries(COIN_PARAMS).map(([name, x]) => [name, tf.fill([copies], x)]));
}

function logBernoulli(logit: number, x: number): number {
  return -Math.log1p(Math.exp(x === 1 ? -logit : logit));
}
