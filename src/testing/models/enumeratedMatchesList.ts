import * as tf from '@tensorflow/tfjs-core';
import { configEnumerate, logProbSum, sampleSites, traceEnumElbo, type SviState } from '../../infer/index.js';
import { fold, sizeOf, type Key } from '../../num/index.js';
import {
  block,
  condition,
  handle,
  replay,
  seed,
  trace,
  type Program,
  type SampleMessage,
  type Site,
  type Trace,
} from '../../ppl/index.js';
import type { ModelLaw, ModelSubject } from './modelLaw.js';
import { knowing, lawKey, numberOf, runsAt, startOf } from './modelRuns.js';

type SampleSite = Site<SampleMessage>;
type Values = Readonly<Record<string, tf.Tensor>>;

const MOST_ASSIGNMENTS = 500;

/**
 * The list is made by `condition`, one assignment of all sites of finite support after the other, index by index; it knows nothing
 * of dims, plates or contraction. Other latent sites are held at one draw of the guide.
 */
export const enumeratedMatchesList: ModelLaw = {
  name: 'enumeratedMatchesList',
  statement: 'the enumerated ELBO is the sum over a list of all joint values of the discrete sites',
  exempts: (subject) => exemption(discreteIn(subject)),
  problem: (subject) => {
    const found = discreteIn(subject);
    const expected = listedElbo(found);
    const got = numberOf(() => tf.neg(enumeratedLoss(found)));
    const isNear = Math.abs(got - expected) <= 1e-4 * Math.max(1, Math.abs(expected));
    return isNear ? undefined : `expected an ELBO of ${expected} from the list, got ${got} by enumeration`;
  },
};

/** A pair whose latent sites are discrete, and these sites as one run has them. */
interface DiscretePair {
  readonly model: Program<[]>;
  readonly guide: Program<[]>;
  readonly inGuide: readonly SampleSite[];
  readonly inModel: readonly SampleSite[];
  readonly traces: readonly [Trace, Trace];
  readonly key: Key;
  readonly within: <R>(body: () => R) => R;
}

function discreteIn(subject: ModelSubject): DiscretePair {
  const key = lawKey(subject, 'enumerated');
  const start: SviState = startOf(subject, key);
  const within = <R>(body: () => R): R => handle(knowing(start, start.params), body);
  const drawn = latentIn(runsAt(subject, start, key).guide).filter(({ dist }) => !dist.hasEnumerateSupport);
  const values = Object.fromEntries(drawn.map(({ name, value }) => [name, value]));
  const model = condition(values, () => subject.model(...subject.args));
  const guide = block(
    { hide: Object.keys(values) },
    condition(values, () => subject.guide(...subject.args)),
  );
  return within(() => {
    const ofGuide = trace(seed(fold(key, 'guide'), guide))();
    const ofModel = trace(seed(fold(key, 'model'), replay(ofGuide, model)))();
    const inGuide = latentIn(ofGuide);
    const inModel = latentIn(ofModel).filter(({ name }) => !ofGuide.sites.has(name));
    return { model, guide, inGuide, inModel, traces: [ofGuide, ofModel] as const, key, within };
  });
}

function exemption({ inGuide, inModel, traces }: DiscretePair): string | undefined {
  const listed = [...inGuide, ...inModel];
  const sites = traces.flatMap(sampleSites);
  if (listed.length === 0) return 'it has no discrete latent site';
  if (listed.some(({ dist }) => !dist.hasEnumerateSupport))
    return 'a latent site without finite support is not in the guide';
  if (listed.some(({ mask, dist }) => mask !== true || dist.masked !== undefined)) return 'a discrete site is masked';
  if (inModel.length > 0 && sites.some(({ scale }) => scale !== 1)) return 'sites that are summed together are scaled';
  if (traces.some(({ plates }) => [...plates.values()].some(({ value }) => value.indices !== undefined)))
    return 'a plate is subsampled';
  const count = listed.reduce((product, site) => product * choicesOf(site) ** sizeOf(site.dist.batchShape), 1);
  return count <= MOST_ASSIGNMENTS ? undefined : `${count} joint values are too many to list`;
}

function enumeratedLoss({ model, guide, key, within }: DiscretePair): tf.Scalar {
  const pair = { model: configEnumerate(model), guide: configEnumerate(guide), args: [] };
  return within(() => traceEnumElbo().loss(pair, key, traceEnumElbo().prepare(pair, key)));
}

/** Sum over guide's choices g of q(g) (log of the sum over the model's choices m of p(g, m), less log q(g)). */
function listedElbo({ model, guide, inGuide, inModel, key, within }: DiscretePair): number {
  const runAt = (program: Program<[]>, values: Values): Trace =>
    within(() => trace(seed(fold(key, 'list'), condition(values, program)))());
  let elbo = 0;
  for (const ofGuide of assignments(inGuide)) {
    const traced = runAt(guide, ofGuide);
    const names = new Set(inGuide.map(({ name }) => name));
    const bare = sampleSites(traced).filter(({ name }) => names.has(name));
    const logWeight = bare.reduce((sum, { dist, value }) => sum + numberOf(() => tf.sum(dist.logProb(value))), 0);
    const logs = [...assignments(inModel)].map((ofModel) =>
      numberOf(() => logProbSum(runAt(model, { ...ofGuide, ...ofModel }))),
    );
    const cost = logSumExp(logs) - numberOf(() => logProbSum(traced));
    if (logWeight > -Infinity) elbo += Math.exp(logWeight) * cost;
  }
  return elbo;
}

/** All joint values of some sites. */
function* assignments([site, ...others]: readonly SampleSite[]): Iterable<Values> {
  if (site === undefined) {
    yield {};
    return;
  }
  for (const value of valuesOf(site)) for (const rest of assignments(others)) yield { ...rest, [site.name]: value };
}

/** All values of a site, each index of its batch for itself: [...batch, ...event]. */
function* valuesOf({ dist, value }: SampleSite): Iterable<tf.Tensor> {
  const support = dist.enumerateSupport(false);
  const choices = tf.unstack(tf.reshape(support, [support.shape[0], sizeOf(dist.eventShape)]));
  const cells = sizeOf(dist.batchShape);
  for (let number = 0; number < choices.length ** cells; number += 1) {
    const digits = Array.from({ length: cells }, (_, i) => Math.floor(number / choices.length ** i) % choices.length);
    const rows = tf.stack(digits.map((digit) => choices[digit] ?? tf.scalar(NaN)));
    const shape = [...dist.batchShape, ...dist.eventShape];
    yield tf.cast(tf.reshape(rows, shape), value.dtype);
  }
}

function choicesOf({ dist }: SampleSite): number {
  return sizeOf(dist.enumerateSupport(false).shape.slice(0, 1));
}

function latentIn(trace: Trace): SampleSite[] {
  return sampleSites(trace).filter(({ observed, dist }) => !observed && dist.isFactor !== true);
}

function logSumExp(logs: readonly number[]): number {
  const most = Math.max(...logs);
  return most === -Infinity ? most : most + Math.log(logs.reduce((sum, x) => sum + Math.exp(x - most), 0));
}
