import type { Shape } from '../num/index.js';
import type { Distribution } from './distribution.js';

/**
 * `base` at each element of a larger batch, drawn independently: `base.expand(batchShape)`.
 *
 * @throws ShapeError unless the batch shape of the base broadcasts to it
 * @example
 * expanded(normal({ loc: 0, scale: 1 }), [3]).batchShape;   // [3]
 */
export function expanded(base: Distribution, batchShape: Shape): Distribution {
  return base.expand(batchShape);
}
