import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import { fold, key, type Key } from '../../../num/index.js';
import { firstProblem } from '../../firstProblem.js';
import type { Law, Subject } from '../law.js';

/** What the body of a law works with. Tensors that it makes are disposed after it. */
export interface Given {
  readonly subject: Subject;
  /** The parameters as float32 tensors, and the distribution made from them. */
  readonly parameters: Readonly<Record<string, tf.Tensor>>;
  readonly dist: Distribution;
  /** The law's own key. */
  readonly key: Key;
}

/** What tells one law of single distributions from another. */
export interface LawFacts {
  readonly name: string;
  readonly statement: string;
  /** Default: false. */
  readonly isStatistical?: boolean;
  /** Set if one set of parameters shows what others would. */
  readonly isStructural?: true;
  /** Default: of no distribution. */
  exempts?(dist: Distribution): string | undefined;
  /** Looks at one thing after the other, and yields what is wrong with it, or undefined. Nothing after the first is looked at. */
  problems(given: Given): Iterable<string | undefined>;
}

/** A law whose body yields problems, as it finds them, from the distribution of a subject. */
export function deterministicLaw(facts: LawFacts): Law {
  const { name, statement, isStatistical = false, isStructural } = facts;
  return {
    name,
    statement,
    isStatistical,
    ...(isStructural === undefined ? {} : { isStructural }),
    exempts: (dist) => facts.exempts?.(dist),
    problem: (subject) => onSubject(subject, name, (given) => firstProblem(facts.problems(given))),
  };
}

/** Runs a body on the distribution of a subject; nothing that either makes is left. */
export function onSubject<T>(subject: Subject, name: string, body: (given: Given) => T): T {
  const result: { value?: T } = {};
  tf.tidy(() => {
    const parameters = tensorsOf(subject.parameters);
    const dist = subject.factory(parameters);
    result.value = body({ subject, parameters, dist, key: fold(key(subject.key), name) });
  });
  return result.value as T;
}

/** Nested numbers as float32 tensors. */
export function tensorsOf(parameters: Subject['parameters']): Record<string, tf.Tensor> {
  const entries = Object.entries(parameters).map(([name, values]) => [name, tf.tensor(values, undefined, 'float32')]);
  return Object.fromEntries(entries) as Record<string, tf.Tensor>;
}

/** A problem under a heading: `of the mean: expected …`. */
export function under(heading: string, problem: string | undefined): string | undefined {
  return problem === undefined ? undefined : `${heading}: ${problem}`;
}
