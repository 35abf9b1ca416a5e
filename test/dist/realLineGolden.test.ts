// Families of the real line and half line against golden values, which test/dist/golden/realLine.py made.
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { it } from 'vitest';
import * as dist from '../../src/dist/index.js';
import type { Distribution } from '../../src/dist/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { gradientsOf, type Tensors } from '../support/gradientsOf.js';

/** JSON has no word for numbers that are not finite. */
type Written = number | 'NaN' | 'Infinity' | '-Infinity';

/** Facts of one distribution, and at values the log density and its gradients. */
interface Row extends Readonly<Partial<Record<'mean' | 'variance' | 'entropy', Written>>> {
  readonly family: string;
  readonly params: Readonly<Record<string, Written>>;
  readonly values: readonly number[];
  readonly logProb: readonly Written[];
  readonly gradients: Readonly<Record<string, readonly Written[]>>;
  readonly cdf?: readonly Written[];
  readonly quantiles?: readonly Written[];
}

const { rows, quantilesAt } = JSON.parse(readFileSync(new URL('./golden/realLine.json', import.meta.url), 'utf8')) as {
  readonly rows: readonly Row[];
  readonly quantilesAt: readonly number[];
};
const families = [...new Set(rows.map(({ family }) => family))];
const rowsOf = (family: string): readonly Row[] => rows.filter((row) => row.family === family);

/** One golden number, and the size from which its error counts. */
interface Wanted {
  readonly row: Row;
  readonly at: number;
  readonly value: Written;
  readonly size: number;
}

const param = ({ params }: Row, name: string): number => Number(params[name] ?? 1);
const logScale = (row: Row): number => Math.max(1, Math.abs(Math.log(param(row, 'scale'))));

/** The numbers of all rows that have them, with the arguments at which they were taken, in one list. */
function listed(
  all: readonly Row[],
  numbers: (row: Row) => readonly Written[] | undefined,
  at: (row: Row) => readonly number[],
  size: (row: Row) => number,
): readonly Wanted[] {
  return all.flatMap((row) =>
    (numbers(row) ?? []).map((value, i) => ({ row, at: at(row)[i] ?? NaN, value, size: size(row) })),
  );
}

/** The parameters of the rows of a list, each as one tensor [list]. */
function paramsOf(list: readonly Wanted[]): Tensors {
  const names = Object.keys(list[0]?.row.params ?? {});
  return Object.fromEntries(names.map((name) => [name, tf.tensor1d(list.map(({ row }) => param(row, name)))]));
}

/** The golden file names parameters as the family does. */
function make(family: string, params: Tensors): Distribution {
  return (dist[family as 'normal'] as unknown as (given: Tensors) => Distribution)(params);
}

/** Errors in roundings of the golden number, or of its size if that is larger. */
function expectNear(actual: tf.Tensor, list: readonly Wanted[], roundings: number): void {
  const exact = list.map(({ value }) => Math.fround(Number(value)));
  const unit = exact.map((x, i) => (Number.isFinite(x) ? Math.max(Math.abs(x), list[i]?.size ?? 0, 2 ** -126) : 1));
  const over = (x: number, i: number): number => x / (unit[i] ?? 1);
  expectClose(Array.from(actual.dataSync(), over), exact.map(over), { roundings });
}

describeEngines('golden values', () => {
  it.each(families)('%s: log densities and their gradients', (family) => {
    tf.tidy(() => {
      const list = listed(
        rowsOf(family),
        (row) => row.logProb,
        (row) => row.values,
        logScale,
      );
      const inputs = { ...paramsOf(list), value: tf.tensor1d(list.map(({ at }) => at)) };
      const logProb = ({ value = tf.scalar(NaN), ...params }: Tensors): tf.Tensor =>
        make(family, params).logProb(value);
      expectNear(logProb(inputs), list, 12);
      for (const [name, gradient] of Object.entries(gradientsOf(logProb, inputs))) {
        // The size of the terms that may cancel: those of df go on shrinking after the terms have stopped.
        const size = (row: Row): number => (name === 'df' ? param(row, name) ** -0.5 : 1 / param(row, 'scale'));
        expectNear(
          gradient,
          listed(
            rowsOf(family),
            (row) => row.gradients[name],
            (row) => row.values,
            size,
          ),
          40,
        );
      }
    });
  });

  it.each(families)('%s: distribution functions and quantiles', (family) => {
    tf.tidy(() => {
      const shares = listed(
        rowsOf(family),
        (row) => row.cdf,
        (row) => row.values,
        () => 0,
      );
      expectNear(make(family, paramsOf(shares)).cdf(tf.tensor1d(shares.map(({ at }) => at))), shares, 40);
      const places = listed(
        rowsOf(family),
        (row) => row.quantiles,
        () => quantilesAt,
        (row) => param(row, 'scale'),
      );
      expectNear(make(family, paramsOf(places)).icdf(tf.tensor1d(places.map(({ at }) => at))), places, 40);
    });
  });

  const members: Readonly<Record<'mean' | 'variance' | 'entropy', (row: Row) => number>> = {
    mean: (row) => param(row, 'scale'),
    variance: () => 0,
    entropy: logScale,
  };

  it.each(families)('%s: moments and entropies', (family) => {
    tf.tidy(() => {
      for (const name of ['mean', 'variance', 'entropy'] as const) {
        const list = listed(
          rowsOf(family),
          (row) => (row[name] === undefined ? [] : [row[name]]),
          () => [0],
          members[name],
        );
        if (list.length > 0) expectNear(make(family, paramsOf(list))[name](), list, 24);
      }
    });
  });
});
