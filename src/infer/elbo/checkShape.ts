import { formatShape, ShapeError, type Shape } from '../../num/index.js';
import { addSiteTable, describeFrame, type SampleMessage, type Site } from '../../ppl/index.js';
import { describeScope } from '../enumeration/index.js';
import type { TracedPair } from './objective.js';

/**
 * Checks the shape of a site's log density, from the right: the size of each plate at its dim, that of an enumerated site
 * at the site's, and 1 anywhere else.
 *
 * @throws ShapeError naming the site, its plates, the dims allowed, the table of sites and remedies
 */
export function checkShape(shape: Shape, site: Site<SampleMessage>, pair: TracedPair): void {
  const plates = new Map(site.plates.map((frame) => [frame.dim, frame]));
  const scope = pair.allocator.scopeOf(site);
  shape.forEach((size, i) => {
    const dim = i - shape.length;
    const plate = plates.get(dim);
    const expected = plate === undefined ? (scope.get(dim)?.size ?? 1) : plate.size;
    const isFree = expected === undefined || (plate === undefined && size === 1);
    if (!isFree && size !== expected) throw strayDim(shape, site, pair, { dim, expected });
  });
}

const REMEDIES =
  'a plate around the statement, toEvent(n) on the distribution, reshaped or transposed data, another dim for a plate, or a larger maxPlateNesting';

function strayDim(
  shape: Shape,
  site: Site<SampleMessage>,
  pair: TracedPair,
  { dim, expected }: { readonly dim: number; readonly expected: number },
): ShapeError {
  const plates = site.plates.map(describeFrame).join(', ') || 'no plate';
  const owners = describeScope(pair.allocator.scopeOf(site), pair.allocator.maxPlateNesting);
  const error = new ShapeError({
    where: `sample("${site.name}")`,
    expected: `a log density of size ${expected} at dim ${dim}, in ${plates}${owners === '' ? '' : ` (${owners})`}`,
    got: `shape ${formatShape(shape)}`,
    hint: site.markov === undefined ? REMEDIES : `a longer history of markov, ${REMEDIES}`,
  });
  addSiteTable(error, (pair.model.sites.get(site.name) === site ? pair.model : pair.guide).sites);
  return error;
}
