import { checkParameters, checkValue } from '../../dist/index.js';
import { formatShape, sameShape, ShapeError, SiteError } from '../../num/index.js';
import { describeFrame, type Frame, type SampleMessage, type Site } from '../../ppl/index.js';
import { densityShape, sampleSites } from '../logDensity.js';
import { checkShape } from './checkShape.js';
import type { TracedPair } from './objective.js';
import { warnOfPair, type WarnOptions } from './warnOfPair.js';

/**
 * Checks a guide against its model, site by site, and every value against its plates and its support. Reads data.
 *
 * @param pair traces without enumeration
 * @throws ShapeError if a shape does not fit the plates, or a shared site differs in event shape or plates
 * @throws SiteError if the guide samples a site that the model observes
 * @throws ArgumentError, SupportError if a parameter or value is not allowed
 */
export function checkPair(pair: TracedPair, options: WarnOptions): void {
  const guide = sampleSites(pair.guide);
  const model = new Map(sampleSites(pair.model).map((site) => [site.name, site]));
  for (const site of guide) {
    const partner = model.get(site.name);
    if (partner !== undefined) checkShared(site, partner);
  }
  for (const site of [...guide, ...model.values()]) {
    checkShape(densityShape(site), site, pair);
    checkData(site);
  }
  warnOfPair(pair, options);
}

function checkData({ name, dist, value, mask }: Site<SampleMessage>): void {
  const where = `sample("${name}")`;
  checkParameters(dist, where);
  // The value of a factor is an empty vector.
  if (dist.isFactor === true) return;
  // As a site's own mask hides values, so does one from a handler.
  checkValue(mask === true ? dist : dist.mask(mask), value, where);
}

function checkShared(guide: Site<SampleMessage>, model: Site<SampleMessage>): void {
  const where = `sample("${guide.name}")`;
  if (model.observed && !guide.observed) {
    throw new SiteError({
      where,
      expected: 'a latent site in the model',
      got: 'one that the model observes',
      hint: 'to drop it from the guide',
    });
  }
  if (!sameShape(guide.dist.eventShape, model.dist.eventShape)) {
    throw new ShapeError({
      where,
      expected: `the model's event shape ${formatShape(model.dist.eventShape)}`,
      got: `${formatShape(guide.dist.eventShape)} in the guide`,
      hint: 'toEvent(n) with the same n on both sides',
    });
  }
  const [expected, got] = [describePlates(model.plates), describePlates(guide.plates)];
  if (expected === got) return;
  throw new ShapeError({
    where,
    expected: `the model's plates ${expected}`,
    got: `${got} in the guide`,
    hint: 'the same vectorised plates around the site on both sides, with an explicit dim',
  });
}

function describePlates(plates: readonly Frame[]): string {
  return (
    plates
      .filter((frame) => frame.dim !== undefined)
      .map(describeFrame)
      .sort()
      .join(', ') || '(none)'
  );
}
