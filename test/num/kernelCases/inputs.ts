import * as tf from '@tensorflow/tfjs-core';

/** What the numbers of an input are drawn from; `special` mixes NaN, infinities and zeros of both signs into real ones. */
export type Kind = 'special' | 'real' | 'positive' | 'int32' | 'bool';

export interface Input {
  readonly shape: readonly number[];
  readonly kind: Kind;
}

/** One call of an operation of TensorFlow.js. */
export interface KernelCase {
  /** Its name in `tf`. */
  readonly op: string;
  readonly label?: string;
  readonly inputs: readonly Input[];
  readonly f: (...inputs: tf.Tensor[]) => tf.Tensor | tf.Tensor[];
  /** The right numbers, in double precision, from those of the inputs; without it the cpu engine's count as right. */
  readonly reference?: (...inputs: readonly (readonly number[])[]) => number[];
  /** How many roundings the result may be off, each 2^-24 of it; 4 if not given. */
  readonly roundings?: number;
  /** Whether it adds numbers: the native engine does so in float32, in pieces of 256. */
  readonly isSum?: boolean;
  /** How many roundings of 1 it may be off besides. */
  readonly absolute?: number;
}

export const specials = [NaN, Infinity, -Infinity, 0, -0] as const;

export function input(shape: readonly number[], kind: Kind = 'special'): Input {
  return { shape, kind };
}

/** The numbers of an input, the same on every engine, and rounded to what the tensor holds. */
export function numbersOf({ shape, kind }: Input, seed: number): number[] {
  const next = uniforms(seed + shape.length);
  return Array.from({ length: tf.util.sizeFromShape([...shape]) }, () => draw(kind, next));
}

export function tensorOf({ shape, kind }: Input, numbers: readonly number[]): tf.Tensor {
  return tf.tensor([...numbers], [...shape], kind === 'int32' || kind === 'bool' ? kind : 'float32');
}

function draw(kind: Kind, next: () => number): number {
  const [u, choice] = [next(), next()];
  if (kind === 'bool') return Number(u > 0.5);
  if (kind === 'int32') return Math.floor(u * 41) - 20;
  if (kind === 'special' && choice < 0.3) return specials[Math.floor(u * specials.length)] ?? 0;
  // Some near 0, some of size 1 and some of size 30.
  const scale = choice < 0.5 ? 1e-3 : choice < 0.8 ? 3 : 30;
  return Math.fround(scale * (kind === 'positive' ? u + 0.01 : 2 * u - 1));
}

/** Numbers in [0, 1), by Lehmer's rule. */
function uniforms(seed: number): () => number {
  let state = 48_271 * (seed + 17);
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
