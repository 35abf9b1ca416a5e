import { formatShape, ShapeError, sizeAt, withSizeAt } from '../num/index.js';
import type { Frame, SampleMessage } from './message.js';

/**
 * The distribution of a site, expanded to a plate's size at its dim.
 *
 * @throws ShapeError if it has another size there that is not 1
 */
export function expandToPlate(message: SampleMessage, frame: Frame): SampleMessage['dist'] {
  const { dist } = message;
  if (frame.dim === undefined || frame.size === undefined) return dist;
  const size = sizeAt(dist.batchShape, frame.dim);
  if (size === frame.size && dist.batchShape.length >= -frame.dim) return dist;
  if (size !== 1 && size !== frame.size) throw misfit(message, frame.dim, `1 or ${frame.size}`, frame.name);
  return dist.expand(withSizeAt(dist.batchShape, frame.dim, frame.size));
}

/** The error of a batch that does not fit a plate. */
export function misfit(message: SampleMessage, dim: number, expected: string, plateName: string): ShapeError {
  return new ShapeError({
    where: `sample("${message.name}")`,
    expected: `batch size ${expected} at dim ${dim}, that of plate "${plateName}"`,
    got: `batch shape ${formatShape(message.dist.batchShape)}`,
    hint: 'toEvent(n) for dims that belong to one draw, a transposed or reshaped parameter, or another dim for the plate',
  });
}
