import * as tf from '@tensorflow/tfjs-core';
import { fold, key as toKey, type Key } from '../../num/index.js';
import { checkOptionNames, type Program, type SampleMessage, type Site, type Trace } from '../../ppl/index.js';
import type { ProgramPair } from '../elbo/index.js';
import { sampleSites } from '../logDensity.js';
import type { Finding } from './finding.js';
import { lintEstimator, lintGradients } from './lintGradients.js';
import { lintNames } from './lintNames.js';
import { lintNumbers, lintSupport } from './lintNumbers.js';
import { lintShape, lintShared } from './lintShapes.js';
import { runApart } from './runApart.js';

export interface CheckOptions {
  /** The randomness of the runs. Default: key(0). */
  readonly key?: Key | number;
}

/**
 * Looks for mistakes in a model and its guide without training: sites that one of them lacks, shapes and plates that do not
 * fit, supports that differ, parameters and log densities that are not allowed, noisy estimators, parameters that nothing
 * depends on.
 *
 * Runs each program a few times and takes one gradient. Changes nothing, prints nothing, and throws nothing that the programs
 * throw: those are findings too. Gradients are looked at only where there is no error before.
 *
 * @param args what both programs are called with; borrowed
 * @returns all findings, errors first; none for a pair that can be trained
 * @throws ArgumentError if an option is unknown
 * @example
 * const model = () => sample('scale', gamma({ concentration: 2, rate: 1 }));
 * const guide = () => sample('scale', normal({ loc: 1, scale: 1 }));
 * const [{ kind, name }] = check(model, guide, []);
 * [kind, name];   // ['support', 'scale']
 */
export function check<Args extends readonly unknown[]>(
  model: Program<Args>,
  guide: Program<Args>,
  args: Args,
  options: CheckOptions = {},
): readonly Finding[] {
  checkOptionNames('check', options, ['key']);
  const key = typeof options.key === 'number' ? toKey(options.key) : (options.key ?? toKey(0));
  const pair: ProgramPair = { model: () => model(...args), guide: () => guide(...args), args: [] };
  // Not returned from tidy, whose result must be a container of tensors.
  const found: Finding[] = [];
  tf.tidy(() => void found.push(...findingsOf(pair, key)));
  const isError = (finding: Finding): boolean => finding.severity === 'error';
  return [...found.filter(isError), ...found.filter((finding) => !isError(finding))];
}

function findingsOf(pair: ProgramPair, key: Key): Finding[] {
  const runs = runApart(pair, key);
  const found = [...runs.findings, ...lintTrace(runs.guide, 'guide'), ...lintTrace(runs.model, 'model')];
  if (runs.guide === undefined || runs.model === undefined) return found;
  found.push(...lintTogether(runs.guide, runs.model, key));
  if (found.some(({ severity }) => severity === 'error')) return found;
  const sites = [...sampleSites(runs.guide), ...sampleSites(runs.model)];
  const enumerates = sites.some(({ observed, infer }) => !observed && infer.enumerate !== undefined);
  return [...found, ...lintGradients(pair, enumerates, fold(key, 'gradients'))];
}

function lintTrace(trace: Trace | undefined, side: 'guide' | 'model'): Finding[] {
  if (trace === undefined) return [];
  return sampleSites(trace).flatMap((site) => [
    ...lintShape(site, side),
    ...lintNumbers(site, side),
    ...(side === 'guide' ? lintEstimator(site) : []),
  ]);
}

function lintTogether(guide: Trace, model: Trace, key: Key): Finding[] {
  const shared = sampleSites(guide).flatMap((site) => {
    const partner = model.sites.get(site.name);
    return partner?.type === 'sample' && !partner.observed ? [[site, partner] as const] : [];
  });
  const lintBoth = ([own, other]: readonly [Site<SampleMessage>, Site<SampleMessage>]): Finding[] => [
    ...lintShared(own, other),
    ...lintSupport(own, other, fold(key, own.name)),
  ];
  return [...lintNames(guide, model), ...shared.flatMap(lintBoth)];
}
