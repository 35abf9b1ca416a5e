/** Numbers for which buffers are kept; beyond it all are let go. */
const MOST = 2 ** 20;

const free = new Map<number, Float64Array[]>();
const kept = { numbers: 0 };

/** A buffer with anything in it, to be given back: making one of a few thousand numbers takes longer than an addition of them. */
export function borrow(length: number): Float64Array {
  const buffer = free.get(length)?.pop();
  if (buffer === undefined) return new Float64Array(length);
  kept.numbers -= length;
  return buffer;
}

/** Has a buffer used again, which the caller must not do any more. */
export function giveBack(buffer: Float64Array): void {
  if (kept.numbers + buffer.length > MOST) {
    free.clear();
    kept.numbers = 0;
  }
  if (buffer.length > MOST) return;
  const buffers = free.get(buffer.length) ?? [];
  buffers.push(buffer);
  free.set(buffer.length, buffers);
  kept.numbers += buffer.length;
}
