import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import { sizeOf } from '../../../num/index.js';

// Beyond the ends that sets usually have, and far out.
const probes = [0, 0.5, 1, 1.5, 2.5, 4, 10, 1e3, 1e6, 1e30, Infinity].flatMap((x) => [x, -x]);
// Enough to come from one probe to the next float32 number beside an end.
const NUM_HALVINGS = 40;

/** Numbers [numbers, ...batch] on both sides of the ends of a support, those beside its ends among them; undefined if none lie there. */
export interface Sides {
  readonly inside: tf.Tensor | undefined;
  readonly outside: tf.Tensor | undefined;
}

/**
 * Where the support of a distribution of numbers ends, for each batch element.
 *
 * @param draws [draws, ...batch]
 */
export function sidesOf(dist: Distribution, draws: tf.Tensor): Sides {
  const size = sizeOf(dist.batchShape);
  const flags = probes.map((x) => fitsAt(dist, Array<number>(size).fill(x)));
  const numbers = Array.from(draws.dataSync());
  const columns = Array.from({ length: size }, (_, b) => {
    const of = (isWanted: boolean): number[] => probes.filter((_x, i) => (flags[i]?.[b] === true) === isWanted);
    return { inner: numbers[b] ?? NaN, inside: of(true).filter(Number.isFinite), outside: of(false) };
  });
  for (const side of [-1, 1]) {
    const near = columns.map(({ inner }) => inner);
    const far = columns.map(
      ({ inner, outside }) => side * Math.min(...outside.map((x) => side * x).filter((x) => x > side * inner)),
    );
    const closest = halved(dist, near, far);
    columns.forEach(({ inside, outside }, b) => {
      if (!Number.isFinite(far[b])) return;
      inside.push(closest.near[b] ?? NaN);
      outside.push(closest.far[b] ?? NaN);
    });
  }
  return {
    inside: sideBySide(
      dist,
      columns.map(({ inside }) => inside),
    ),
    outside: sideBySide(
      dist,
      columns.map(({ outside }) => outside),
    ),
  };
}

/** The neighbours on both sides of each end; an end that is not finite stays as it is. */
function halved(dist: Distribution, from: readonly number[], to: readonly number[]): { near: number[]; far: number[] } {
  const [near, far] = [[...from], [...to]];
  for (let step = 0; step < NUM_HALVINGS; step++) {
    const middle = near.map((x, b) => Math.fround((x + (far[b] ?? NaN)) / 2));
    const fits = fitsAt(dist, middle);
    middle.forEach((x, b) => {
      if (Number.isFinite(far[b])) (fits[b] === true ? near : far)[b] = x;
    });
  }
  return { near, far };
}

/** Whether one number for each batch element lies in the support. */
function fitsAt({ batchShape, support }: Distribution, numbers: readonly number[]): boolean[] {
  return tf.tidy(() =>
    Array.from(support.check(tf.tensor([...numbers], [...batchShape])).dataSync(), (fit) => fit === 1),
  );
}

function sideBySide({ batchShape }: Distribution, columns: readonly (readonly number[])[]): tf.Tensor | undefined {
  const count = Math.max(0, ...columns.map((column) => column.length));
  if (columns.length === 0 || columns.some((column) => column.length === 0)) return undefined;
  const rows = Array.from({ length: count }, (_, i) => columns.map((column) => column[i] ?? column[0] ?? NaN));
  return tf.tensor(rows.flat(), [count, ...batchShape]);
}
