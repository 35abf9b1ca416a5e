import type { Distribution } from '../../../dist/index.js';
import { fold, key, sizeOf, type Key } from '../../../num/index.js';
import type { Subject } from '../law.js';
import { memo } from './memo.js';
import { withDistribution } from './withDistribution.js';

/** Draws [draw, batch element, event component] on the host; there may be more values than `count` tells of. */
export interface Draws {
  readonly count: number;
  readonly numElements: number;
  readonly eventSize: number;
  readonly values: Float32Array;
}

const LOOKS = [8192, 65_536, 131_072] as const;

/** The numbers of draws of each element after which a sequential law takes stock: a few over the whole batch, and `maxDraws`. */
export function looksOf(subject: Subject): number[] {
  const size = memo(subject, 'batch size', () => withDistribution(subject, ({ batchShape }) => sizeOf(batchShape)));
  const { maxDraws } = subject;
  return [...LOOKS.map((look) => Math.ceil(look / Math.max(1, size))).filter((look) => look < maxDraws), maxDraws];
}

/** The draws that come between two looks. */
export function drawsAtLook(subject: Subject, look: number): Draws {
  const looks = looksOf(subject);
  return memo(subject, `draws ${look}`, () => drawn(subject, look, (looks[look] ?? 0) - (looks[look - 1] ?? 0)));
}

function drawn(subject: Subject, look: number, count: number): Draws {
  return withDistribution(subject, (dist) => drawsBy(fold(key(subject.key), look), dist, count));
}

/** Draws by a key of their own. */
export function drawsBy(drawKey: Key, dist: Distribution, count: number): Draws {
  const draws = dist.sample(drawKey, [count]);
  const [numElements, eventSize] = [sizeOf(dist.batchShape), sizeOf(dist.eventShape)];
  return { count, numElements, eventSize, values: Float32Array.from(draws.dataSync()) };
}

/** One component of one batch element over all draws. */
export function componentOf(
  { count, numElements, eventSize, values }: Draws,
  element: number,
  component: number,
): Float64Array {
  const stride = numElements * eventSize;
  const start = element * eventSize + component;
  const column = new Float64Array(count);
  for (let i = 0; i < count; i += 1) column[i] = values[start + i * stride] ?? NaN;
  return column;
}

/** As many values as are counted. */
export function valuesOf({ count, numElements, eventSize, values }: Draws): Float32Array {
  return values.subarray(0, count * numElements * eventSize);
}
