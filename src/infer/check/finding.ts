import { KilnError } from '../../num/index.js';

/**
 * What a finding is about:
 * `throws` a program, or the two together, cannot run; `missingSite`, `extraSite`, `auxiliarySite` sites on one side only, or
 * marked so by mistake; `observed` a guide site that the model observes; `eventShape`, `plates`, `batchShape`, `dataSize` shapes;
 * `support`, `parameter`, `nonFinite` numbers; `gradient` an estimator that is impossible or noisy; `unusedParam` a parameter
 * that nothing depends on; `warning` what the programs warned of while they ran.
 */
export type FindingKind =
  | 'throws'
  | 'missingSite'
  | 'extraSite'
  | 'auxiliarySite'
  | 'observed'
  | 'eventShape'
  | 'plates'
  | 'batchShape'
  | 'dataSize'
  | 'support'
  | 'parameter'
  | 'nonFinite'
  | 'gradient'
  | 'unusedParam'
  | 'warning';

/** One thing that is wrong, or seldom meant, about a model and its guide. */
export interface Finding {
  /** An error stops training or makes its result wrong; a warning may be meant. */
  readonly severity: 'error' | 'warning';
  readonly kind: FindingKind;
  readonly side: 'model' | 'guide' | 'both';
  /** The site, plate or parameter, where there is one. */
  readonly name: string | undefined;
  /** A sentence, with a remedy. */
  readonly message: string;
}

/** The finding that an error stands for. */
export function findingOf(error: unknown, kind: FindingKind, side: Finding['side']): Finding {
  const where = error instanceof KilnError ? error.where : '';
  const [, name] = /\("(.*?)"\)/.exec(where) ?? [];
  return { severity: 'error', kind, side, name, message: error instanceof Error ? error.message : String(error) };
}

/** The findings of a check that throws at what it finds. */
export function caught(kind: FindingKind, side: Finding['side'], body: () => unknown): Finding[] {
  try {
    body();
    return [];
  } catch (error) {
    return [findingOf(error, kind, side)];
  }
}
