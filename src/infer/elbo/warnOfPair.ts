import { warn } from '../../num/index.js';
import type { Frame, SampleMessage, Site, Trace } from '../../ppl/index.js';
import { sampleSites } from '../logDensity.js';
import { isElsewhere, iterationsOf } from './cost.js';
import type { TracedPair } from './objective.js';

export interface WarnOptions {
  readonly objective: string;
  readonly enumerates: boolean;
}

/** Warns of what is legal in a guide and its model but seldom meant. */
export function warnOfPair({ guide, model }: TracedPair, options: WarnOptions): void {
  for (const site of sampleSites(guide)) warnOfGuideSite(site, model);
  for (const site of sampleSites(model)) warnOfLatent(site, guide, options);
  for (const plate of guide.plates.keys()) {
    if (!model.plates.has(plate)) warn(`plate "${plate}" is in the guide but not in the model.`);
  }
  warnOfMarks([...sampleSites(guide), ...sampleSites(model)], options);
  if (!options.enumerates) return;
  warnOfDraws(sampleSites(guide), sampleSites(model), guide);
  warnOfOrder('guide', sampleSites(guide));
  warnOfOrder('model', sampleSites(model));
}

function warnOfGuideSite({ name, infer }: Site<SampleMessage>, model: Trace): void {
  const isShared = model.sites.get(name)?.type === 'sample';
  const isAuxiliary = infer.isAuxiliary === true;
  if (!isShared && !isAuxiliary) warn(`guide site "${name}" is not in the model.`);
  if (isShared && isAuxiliary) warn(`guide site "${name}" is marked isAuxiliary, but the model has it too.`);
}

function warnOfLatent(site: Site<SampleMessage>, guide: Trace, { enumerates }: WarnOptions): void {
  const { name, observed } = site;
  if (observed || guide.sites.has(name) || (enumerates && isEnumerated(site))) return;
  warn(
    `latent site "${name}" is in the model but not in the guide, and is not enumerated: it is drawn from its prior.`,
  );
}

function warnOfMarks(sites: readonly Site<SampleMessage>[], { objective, enumerates }: WarnOptions): void {
  const marked = sites.filter(isEnumerated).map((site) => `"${site.name}"`);
  if (!enumerates && marked.length > 0) {
    warn(
      `${objective} does not enumerate, but ${[...new Set(marked)].join(', ')} is marked for it; use traceEnumElbo.`,
    );
  }
  if (enumerates && marked.length === 0) warn(`${objective}: no site is marked for enumeration; use traceElbo.`);
}

function warnOfDraws(
  guide: readonly Site<SampleMessage>[],
  model: readonly Site<SampleMessage>[],
  { sites }: Trace,
): void {
  const drawn = (site: Site<SampleMessage>): boolean => !site.observed && site.infer.numSamples !== undefined;
  const inGuide = guide.filter(drawn);
  if (new Set(inGuide.map(({ infer }) => infer.numSamples)).size > 1) {
    const counts = inGuide.map(({ name, infer }) => `${infer.numSamples} at "${name}"`).join(', ');
    warn(`numSamples differs between guide sites: ${counts}.`);
  }
  for (const { name } of model.filter((site) => drawn(site) && !sites.has(site.name))) {
    warn(
      `sample("${name}"): numSamples in the model gives gradients that are wrong for its parameters; put it in the guide.`,
    );
  }
}

/** A site outside a plate that comes after an enumerated one inside may depend on it, which no shape need show. */
function warnOfOrder(side: string, sites: readonly Site<SampleMessage>[]): void {
  sites.forEach((site, i) => {
    const early = sites
      .slice(0, i)
      .find(
        (other) =>
          isEnumerated(other) && isOutside(site, other) && !isElsewhere(iterationsOf([site]), iterationsOf([other])),
      );
    if (early === undefined) return;
    const plates = vectorised(early)
      .map((frame) => `"${frame.name}"`)
      .join(', ');
    warn(
      `possibly invalid dependency in the ${side}: site "${site.name}" comes after the enumerated site "${early.name}" in plates ${plates}, but is not in all of them.`,
    );
  });
}

function isEnumerated({ observed, infer }: Site<SampleMessage>): boolean {
  return !observed && (infer.enumerate !== undefined || infer.numSamples !== undefined);
}

/** Whether the plates of `site` are some, but not all, of those of `other`. */
function isOutside(site: Site<SampleMessage>, other: Site<SampleMessage>): boolean {
  const [own, others] = [site, other].map((s) => vectorised(s).map((frame) => frame.name)) as [string[], string[]];
  return own.length < others.length && own.every((name) => others.includes(name));
}

function vectorised({ plates }: Site<SampleMessage>): Frame[] {
  return plates.filter((frame) => frame.dim !== undefined && frame.size !== 1);
}
