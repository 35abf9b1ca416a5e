import type * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../../num/index.js';
import { pathsWithin } from '../laws/deterministic/paths.js';
import { slopesOf } from '../laws/deterministic/slopes.js';
import type { BijectorCase, BijectorLaw } from './bijectorLaw.js';
import { rowsOf } from './roundTrip.js';

// Differences of fourth order at a step of 0.02 know each column of a Jacobian to 0.2 % at ordinary points.
const LEVEL = 1;
const CLOSENESS = 0.01;
const CLOSENESS_OF_COLUMN = 0.002;

/**
 * `logAbsDetJacobian` is the logarithm of the volume by which the map stretches, by finite differences. Where elements of the
 * codomain have more entries than coordinates, it is about as many of them: the lower triangle of a matrix, with or without its
 * diagonal, else the first entries of a vector.
 */
export const logJacobian: BijectorLaw = {
  name: 'logJacobian',
  statement: 'logAbsDetJacobian is the logarithm of the determinant of the matrix of finite differences',
  exempts: ({ bijector }) => (bijector.isBijective ? undefined : 'it is not bijective'),
  *problems(given) {
    const { bijector } = given;
    for (const [i, x] of rowsOf(given).entries()) {
      const y = bijector.forward(x);
      const [got = NaN] = bijector.logAbsDetJacobian(x, y).dataSync();
      const [inner, outer, size] = columnsAt(given, x);
      const rows = (columns: readonly number[][], entries: readonly number[]): number[][] =>
        columns.map((column) => entries.map((entry) => column[entry] ?? NaN));
      const domainEntries = entriesOf(x.shape, size, undefined);
      const expected =
        logAbsDet(rows(outer, entriesOf(y.shape, size, given.freeEntries))) - logAbsDet(rows(inner, domainEntries));
      const isFar = !(Math.abs(got - expected) <= CLOSENESS + CLOSENESS_OF_COLUMN * size);
      if (isFar && Number.isFinite(expected)) yield `element ${i}: expected ${expected}, got ${got}`;
    }
  },
};

/** The slopes of x and of its image along each coordinate of the domain, and the number of coordinates. */
function columnsAt({ bijector, domain }: BijectorCase, x: tf.Tensor): [number[][], number[][], number] {
  const paths = [...pathsWithin(domain, x, 1, x.rank)];
  const slopes = (tensors: readonly tf.Tensor[]): number[] =>
    slopesOf(tensors.map((each) => each.dataSync()))[LEVEL] ?? [];
  const inner = paths.map(({ points }) => slopes(points));
  const outer = paths.map(({ points }) => slopes(points.map((point) => bijector.forward(point))));
  return [inner, outer, paths.length];
}

/** As many entries of an element as it has coordinates. */
function entriesOf(shape: readonly number[], count: number, given: readonly number[] | undefined): readonly number[] {
  if (given !== undefined) return given;
  const all = Array.from({ length: sizeOf(shape) }, (_, i) => i);
  if (all.length === count || shape.length < 2) return all.slice(0, count);
  const width = shape[shape.length - 1] ?? 1;
  const below = (offset: number): number[] => all.filter((i) => i % width <= Math.floor(i / width) - offset);
  return [below(0), below(1)].find((entries) => entries.length === count) ?? all.slice(0, count);
}

/** By Gaussian elimination with the largest pivot of each column. */
function logAbsDet(matrix: readonly (readonly number[])[]): number {
  const rows = matrix.map((row) => [...row]);
  let sum = 0;
  for (let k = 0; k < rows.length; k++) {
    const size = (row: readonly number[] | undefined): number => Math.abs(row?.[k] ?? 0);
    const rest = rows.slice(k).sort((a, b) => size(b) - size(a));
    rows.splice(k, rest.length, ...rest);
    const [pivot = []] = rest;
    sum += Math.log(size(pivot));
    for (const row of rest.slice(1)) {
      const factor = (row[k] ?? 0) / (pivot[k] ?? 1);
      for (let j = k; j < row.length; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    }
  }
  return sum;
}
