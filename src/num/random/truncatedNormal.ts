import * as tf from '@tensorflow/tfjs-core';
import { broadcastTo } from '../broadcast.js';
import type { Key } from '../key.js';
import { broadcastShapes, sizeOf } from '../shape.js';
import type { Shape } from '../shape.js';
import { stretchMass, stretchQuantile, type NormalStretch } from './normalStretch.js';
import { uniformArray } from './uniform.js';

/** The normal distribution of that mean and deviation, cut at two bounds: each a number or a tensor, and all broadcast. */
export interface TruncatedNormalArguments {
  readonly loc: tf.Tensor | number;
  readonly scale: tf.Tensor | number;
  /** Perhaps -Infinity, as `high` may be Infinity. */
  readonly low: tf.Tensor | number;
  readonly high: tf.Tensor | number;
}

/**
 * Draws of the truncated normal distribution, by its quantile function, in float64 on the host: float32, with gradients to all
 * four arguments, exact far out in the tails. To that end the arguments are read from the device.
 *
 * @param shape to which the arguments broadcast
 */
export function truncatedNormal(
  key: Key,
  { loc, scale, low, high }: TruncatedNormalArguments,
  shape: Shape,
): tf.Tensor {
  const shares = uniformArray(key, sizeOf(shape));
  return quantiles([loc, scale, low, high], shape, () => shares);
}

/** The value below which a part `q` of the truncated normal distribution lies, with gradients to `q` and all arguments. */
export function truncatedNormalQuantile(q: tf.Tensor, { loc, scale, low, high }: TruncatedNormalArguments): tf.Tensor {
  const args = [loc, scale, low, high, q];
  const shapes = args.map((arg, i) => [String(i), typeof arg === 'number' ? [] : arg.shape] as const);
  const shape = broadcastShapes('truncatedNormalQuantile', Object.fromEntries(shapes));
  return quantiles(args, shape, ([, , , , shares]) => shares ?? []);
}

/** One quantile, and its derivatives by loc, scale, low, high and the share below it. */
interface Quantile {
  readonly value: number;
  readonly slopes: () => readonly [number, number, number, number, number];
}

type Columns = readonly ArrayLike<number>[];

function quantiles(
  args: readonly (tf.Tensor | number)[],
  shape: Shape,
  sharesOf: (columns: Columns) => ArrayLike<number>,
): tf.Tensor {
  return tf.tidy(() => {
    const operation = tf.customGrad((...inputs) => {
      const columns = inputs.slice(0, args.length).map((input) => (input as tf.Tensor).dataSync());
      const shares = sharesOf(columns);
      const all = Array.from({ length: sizeOf(shape) }, (_, i) =>
        quantile(
          columns.slice(0, 4).map((column) => column[i] ?? NaN),
          shares[i] ?? NaN,
        ),
      );
      const value = tensorOf(
        all.map((each) => each.value),
        shape,
      );
      const gradFunc = (dy: tf.Tensor): tf.Tensor[] => {
        const slopes = all.map((each) => each.slopes());
        return args.map((_, k) =>
          tf.mul(
            dy,
            tensorOf(
              slopes.map((row) => row[k] ?? NaN),
              shape,
            ),
          ),
        );
      };
      return { value, gradFunc };
    });
    return operation(
      ...args.map((arg) => (typeof arg === 'number' ? tf.fill([...shape], arg) : broadcastTo(arg, shape))),
    );
  });
}

function tensorOf(data: readonly number[], shape: Shape): tf.Tensor {
  return tf.tensor(Float32Array.from(data), [...shape], 'float32');
}

function quantile([loc = NaN, scale = NaN, low = NaN, high = NaN]: readonly number[], share: number): Quantile {
  const [a, b] = [(low - loc) / scale, (high - loc) / scale];
  const isMirrored = b <= 0;
  const [below, above] = isMirrored ? [1 - share, share] : [share, 1 - share];
  const [anchor, sign] = isMirrored ? [high, -1] : [a > 0 ? low : loc, 1];
  const stretch = stretchOf(isMirrored ? -b : a, isMirrored ? -a : b, (high - low) / scale);
  const d = stretchQuantile(stretch, below, above);
  return {
    value: Math.min(Math.max(anchor + sign * scale * d, low), high),
    slopes: () => {
      if (!Number.isFinite(d)) return [1, sign * d, 0, 0, Infinity];
      // How far d moves with either end of its stretch: the part of the mass beyond it, and the ratio of the densities.
      const nearSlope = above * densityRatio(stretch, stretch.from, d);
      const farSlope = below * densityRatio(stretch, stretch.to, d);
      const [byLow, byHigh] = isMirrored ? [farSlope, nearSlope] : [nearSlope, farSlope];
      // The family moves with the sum of loc, low and high, and grows with the sum of scale, low - loc and high - loc.
      const z = sign * (stretch.base + d);
      const byScale = z - product(a, byLow) - product(b, byHigh);
      const byShare = scale * stretchMass(stretch) * Math.exp((d * (d + 2 * stretch.base)) / 2);
      return [1 - byLow - byHigh, byScale, byLow, byHigh, byShare];
    },
  };
}

function stretchOf(low: number, high: number, width: number): NormalStretch {
  return low >= 0 ? { base: low, from: 0, to: width } : { base: 0, from: low, to: high };
}

/** The density at distance `from` over that at `to`. */
function densityRatio({ base }: NormalStretch, from: number, to: number): number {
  return Math.exp(((to - from) * (to + from + 2 * base)) / 2);
}

/** 0 where the slope is 0, though the bound be infinite. */
function product(bound: number, slope: number): number {
  return slope === 0 ? 0 : bound * slope;
}
