import * as tf from '@tensorflow/tfjs-core';
import { fold, type Key, key as toKey } from '../../num/index.js';
import { checkOptionNames, type Program, replay, seed, type Trace, trace } from '../../ppl/index.js';
import type { ProgramPair, TracedPair } from '../elbo/runPair.js';
import { dimAllocator } from '../enumeration/dimAllocator.js';
import { sampleSites } from '../logDensity.js';
import { plateNesting } from '../particlePlate.js';
import { lintPair, sharedSites } from './checkPair.js';
import { listening, type Finding, type FindingKind, findingOf, warning } from './finding.js';
import { lintEstimator, lintGradients } from './gradients.js';
import { isMarked } from './names.js';
import { lintData } from './shapes.js';
import { lintDensity, lintSupport } from './support.js';

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
  const { guide, model, findings } = runApart(pair, key);
  // What one side says by itself holds even if the other does not run.
  const nothing: Trace = { result: undefined, sites: new Map(), plates: new Map() };
  const traced = { guide: guide ?? nothing, model: model ?? nothing };
  const sites = [...sampleSites(traced.guide), ...sampleSites(traced.model)];
  const enumerates = sites.some(isMarked);
  const facts = { objective: enumerates ? 'traceEnumElbo' : 'traceElbo', enumerates };
  const allocator = dimAllocator(plateNesting(traced.guide, traced.model));
  const isTogether = guide !== undefined && model !== undefined;
  const ofPair = lintPair({ ...traced, allocator }, facts).filter(({ kind }) => isTogether || OF_ONE_SIDE.has(kind));
  const found = [...findings, ...ofPair, ...lintThoroughly(traced, ofPair, key)];
  if (!isTogether || found.some(({ severity }) => severity === 'error')) return found;
  return [...found, ...lintGradients(pair, enumerates, fold(key, 'gradients'))];
}

/** What is found without a look at the other side. */
const OF_ONE_SIDE: ReadonlySet<FindingKind> = new Set(['batchShape', 'parameter', 'support']);

/** What takes draws or densities, or is a matter of taste, and so is left out when training begins. */
function lintThoroughly(pair: Pick<TracedPair, 'guide' | 'model'>, before: readonly Finding[], key: Key): Finding[] {
  const bad = new Set(before.filter(({ severity }) => severity === 'error').map(({ side, name }) => `${side} ${name}`));
  const lintSites = (side: 'guide' | 'model'): Finding[] =>
    sampleSites(pair[side]).flatMap((site) => [
      ...lintData(site, side),
      ...(bad.has(`${side} ${site.name}`) ? [] : lintDensity(site, side)),
      ...(side === 'guide' ? lintEstimator(site) : []),
    ]);
  const latent = sharedSites(pair).filter(([, partner]) => !partner.observed);
  const supports = latent.flatMap(([own, other]) => lintSupport(own, other, fold(key, own.name)));
  return [...lintSites('guide'), ...lintSites('model'), ...supports];
}

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
      findings.push(warning('warning', side, undefined, message));
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
