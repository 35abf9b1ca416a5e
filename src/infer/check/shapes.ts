import { formatShape, sameShape, ShapeError, sizeAt, type Shape } from '../../num/index.js';
import { addSiteTable, describeFrame, type Frame, type SampleMessage, type Site, type Trace } from '../../ppl/index.js';
import { describeScope, type DimAllocator } from '../enumeration/dimAllocator.js';
import { densityShape } from '../logDensity.js';
import { caught, findingOf, warning, type Finding, type Side } from './finding.js';

type SampleSite = Site<SampleMessage>;

const REMEDIES =
  'a plate around the statement, toEvent(n) on the distribution, reshaped or transposed data, another dim for a plate, or a larger maxPlateNesting';

/**
 * Checks the shape of a site's log density, from the right: the size of each plate at its dim, that of an enumerated site
 * at the site's, and 1 anywhere else.
 *
 * @param trace the run that the site is from
 * @throws ShapeError naming the site, its plates, the dims allowed, the table of sites and remedies
 */
export function checkShape(
  site: SampleSite,
  allocator: DimAllocator,
  trace: Trace,
  shape: Shape = densityShape(site),
): void {
  const scope = allocator.scopeOf(site);
  shape.forEach((size, i) => {
    const dim = i - shape.length;
    const plate = site.plates.find((frame) => frame.dim === dim);
    const isAlike = plate === undefined && size === 1;
    const expected = plate === undefined ? (scope.get(dim)?.size ?? 1) : plate.size;
    if (isAlike || size === expected || expected === undefined) return;
    const owners = describeScope(scope, allocator.maxPlateNesting);
    const error = strayDim(site, shape, `size ${expected} at dim ${dim}`, owners);
    addSiteTable(error, trace.sites);
    throw error;
  });
}

function strayDim({ name, plates, markov }: SampleSite, shape: Shape, expected: string, owners: string): ShapeError {
  const around = plates.map(describeFrame).join(', ') || 'no plate';
  return new ShapeError({
    where: `sample("${name}")`,
    expected: `a log density of ${expected}, in ${around}${owners === '' ? '' : ` (${owners})`}`,
    got: `shape ${formatShape(shape)}`,
    hint: markov === undefined ? REMEDIES : `a longer history of markov, ${REMEDIES}`,
  });
}

/** The shape of a site's log density, against its plates. */
export function lintShape(site: SampleSite, side: Side, allocator: DimAllocator, trace: Trace): Finding[] {
  return caught('batchShape', side, () => checkShape(site, allocator, trace));
}

/** One datum for all indices of a plate counts once for each. */
export function lintData({ name, dist, value, observed, plates }: SampleSite, side: Side): Finding[] {
  if (!observed || dist.isFactor === true) return [];
  const spread = plates.find(
    ({ dim, size = 1 }) => dim !== undefined && size > 1 && sizeAt(value.shape, dim - dist.eventShape.length) === 1,
  );
  if (spread === undefined) return [];
  const message = `sample("${name}"): one datum of shape ${formatShape(value.shape)} counts for every index of plate ${describeFrame(spread)}. Try data of size ${spread.size ?? 1} there.`;
  return [warning('dataSize', side, name, message)];
}

/** The event shape and the plates of a site that guide and model share. */
export function lintShared(guide: SampleSite, model: SampleSite): Finding[] {
  const where = `sample("${model.name}")`;
  const [own, expected] = [guide.dist.eventShape, model.dist.eventShape];
  if (!sameShape(own, expected)) {
    const error = new ShapeError({
      where,
      expected: `the model's event shape ${formatShape(expected)}`,
      got: `${formatShape(own)} in the guide`,
      hint: 'toEvent(n) with the same n on both sides',
    });
    return [findingOf(error, 'eventShape', 'both')];
  }
  const [ofGuide, ofModel] = [describePlates(guide.plates), describePlates(model.plates)];
  if (ofGuide === ofModel) return [];
  const error = new ShapeError({
    where,
    expected: `the model's plates ${ofModel}`,
    got: `${ofGuide} in the guide`,
    hint: 'the same vectorised plates around the site on both sides, with an explicit dim',
  });
  return [findingOf(error, 'plates', 'both')];
}

function describePlates(plates: readonly Frame[]): string {
  const vectorised = plates.filter((frame) => frame.dim !== undefined);
  return vectorised.map(describeFrame).sort().join(', ') || '(none)';
}
