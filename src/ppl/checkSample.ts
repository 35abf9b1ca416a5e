import { broadcastsTo, formatShape, ShapeError, type Shape } from '../num/index.js';
import type { Frame, SampleMessage, Site } from './message.js';

/**
 * Checks the static shapes of an answered sample site: the value against the event, data, mask and scale against the
 * batch. Costs no tensor operation.
 *
 * @throws ShapeError naming the site, its plates, both shapes and remedies
 */
export function checkSample(site: Site<SampleMessage>): void {
  const { dist, value, observed, mask, scale } = site;
  const { batchShape, eventShape } = dist;
  const eventOfValue = value.shape.slice(value.shape.length - eventShape.length);
  if (!broadcastsTo(eventOfValue, eventShape) || value.shape.length < eventShape.length) {
    throw shapeError(site, `a value whose last dims are the event ${formatShape(eventShape)}`, value.shape, EVENT_FIXES);
  }
  const batchOfValue = value.shape.slice(0, value.shape.length - eventShape.length);
  if (observed && !fitsPlates(batchOfValue, batchShape, site.plates)) {
    const fullShape = [...batchShape, ...eventShape];
    throw shapeError(site, `data that broadcasts to ${formatShape(fullShape)}`, value.shape, DATA_FIXES);
  }
  if (typeof mask !== 'boolean' && !broadcastsTo(mask.shape, batchShape)) {
    throw shapeError(site, `a mask that broadcasts to the batch ${formatShape(batchShape)}`, mask.shape, BATCH_FIXES);
  }
  if (typeof scale !== 'number' && !broadcastsTo(scale.shape, batchShape)) {
    throw shapeError(site, `a scale that broadcasts to the batch ${formatShape(batchShape)}`, scale.shape, BATCH_FIXES);
  }
}

const EVENT_FIXES = 'toEvent(n) on the distribution, or a value of the right shape';
const DATA_FIXES = 'tf.reshape or tf.transpose of the data, a plate around the site, or toEvent(n) on the distribution';
const BATCH_FIXES = 'a reshaped mask or scale, with size 1 where it does not vary';

/** Data may only fill dims that the batch has, or spread along dims that no plate holds. */
function fitsPlates(batchOfValue: Shape, batchShape: Shape, plates: readonly Frame[]): boolean {
  const rank = batchOfValue.length;
  return batchOfValue.every((size, i) => {
    const dim = i - rank;
    const own = batchShape[batchShape.length + dim] ?? 1;
    if (size === own || size === 1 || own === 1) {
      const isHeld = plates.some((frame) => frame.dim === dim && frame.size !== undefined);
      return size === own || size === 1 || !isHeld;
    }
    return false;
  });
}

function shapeError(site: SampleMessage, expected: string, got: Shape, hint: string): ShapeError {
  const plates = site.plates.map((frame) => `"${frame.name}" (size ${frame.size ?? 'any'}, dim ${frame.dim ?? 'none'})`);
  const where = `sample("${site.name}")${plates.length > 0 ? ` in plates ${plates.join(', ')}` : ''}`;
  return new ShapeError({ where, expected, got: `shape ${formatShape(got)}`, hint });
}
