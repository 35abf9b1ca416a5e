import { warn } from '../../num/index.js';
import type { SampleMessage, Site, Trace } from '../../ppl/index.js';
import type { TracedPair } from '../elbo/runPair.js';
import { sampleSites } from '../logDensity.js';
import type { Finding, Side } from './finding.js';
import { lintMarks, type ObjectiveFacts } from './names.js';
import { lintNames } from './names.js';
import { lintNumbers } from './numbers.js';
import { lintShape, lintShared } from './shapes.js';

type SampleSite = Site<SampleMessage>;

/**
 * What is wrong or seldom meant about a guide and its model, as far as one run tells. Reads data.
 *
 * @param pair traces without enumeration
 */
export function lintPair(pair: TracedPair, facts: ObjectiveFacts): Finding[] {
  const { guide, model, allocator } = pair;
  const lintSites = (trace: Trace, side: Side): Finding[] =>
    sampleSites(trace).flatMap((site) => [...lintShape(site, side, allocator, trace), ...lintNumbers(site, side)]);
  return [
    ...lintNames(guide, model, facts.enumerates),
    ...sharedSites(pair).flatMap(([own, partner]) => lintShared(own, partner)),
    ...lintSites(guide, 'guide'),
    ...lintSites(model, 'model'),
    ...lintMarks(guide, model, facts),
  ];
}

/** The sites that guide and model share, each in both. */
export function sharedSites({
  guide,
  model,
}: Pick<TracedPair, 'guide' | 'model'>): (readonly [SampleSite, SampleSite])[] {
  return sampleSites(guide).flatMap((site) => {
    const partner = model.sites.get(site.name);
    return partner?.type === 'sample' ? [[site, partner] as const] : [];
  });
}

/**
 * Throws the first error that is found, else warns of the rest.
 *
 * @throws ShapeError if a shape does not fit the plates, or a shared site differs in event shape or plates
 * @throws SiteError if the guide samples a site that the model observes
 * @throws ArgumentError, SupportError if a parameter or value is not allowed
 */
export function checkPair(pair: TracedPair, facts: ObjectiveFacts): void {
  const findings = lintPair(pair, facts);
  for (const { error } of findings) if (error !== undefined) throw error;
  for (const { message } of findings) warn(message);
}
