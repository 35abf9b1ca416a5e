import type { Tensor } from '@tensorflow/tfjs-core';
import { atLeast, exp, Expression, floor, less, logBetainc, logBetaincc, where } from '../num/index.js';

/** The chances of at most a number and of more, and their logs, of one kind of arguments. */
export type CountTails<F> = Readonly<Record<'cdf' | 'survival' | 'logCdf' | 'logSurvival', F>>;

/** One of the four at a count, from the logs of both at integers from 0 to below `end`. */
type Part = (count: Expression, logBelow: Expression, logAbove: Expression, end?: Expression) => Expression;

const logCdf: Part = (count, logBelow, _logAbove, end = Expression.of(Infinity)) =>
  where(less(count, 0), -Infinity, where(atLeast(floor(count), end), 0, logBelow));
const logSurvival: Part = (count, _logBelow, logAbove, end = Expression.of(Infinity)) =>
  where(less(count, 0), 0, where(atLeast(floor(count), end), -Infinity, logAbove));

/** The distribution function of a count and what belongs to it, each a formula that `lift` makes. */
export function countTails<F>(family: string, lift: (name: string, part: Part) => F): CountTails<F> {
  return {
    cdf: lift(`${family}.cdf`, (...args) => exp(logCdf(...args))),
    survival: lift(`${family}.survival`, (...args) => exp(logSurvival(...args))),
    logCdf: lift(`${family}.logCdf`, logCdf),
    logSurvival: lift(`${family}.logSurvival`, logSurvival),
  };
}

/**
 * The logs of the chance that of a row of choices the `failures`-th failure comes no later than the choice before the success after
 * `successes` others, and of the contrary: that of at most `successes` successes when both together make the number of choices.
 */
export function logBinaryTails(
  logSuccess: Expression,
  logFailure: Expression,
  successes: Expression,
  failures: Expression,
): [below: Expression, above: Expression] {
  const [success, failure, next] = [exp(logSuccess), exp(logFailure), successes.add(1)];
  // Of the two chances the smaller one has the more digits.
  const isRare = less(logSuccess, logFailure);
  return [
    where(isRare, logBetaincc(next, failures, success), logBetainc(failures, next, failure)),
    where(isRare, logBetainc(next, failures, success), logBetaincc(failures, next, failure)),
  ];
}

/** The four as functions of a value alone. */
export function tailFacts<F>(
  { cdf, survival, logCdf, logSurvival }: CountTails<F>,
  at: (part: F) => (value: Tensor) => Tensor,
): CountTails<(value: Tensor) => Tensor> {
  return { cdf: at(cdf), survival: at(survival), logCdf: at(logCdf), logSurvival: at(logSurvival) };
}
