import { broadcastsTo, formatShape, sameShape, ShapeError, sizeAt, type Shape } from '../num/index.js';
import type { Frame, SampleMessage, Site } from './message.js';

/**
 * Checks the static shapes of an answered sample site: the value against the event and the plates, mask and scale against
 * the batch. Costs no tensor operation.
 *
 * @throws ShapeError naming the site, its plates, both shapes and remedies
 */
export function checkSample(site: Site<SampleMessage>): void {
  const { dist, value, observed, mask, scale } = site;
  const { batchShape, eventShape } = dist;
  const batchRank = value.shape.length - eventShape.length;
  if (!sameShape(value.shape.slice(Math.max(0, batchRank)), eventShape)) {
    throw shapeError(
      site,
      `a value whose last dims are the event ${formatShape(eventShape)}`,
      value.shape,
      EVENT_FIXES,
    );
  }
  if (!fitsBatch(value.shape.slice(0, batchRank), site)) {
    const kind = observed ? 'data' : 'a value';
    throw shapeError(
      site,
      `${kind} that broadcasts to ${formatShape([...batchShape, ...eventShape])}`,
      value.shape,
      DATA_FIXES,
    );
  }
  if (typeof mask !== 'boolean' && !broadcastsTo(mask.shape, batchShape)) {
    throw shapeError(site, `a mask that broadcasts to the batch ${formatShape(batchShape)}`, mask.shape, BATCH_FIXES);
  }
  if (typeof scale !== 'number' && !broadcastsTo(scale.shape, batchShape)) {
    throw shapeError(site, `a scale that broadcasts to the batch ${formatShape(batchShape)}`, scale.shape, BATCH_FIXES);
  }
}

const EVENT_FIXES = 'toEvent(n) on the distribution, or a value of the right shape';
const DATA_FIXES =
  'tf.reshape or tf.transpose of the value, a plate around the site, or toEvent(n) on the distribution';
const BATCH_FIXES = 'a reshaped mask or scale, with size 1 where it does not vary';

/** Values may spread along dims that no plate of known size holds, such as those of enumerated sites. */
function fitsBatch(batchOfValue: Shape, { dist, plates }: SampleMessage): boolean {
  return batchOfValue.every((size, i) => {
    const dim = i - batchOfValue.length;
    const own = sizeAt(dist.batchShape, dim);
    return size === own || size === 1 || (own === 1 && !isHeld(dim, plates));
  });
}

function isHeld(dim: number, plates: readonly Frame[]): boolean {
  return plates.some((frame) => frame.dim === dim && frame.size !== undefined);
}

function shapeError(site: SampleMessage, expected: string, got: Shape, hint: string): ShapeError {
  const plates = site.plates.map(describeFrame);
  const where = `sample("${site.name}")${plates.length > 0 ? ` in plates ${plates.join(', ')}` : ''}`;
  return new ShapeError({ where, expected, got: `shape ${formatShape(got)}`, hint });
}

/** A plate as it is written in errors: `"data" (size 5, dim -1)`. */
export function describeFrame({ name, size, dim, iteration }: Frame): string {
  return `"${name}" (size ${size ?? 'any'}, ${dim === undefined ? `iteration ${iteration ?? 0}` : `dim ${dim}`})`;
}
