import type { Distribution } from '../../../dist/index.js';
import { sizeOf } from '../../../num/index.js';

/** All values of a discrete distribution, each once, for each batch element, flat [value, event component]; undefined if no list is known. */
export function listedIn(dist: Distribution): Float64Array[] | undefined {
  const [numElements, size] = [sizeOf(dist.batchShape), sizeOf(dist.eventShape)];
  if (dist.hasEnumerateSupport) {
    const values = Float64Array.from(dist.enumerateSupport(false).dataSync());
    return Array.from({ length: numElements }, () => values);
  }
  const { list } = dist.support;
  if (list === undefined || list.size === 0) return undefined;
  const numbers = Float64Array.from(list.dataSync());
  // A list without the batch holds for all elements.
  const length = (list.shape[list.rank - 1 - dist.eventShape.length] ?? 1) * size;
  return Array.from({ length: numElements }, (_, b) => {
    const start = (b * length) % numbers.length;
    return distinctEvents(numbers.subarray(start, start + length), size);
  });
}

/** Events, flat, each once. */
export function distinctEvents(events: Float64Array | Float32Array, size: number): Float64Array {
  const different = new Map<string, ArrayLike<number>>();
  for (let at = 0; at < events.length; at += size) {
    const event = events.subarray(at, at + size);
    different.set(event.join(), event);
  }
  return Float64Array.from([...different.values()].flatMap((event) => Array.from(event)));
}
