import { SiteError } from '../../num/index.js';
import type { Frame, SampleMessage, Site, Trace } from '../../ppl/index.js';
import { isElsewhere, iterationsOf } from '../elbo/sites.js';
import { sampleSites } from '../logDensity.js';
import { type Finding, findingOf, warning } from './finding.js';

type SampleSite = Site<SampleMessage>;

/** Sites and plates that are on one side only. */
export function lintNames(guide: Trace, model: Trace, enumerates: boolean): Finding[] {
  const plates = [...guide.plates.keys()].filter((name) => !model.plates.has(name));
  return [
    ...sampleSites(guide).flatMap((site) => lintGuideSite(site, model)),
    ...sampleSites(model).flatMap((site) => lintLatent(site, guide, enumerates)),
    ...plates.map((name) => warning('plates', 'guide', name, `plate "${name}" is in the guide but not in the model.`)),
  ];
}

function lintLatent(site: SampleSite, guide: Trace, enumerates: boolean): Finding[] {
  const { name, observed, dist } = site;
  if (observed || guide.sites.has(name) || (enumerates && isMarked(site))) return [];
  const remedy = dist.hasEnumerateSupport
    ? "Try infer: { enumerate: 'parallel' } with traceEnumElbo, or sample it in the guide."
    : 'Try to sample it in the guide.';
  const message = `latent site "${name}" is in the model but not in the guide: it is drawn from its prior. ${remedy}`;
  return [warning('missingSite', 'model', name, message)];
}

function lintGuideSite(site: SampleSite, model: Trace): Finding[] {
  const { name, observed, dist } = site;
  const isAuxiliary = site.infer.isAuxiliary === true;
  const partner = model.sites.get(name);
  if (partner?.type !== 'sample') {
    const message = `guide site "${name}" is not in the model. Try the model's name for it, or infer: { isAuxiliary: true }.`;
    return isAuxiliary ? [] : [warning('extraSite', 'guide', name, message)];
  }
  if (partner.observed && !observed) return [findingOf(observedSite(name), 'observed', 'guide')];
  if (!isAuxiliary || dist.isFactor === true) return [];
  const message = `guide site "${name}" is marked isAuxiliary, but the model has it too.`;
  return [warning('auxiliarySite', 'guide', name, message)];
}

function observedSite(name: string): SiteError {
  return new SiteError({
    where: `sample("${name}")`,
    expected: 'a latent site in the model',
    got: 'one that the model observes',
    hint: 'to drop it from the guide',
  });
}

/** Whether a latent site is marked for enumeration, or for several draws. */
export function isMarked({ observed, infer }: SampleSite): boolean {
  return !observed && (infer.enumerate !== undefined || infer.numSamples !== undefined);
}

export interface ObjectiveFacts {
  readonly objective: string;
  readonly enumerates: boolean;
}

/** Marks for enumeration against what the objective does with them. */
export function lintMarks(guide: Trace, model: Trace, { objective, enumerates }: ObjectiveFacts): Finding[] {
  const names = [...sampleSites(guide), ...sampleSites(model)].filter(isMarked).map(({ name }) => name);
  if (enumerates) {
    if (names.length > 0)
      return [...lintDraws(guide, model), ...lintOrder('guide', guide), ...lintOrder('model', model)];
    const message = `${objective}: no site is marked for enumeration; use traceElbo.`;
    return [warning('marks', 'both', undefined, message)];
  }
  return [...new Set(names)].map((name) => {
    const message = `${objective} does not enumerate, but "${name}" is marked for it; use traceEnumElbo.`;
    return warning('marks', 'both', name, message);
  });
}

function lintDraws(guide: Trace, model: Trace): Finding[] {
  const drawn = (site: SampleSite): boolean => !site.observed && site.infer.numSamples !== undefined;
  const inGuide = sampleSites(guide).filter(drawn);
  const counts = inGuide.map(({ name, infer }) => `${infer.numSamples} at "${name}"`).join(', ');
  const differ = new Set(inGuide.map(({ infer }) => infer.numSamples)).size > 1;
  const inModel = sampleSites(model).filter((site) => drawn(site) && !guide.sites.has(site.name));
  return [
    ...(differ
      ? [warning('numSamples', 'guide', undefined, `numSamples differs between guide sites: ${counts}.`)]
      : []),
    ...inModel.map(({ name }) => {
      const message = `sample("${name}"): numSamples in the model gives gradients that are wrong for its parameters; put it in the guide.`;
      return warning('numSamples', 'model', name, message);
    }),
  ];
}

/** A site outside a plate that comes after an enumerated one inside may depend on it, which no shape need show. */
function lintOrder(side: 'guide' | 'model', trace: Trace): Finding[] {
  const sites = sampleSites(trace);
  return sites.flatMap((site, i) => {
    const isRisky = (other: SampleSite): boolean =>
      isMarked(other) && isOutside(site, other) && !isElsewhere(iterationsOf([site]), iterationsOf([other]));
    const early = sites.slice(0, i).find(isRisky);
    if (early === undefined) return [];
    const plates = vectorised(early).map((frame) => `"${frame.name}"`);
    const message = `possibly invalid dependency in the ${side}: site "${site.name}" comes after the enumerated site "${early.name}" in plates ${plates.join(', ')}, but is not in all of them.`;
    return [warning('order', side, site.name, message)];
  });
}

/** Whether the plates of `site` are some, but not all, of those of `other`. */
function isOutside(site: SampleSite, other: SampleSite): boolean {
  const [own, others] = [site, other].map((s) => vectorised(s).map((frame) => frame.name)) as [string[], string[]];
  return own.length < others.length && own.every((name) => others.includes(name));
}

function vectorised({ plates }: SampleSite): Frame[] {
  return plates.filter((frame) => frame.dim !== undefined && frame.size !== 1);
}
