import { checkParameters, checkValue } from '../../dist/index.js';
import { formatShape, sameShape, ShapeError, SiteError, warn } from '../../num/index.js';
import type { Frame, SampleMessage, Site } from '../../ppl/index.js';
import { sampleSites } from '../logDensity.js';
import type { TracedPair } from './runPair.js';

export interface CheckOptions {
  readonly objective: string;
  readonly enumerates: boolean;
}

/**
 * Checks a guide against its model, site by site, and every value against its support. Reads data.
 *
 * @throws ShapeError if a shared site differs in event shape or in the size or dim of a plate
 * @throws SiteError if the guide samples a site that the model observes
 * @throws SupportError if a parameter or value is not allowed
 */
export function checkPair(pair: TracedPair, options: CheckOptions): void {
  const guide = byName(sampleSites(pair.guide));
  const model = byName(sampleSites(pair.model));
  for (const site of [...guide.values(), ...model.values()]) checkData(site);
  for (const site of guide.values()) {
    const partner = model.get(site.name);
    if (partner !== undefined) checkShared(site, partner);
    else if (site.infer.isAuxiliary !== true) warn(`guide site "${site.name}" is not in the model.`);
  }
  for (const site of model.values()) checkLatent(site, guide, options);
  warnOfMarks([...guide.values(), ...model.values()], options);
}

function byName(sites: readonly Site<SampleMessage>[]): Map<string, Site<SampleMessage>> {
  return new Map(sites.map((site) => [site.name, site]));
}

function checkData({ name, dist, value, mask }: Site<SampleMessage>): void {
  const where = `sample("${name}")`;
  checkParameters(dist, where);
  if (mask === true) checkValue(dist, value, where);
}

function checkShared(guide: Site<SampleMessage>, model: Site<SampleMessage>): void {
  const where = `sample("${guide.name}")`;
  if (model.observed && !guide.observed) {
    throw new SiteError({ where, expected: 'a latent site in the model', got: 'one that the model observes', hint: 'to drop it from the guide' });
  }
  if (!sameShape(guide.dist.eventShape, model.dist.eventShape)) {
    throw new ShapeError({
      where,
      expected: `the model's event shape ${formatShape(model.dist.eventShape)}`,
      got: `${formatShape(guide.dist.eventShape)} in the guide`,
      hint: 'toEvent(n) with the same n on both sides',
    });
  }
  if (plateList(guide.plates) === plateList(model.plates)) return;
  throw new ShapeError({
    where,
    expected: `the model's plates ${plateList(model.plates) || '(none)'}`,
    got: `${plateList(guide.plates) || '(none)'} in the guide`,
    hint: 'the same plates around the site on both sides',
  });
}

function plateList(plates: readonly Frame[]): string {
  return plates.map((frame) => `"${frame.name}" (size ${frame.size ?? 'any'}, dim ${frame.dim ?? 'none'})`).sort().join(', ');
}

function checkLatent(site: Site<SampleMessage>, guide: ReadonlyMap<string, unknown>, options: CheckOptions): void {
  if (site.observed || guide.has(site.name)) return;
  if (options.enumerates && site.infer.enumerate !== undefined) return;
  warn(`latent site "${site.name}" is in the model but not in the guide, and is not enumerated: it is drawn from its prior.`);
}

function warnOfMarks(sites: readonly Site<SampleMessage>[], { objective, enumerates }: CheckOptions): void {
  const marked = sites.filter((site) => site.infer.enumerate !== undefined && !site.observed).map((site) => `"${site.name}"`);
  if (!enumerates && marked.length > 0) {
    warn(`${objective} does not enumerate, but ${[...new Set(marked)].join(', ')} is marked for it; use traceEnumElbo.`);
  }
  if (enumerates && marked.length === 0) warn(`${objective}: no site is marked for enumeration; use traceElbo.`);
}
