import type { Arithmetic } from './expression.js';

type Loop = (out: Float64Array, a: Float64Array, b: Float64Array, c: Float64Array) => void;

/** Arguments of one number are repeated. Each is a loop of its own, so that the compiler sees one operation in it. */
export const loops: Readonly<Record<Arithmetic, Loop>> = {
  add: (out, a, b) => {
    const [da, db] = [stride(a), stride(b)];
    for (let i = 0, j = 0, k = 0; i < out.length; i += 1, j += da, k += db)
      out[i] = (a[j] as number) + (b[k] as number);
  },
  sub: (out, a, b) => {
    const [da, db] = [stride(a), stride(b)];
    for (let i = 0, j = 0, k = 0; i < out.length; i += 1, j += da, k += db)
      out[i] = (a[j] as number) - (b[k] as number);
  },
  mul: (out, a, b) => {
    const [da, db] = [stride(a), stride(b)];
    for (let i = 0, j = 0, k = 0; i < out.length; i += 1, j += da, k += db)
      out[i] = (a[j] as number) * (b[k] as number);
  },
  div: (out, a, b) => {
    const [da, db] = [stride(a), stride(b)];
    for (let i = 0, j = 0, k = 0; i < out.length; i += 1, j += da, k += db)
      out[i] = (a[j] as number) / (b[k] as number);
  },
  scaled: (out, a, b) => {
    const [da, db] = [stride(a), stride(b)];
    for (let i = 0, j = 0, k = 0; i < out.length; i += 1, j += da, k += db) {
      const factor = a[j] as number;
      out[i] = factor === 0 ? 0 : factor * (b[k] as number);
    }
  },
  where: (out, condition, a, b) => {
    const [dc, da, db] = [stride(condition), stride(a), stride(b)];
    for (let i = 0; i < out.length; i += 1) out[i] = (condition[i * dc] === 0 ? b[i * db] : a[i * da]) as number;
  },
};

/** A function of one to three numbers at each place. */
export function callAtEach(
  f: (x: number, y: number, z: number) => number,
  out: Float64Array,
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
): void {
  const [da, db, dc] = [stride(a), stride(b), stride(c)];
  for (let i = 0; i < out.length; i += 1) out[i] = f(a[i * da] as number, b[i * db] as number, c[i * dc] as number);
}

function stride(numbers: Float64Array): number {
  return numbers.length === 1 ? 0 : 1;
}
