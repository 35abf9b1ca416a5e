import { sizeAt, withSizeAt } from '../num/index.js';
import { revise, type SampleMessage } from './message.js';

/**
 * A message whose distribution is expanded to its mask and its scale at `dims`, of enumerated sites or of plates outside.
 *
 * In a mixture of families, the mask of each family has the dim of an enumerated site that its distribution lacks.
 */
export function expandToFactors(message: SampleMessage, dims: readonly number[]): SampleMessage {
  const { mask, scale } = message;
  let dist = message.dist;
  for (const factor of [mask, scale]) {
    if (typeof factor !== 'object') continue;
    for (const dim of dims) {
      const size = sizeAt(factor.shape, dim);
      if (size > 1 && sizeAt(dist.batchShape, dim) === 1) dist = dist.expand(withSizeAt(dist.batchShape, dim, size));
    }
  }
  return dist === message.dist ? message : revise(message, { dist });
}
