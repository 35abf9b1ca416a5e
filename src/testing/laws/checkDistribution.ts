import fc from 'fast-check';
import { checkExceptions } from '../checkExceptions.js';
import { checkLaw } from './checkLaw.js';
import type { DistributionFactory, Law, LawResult, ParameterValues } from './law.js';
import { allLaws } from './laws.js';
import { arbitraryOf, type ParameterSource } from './sampleParameters.js';

export interface CheckOptions {
  /** Which laws. Default: all. */
  readonly laws?: readonly Law[] | undefined;
  /** Laws that the distribution is not held to, each with the reason, which results repeat. */
  readonly except?: Readonly<Record<string, string>> | undefined;
  /** Parameters at which nothing may be NaN, beside the parameters of the other laws. Default: none. */
  readonly extremes?: readonly ParameterValues[] | undefined;
  /** How many sets of parameters each law sees; statistical laws, which cost more, see a fifth, structural ones one. Default: 5. */
  readonly runs?: number | undefined;
  /** Which sets of parameters come. Default: 0. */
  readonly seed?: number | undefined;
  /** What the draws of the laws come from. Default: 0. */
  readonly key?: number | undefined;
  /** The chance at most that one statistical law fails an honest distribution. Default: 1e-9. */
  readonly falseAlarmRate?: number | undefined;
  /** The most draws of each element that a statistical law may take. Default: 150,000. */
  readonly maxDraws?: number | undefined;
}

/**
 * Puts a distribution to all laws, without a test runner. Parameters that fail a law shrink to the simplest that still do.
 *
 * @param parameters a fast-check arbitrary of them, the set of each, or one choice as nested numbers
 * @returns one result a law; a failed one holds the simplest parameters found
 * @throws ArgumentError if an option names a law that does not exist
 * @example
 * const results = checkDistribution('exponential', ({ rate }) => exponential({ rate }), { rate: constraints.positive });
 * results.filter(({ status }) => status === 'failed');   // []
 */
export function checkDistribution(
  name: string,
  factory: DistributionFactory,
  parameters: ParameterSource,
  options: CheckOptions = {},
): LawResult[] {
  checkExceptions('except', options, allLaws);
  return (options.laws ?? allLaws).map((law) => checkOneLaw(name, law, factory, parameters, options));
}

/** How many sets of parameters are tried on the way from a failure to a simple one, and by how many draws: some laws take a second. */
const MOST_TRIES = { exact: 40, structural: 10, statistical: 8 } as const;
const MOST_DRAWS = 20_000;

/** One law at several sets of parameters, and the simplest at which it fails. */
export function checkOneLaw(
  name: string,
  law: Law,
  factory: DistributionFactory,
  parameters: ParameterSource,
  options: CheckOptions,
): LawResult {
  const { runs = 5, seed = 0, key = 0, falseAlarmRate, maxDraws, except = {}, extremes = [] } = options;
  const at = (values: ParameterValues): LawResult =>
    checkLaw(law, { name, factory, parameters: values, key, falseAlarmRate, maxDraws });
  // By a factory of its own, so that what laws remember of a try is forgotten with it.
  const tried = (values: ParameterValues): LawResult =>
    checkLaw(law, {
      name,
      factory: (given) => factory(given),
      parameters: values,
      key,
      falseAlarmRate,
      maxDraws: Math.min(MOST_DRAWS, maxDraws ?? MOST_DRAWS),
    });
  const excuse = except[law.name];
  if (excuse !== undefined) return { law: law.name, status: 'exempt', reason: excuse, parameters: {}, key };
  const seen: LawResult[] = [];
  const firstFailed = (): number => seen.findIndex(({ status }) => status === 'failed');
  const mostTries = MOST_TRIES[law.isStatistical ? 'statistical' : law.isStructural === true ? 'structural' : 'exact'];
  const property = fc.property(arbitraryOf(parameters), (values) => {
    const isFailed = firstFailed() >= 0;
    if (isFailed && seen.length - firstFailed() > mostTries) return true;
    const result = isFailed ? tried(values) : at(values);
    seen.push(result);
    return result.status !== 'failed';
  });
  const report = fc.check(property, { numRuns: numRunsOf(law, runs), seed });
  const simplest = report.counterexample?.[0];
  if (simplest !== undefined) {
    const last = at(simplest);
    // With more draws a verdict asks for more evidence at each look.
    return last.status === 'failed' ? last : (seen[firstFailed()] ?? last);
  }
  const extreme = law.name === 'noNaN' ? extremes.map(at) : [];
  const failed = extreme.find(({ status }) => status === 'failed');
  return failed ?? seen.find(({ status }) => status === 'passed') ?? at(seen[0]?.parameters ?? {});
}

function numRunsOf({ isStatistical, isStructural }: Law, runs: number): number {
  if (isStructural === true) return 1;
  return isStatistical ? Math.max(1, Math.round(runs / 5)) : runs;
}
