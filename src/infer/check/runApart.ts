import { fold, onWarning, type Key } from '../../num/index.js';
import { replay, seed, trace, type Trace } from '../../ppl/index.js';
import type { ProgramPair } from '../elbo/index.js';
import { findingOf, type Finding } from './finding.js';

export interface Runs {
  readonly guide: Trace | undefined;
  /** Replayed on the guide, or alone where the guide does not run. */
  readonly model: Trace | undefined;
  readonly findings: readonly Finding[];
}

/** Runs guide and model, each as far as it goes, and notes what they threw and warned of. */
export function runApart({ guide, model, args }: ProgramPair, key: Key): Runs {
  const findings: Finding[] = [];
  const attempt = (side: 'guide' | 'model', run: () => Trace): Trace | undefined => {
    const { result, warnings } = listening(() => {
      try {
        return run();
      } catch (error) {
        findings.push(findingOf(error, 'throws', side));
        return undefined;
      }
    });
    for (const message of new Set(warnings)) {
      findings.push({ severity: 'warning', kind: 'warning', side, name: undefined, message });
    }
    return result;
  };
  const traceOf = (name: 'guide' | 'model', program: ProgramPair['model']): Trace =>
    trace(seed(fold(key, name), program))(...args);
  const guideTrace = attempt('guide', () => traceOf('guide', guide));
  const modelTrace = attempt('model', () =>
    traceOf('model', guideTrace === undefined ? model : replay(guideTrace, model)),
  );
  return { guide: guideTrace, model: modelTrace, findings };
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
