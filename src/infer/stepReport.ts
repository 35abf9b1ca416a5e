import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError } from '../num/index.js';
import type { Objective } from './elbo/objective.js';
import type { TracedPair } from './elbo/runPair.js';
import { siteTerms } from './elbo/expectation.js';
import type { Tensors } from './optim/index.js';

/** What a step can say beyond its loss. */
export type ReportName = 'gradientNorms' | 'siteTerms';

export interface StepReport {
  /** On request: the Euclidean norm of each parameter's gradient in unconstrained coordinates. */
  readonly gradientNorms?: Readonly<Record<string, number>>;
  /** On request: what each site adds to the ELBO before the step, in nats; see `siteTerms`. */
  readonly siteTerms?: Readonly<Record<string, number>>;
}

const NAMES: readonly string[] = ['gradientNorms', 'siteTerms'] satisfies ReportName[];

/** For callers in JavaScript. @throws ArgumentError if a name is unknown */
export function checkReport(report: readonly string[]): void {
  const unknown = report.find((name) => !NAMES.includes(name));
  if (unknown === undefined) return;
  throw new ArgumentError({ where: 'svi.report', expected: `any of ${NAMES.join(', ')}`, got: `'${unknown}'` });
}

/** @param runs makes what the loss was computed from */
export function stepReport(
  report: readonly ReportName[],
  gradients: Tensors,
  { numParticles }: Objective,
  runs: () => TracedPair[],
): StepReport {
  return {
    ...(report.includes('gradientNorms') ? { gradientNorms: normsOf(gradients) } : {}),
    ...(report.includes('siteTerms') ? { siteTerms: siteTerms(runs(), numParticles) } : {}),
  };
}

function normsOf(gradients: Tensors): Record<string, number> {
  const norms = Object.entries(gradients).map(
    ([name, gradient]) => [name, tf.norm(gradient).dataSync()[0] ?? NaN] as const,
  );
  return Object.fromEntries(norms);
}
