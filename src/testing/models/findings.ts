import { check, type Finding, type FindingKind } from '../../infer/index.js';
import { fold } from '../../num/index.js';
import type { ModelLaw, ModelSubject } from './modelLaw.js';
import { lawKey } from './modelRuns.js';

const NUM_KEYS = 3;

export const guideCoversModel: ModelLaw = {
  name: 'guideCoversModel',
  statement: 'guide and model have the same latent sites, shapes, plates and supports',
  problem: (subject) => {
    const kinds = ['missingSite', 'extraSite', 'auxiliarySite', 'observed', 'eventShape', 'plates'] as const;
    return (
      problemAmong(subject, ['throws', ...kinds]) ??
      // A guide that reaches only a part of the support may be meant.
      problemAmong(subject, ['support'], ({ severity, side }) => severity === 'error' && side === 'both')
    );
  },
};

export const platesDeclared: ModelLaw = {
  name: 'platesDeclared',
  statement: 'every dim of a log density belongs to a plate, and no datum is silently repeated in one',
  problem: (subject) => problemAmong(subject, ['batchShape', 'dataSize']),
};

export const finiteDensities: ModelLaw = {
  name: 'finiteDensities',
  statement: 'parameters, values and log densities are allowed and finite, at draws of several keys',
  problem: (subject) =>
    problemAmong(subject, ['parameter', 'nonFinite']) ??
    problemAmong(subject, ['support'], ({ side }) => side !== 'both'),
};

/** The first finding of some kinds, over several keys. */
function problemAmong(
  subject: ModelSubject,
  kinds: readonly FindingKind[],
  isMeant: (finding: Finding) => boolean = () => true,
): string | undefined {
  const { model, guide, args } = subject;
  for (let i = 0; i < NUM_KEYS; i += 1) {
    const findings = check(model, guide, args, { key: fold(lawKey(subject, 'findings'), i) });
    const found = findings.find((finding) => kinds.includes(finding.kind) && isMeant(finding));
    if (found !== undefined) return found.message;
  }
  return undefined;
}
