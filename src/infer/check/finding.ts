import { KilnError, onWarning } from '../../num/index.js';

/**
 * What a finding is about:
 * `throws` a program, or the two together, cannot run; `missingSite`, `extraSite`, `auxiliarySite` sites on one side only, or
 * marked so by mistake; `observed` a guide site that the model observes; `eventShape`, `plates`, `batchShape`, `dataSize` shapes;
 * `support`, `parameter`, `nonFinite` numbers; `marks`, `numSamples`, `order` what is or is not enumerated; `gradient` an estimator
 * that is impossible or noisy; `unusedParam` a parameter that nothing depends on; `warning` what the programs warned of while they ran.
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
  | 'marks'
  | 'numSamples'
  | 'order'
  | 'gradient'
  | 'unusedParam'
  | 'warning';

export type Side = 'model' | 'guide' | 'both';

/** One thing that is wrong, or seldom meant, about a model and its guide. */
export interface Finding {
  /** An error stops training or makes its result wrong; a warning may be meant. */
  readonly severity: 'error' | 'warning';
  readonly kind: FindingKind;
  readonly side: Side;
  /** The site, plate or parameter, where there is one. */
  readonly name: string | undefined;
  /** A sentence, with a remedy. */
  readonly message: string;
  /** What training throws because of it. */
  readonly error?: Error;
}

/** Something that may be meant. */
export function warning(kind: FindingKind, side: Side, name: string | undefined, message: string): Finding {
  return { severity: 'warning', kind, side, name, message };
}

/** The finding that an error stands for. */
export function findingOf(error: unknown, kind: FindingKind, side: Side): Finding {
  const where = error instanceof KilnError ? error.where : '';
  const [, name] = /\("(.*?)"\)/.exec(where) ?? [];
  const thrown = error instanceof Error ? error : new Error(String(error));
  return { severity: 'error', kind, side, name, message: thrown.message, error: thrown };
}

/** The findings of a check that throws at what it finds. */
export function caught(kind: FindingKind, side: Side, body: () => unknown): Finding[] {
  try {
    body();
    return [];
  } catch (error) {
    return [findingOf(error, kind, side)];
  }
}

/** The result of `body`, and what it warned of in the meantime, which goes no further. */
export function listening<R>(body: () => R): { readonly result: R; readonly warnings: readonly string[] } {
  const warnings: string[] = [];
  const previous = onWarning((text) => void warnings.push(text));
  try {
    return { result: body(), warnings };
  } finally {
    onWarning(previous);
  }
}
