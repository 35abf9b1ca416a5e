import { allLaws, checkDistribution, laws } from '../../../src/testing/index.js';
import type { Mutant } from './mutant.js';

export interface Conviction {
  readonly law: string;
  readonly reason: string;
  /** The draws of each element that a statistical law took. */
  readonly numDraws: string;
}

/** The first law of the kit that a mutant breaks, in the order in which suites run them; undefined if it keeps all. */
export function firstConviction({ factory, parameters, extremes, isAimed, caughtBy }: Mutant): Conviction | undefined {
  const run = isAimed ? caughtBy.map((name) => laws[name]) : allLaws;
  for (const law of run) {
    const [result] = checkDistribution('mutant', factory, parameters, { laws: [law], extremes, runs: 1 });
    if (result?.status !== 'failed') continue;
    const [, numDraws = ''] = /after (\d+) draws/.exec(result.reason) ?? [];
    return { law: law.name, reason: result.reason, numDraws };
  }
  return undefined;
}
