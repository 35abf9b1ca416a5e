import * as tf from '@tensorflow/tfjs-core';
import { onSubject } from './deterministic/deterministicLaw.js';
import type { DistributionFactory, Law, LawResult, ParameterValues, Subject } from './law.js';

/** A subject with defaults: the name `distribution`, key 0, a rate of 1e-9 and 150,000 draws. */
export interface SubjectOptions {
  readonly name?: string | undefined;
  readonly factory: DistributionFactory;
  /** Nested numbers, which the law makes into float32 tensors. Default: none. */
  readonly parameters?: ParameterValues | undefined;
  readonly key?: number | undefined;
  readonly falseAlarmRate?: number | undefined;
  readonly maxDraws?: number | undefined;
}

/**
 * Puts one distribution, at one set of parameters, to one law. An error of the distribution's fails the law; nothing is left behind.
 *
 * @example
 * const factory = ({ rate }) => exponential({ rate });
 * checkLaw(laws.shapes, { factory, parameters: { rate: [0.5, 2] } }).status;   // "passed"
 */
export function checkLaw(law: Law, options: SubjectOptions): LawResult {
  const subject = subjectOf(options);
  const { parameters, key } = subject;
  const result = (status: LawResult['status'], reason: string): LawResult => ({
    law: law.name,
    status,
    reason,
    parameters,
    key,
  });
  try {
    const exemption = onSubject(subject, law.name, ({ dist }) => law.exempts(dist));
    if (exemption !== undefined) return result('exempt', exemption);
    // Also what an error in the middle leaves behind.
    const problem = tf.tidy(() => law.problem(subject));
    return problem === undefined ? result('passed', '') : result('failed', problem);
  } catch (error) {
    return result('failed', `expected an answer, got ${errorText(error)}`);
  }
}

export function subjectOf({
  name = 'distribution',
  factory,
  parameters = {},
  key = 0,
  ...rest
}: SubjectOptions): Subject {
  const { falseAlarmRate = 1e-9, maxDraws = 150_000 } = rest;
  return { name, factory, parameters, key, falseAlarmRate, maxDraws };
}

/** What an error says, and the first place in its stack that is not a library's. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = error.stack
    ?.split('\n')
    .find((line) => line.trim().startsWith('at ') && !line.includes('node_modules'));
  return `${error.name}: ${error.message}${place === undefined ? '' : ` (${place.trim()})`}`;
}
