import type { SampleMessage, Site, Trace } from '../../ppl/index.js';
import { sampleSites } from '../logDensity.js';
import type { Finding } from './finding.js';

/** Sites and plates that are on one side only. */
export function lintNames(guide: Trace, model: Trace): Finding[] {
  const plates = [...guide.plates.keys()].filter((name) => !model.plates.has(name));
  return [
    ...sampleSites(model).flatMap((site) => lintLatent(site, guide)),
    ...sampleSites(guide).flatMap((site) => lintGuideSite(site, model)),
    ...plates.map((name): Finding => {
      const message = `plate "${name}" is in the guide but not in the model.`;
      return { severity: 'warning', kind: 'plates', side: 'guide', name, message };
    }),
  ];
}

function lintLatent({ name, observed, infer, dist }: Site<SampleMessage>, guide: Trace): Finding[] {
  if (observed || guide.sites.has(name) || infer.enumerate !== undefined) return [];
  const remedy = dist.hasEnumerateSupport
    ? "Try infer: { enumerate: 'parallel' } with traceEnumElbo, or sample it in the guide."
    : 'Try to sample it in the guide.';
  const message = `latent site "${name}" is in the model but not in the guide: it is drawn from its prior. ${remedy}`;
  return [{ severity: 'warning', kind: 'missingSite', side: 'model', name, message }];
}

function lintGuideSite({ name, infer, observed, dist }: Site<SampleMessage>, model: Trace): Finding[] {
  const partner = model.sites.get(name);
  const isAuxiliary = infer.isAuxiliary === true;
  const about = { side: 'guide', name } as const;
  if (partner?.type === 'sample' && partner.observed && !observed) {
    const message = `site "${name}" is observed in the model. Try to drop it from the guide.`;
    return [{ severity: 'error', kind: 'observed', ...about, message }];
  }
  if (partner?.type === 'sample' && isAuxiliary && dist.isFactor !== true) {
    const message = `guide site "${name}" is marked isAuxiliary, but the model has it too.`;
    return [{ severity: 'warning', kind: 'auxiliarySite', ...about, message }];
  }
  if (partner?.type === 'sample' || isAuxiliary) return [];
  const message = `guide site "${name}" is not in the model. Try the model's name for it, or infer: { isAuxiliary: true }.`;
  return [{ severity: 'warning', kind: 'extraSite', ...about, message }];
}
