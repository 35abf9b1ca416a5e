import { sizeAt, withSizeAt } from '../num/index.js';
import { revise, type Frame, type SampleMessage } from './message.js';

/**
 * A message whose distribution is expanded to the size of each of `dims` that its mask or scale depends on. The dims are those of
 * enumerated sites, or of plates outside.
 *
 * In a mixture of families, the mask of each family has the dim of an enumerated site, which its distribution lacks.
 */
export function expandToFactors(message: SampleMessage, dims: Iterable<Pick<Frame, 'dim' | 'size'>>): SampleMessage {
  const factors = [message.mask, message.scale].filter((factor) => typeof factor === 'object');
  if (factors.length === 0) return message;
  let { dist } = message;
  for (const { dim, size } of dims) {
    if (dim === undefined || size === undefined || sizeAt(dist.batchShape, dim) !== 1) continue;
    const isUsed = factors.some(({ shape }) => sizeAt(shape, dim) !== 1);
    if (isUsed) dist = dist.expand(withSizeAt(dist.batchShape, dim, size));
  }
  return revise(message, { dist });
}
