import type { Tensor } from '@tensorflow/tfjs-core';
import { ArgumentError, fold, SiteError } from '../../num/index.js';
import { checkOptionNames, handle, nextKey, type Handler, type Program } from '../../ppl/index.js';
import type { Tensors } from '../optim/index.js';
import type { AutoGuide, AutoGuideOptions, Summaries } from './autoGuide.js';
import { latentNames } from './findLatents.js';

/** A guide of some of the latent sites: an automatic one of a model in which the others are blocked, or any program. */
export type GuidePart<Args extends readonly unknown[]> = AutoGuide<Args> | Program<Args>;

/**
 * A guide made of parts, each of which covers other latent sites: `autoNormal(block({ expose: ['z'] }, model))`, or a program of
 * your own.
 *
 * The parameters and auxiliary sites of part i get names that begin with `autoGuideList.i.`, so that parts of one kind go together.
 *
 * @throws SiteError when it runs, if two parts have one site, or a latent site is in none
 */
export function autoGuideList<Args extends readonly unknown[]>(
  model: Program<Args>,
  parts: readonly GuidePart<Args>[],
  options: Pick<AutoGuideOptions, 'prefix'> = {},
): AutoGuide<Args> {
  checkOptionNames('autoGuideList', options, ['prefix']);
  const { prefix = 'autoGuideList' } = options;
  let expected: readonly string[] | undefined;
  const run = (...args: Args): Record<string, Tensor> => {
    const values = new Map<string, Tensor>();
    for (const [i, part] of parts.entries()) handle(within(`${prefix}.${i}.`, values, i), () => part(...args));
    // The arguments' types are the caller's affair: they are only passed on.
    expected ??= latentNames(model as unknown as Program, args, nextKey(`${prefix} latents`));
    checkCover(prefix, expected, values);
    return Object.fromEntries(values);
  };
  const merged = (params: Tensors, ask: Asking): Record<string, Tensor> =>
    Object.fromEntries(
      parts.flatMap((part, i) => Object.entries(ask(summariesOf(part, i), ownParams(params, `${prefix}.${i}.`), i))),
    );
  const summaries: Summaries = {
    prefix,
    median: (params) => merged(params, (part, own) => part.median(own)),
    mean: (params) => merged(params, (part, own) => part.mean(own)),
    quantiles: (params, qs) => merged(params, (part, own) => part.quantiles(own, qs)),
    samplePosterior: (params, key, sampleShape = []) =>
      merged(params, (part, own, i) => part.samplePosterior(own, fold(key, i), sampleShape)),
  };
  return Object.assign(run, summaries);
}

type Asking = (part: Summaries, own: Tensors, index: number) => Record<string, Tensor>;

/** Renames what belongs to one part, and collects the values of the sites that the model has. */
function within(prefix: string, values: Map<string, Tensor>, index: number): Handler {
  return {
    param: (message, outer) => outer({ ...message, name: `${prefix}${message.name}` }),
    stored: (message, outer) => {
      const own = outer({ ...message, name: `${prefix}${message.name}` });
      // What a part asks for while it looks at the model is a parameter of the model.
      return own.value.tensor === undefined ? outer(message) : own;
    },
    sample: (message, outer) => {
      if (message.infer.isAuxiliary === true) return outer({ ...message, name: `${prefix}${message.name}` });
      if (values.has(message.name)) throw overlap(message.name, index);
      const site = outer(message);
      values.set(site.name, site.value);
      return site;
    },
  };
}

function overlap(name: string, index: number): SiteError {
  return new SiteError({
    where: `autoGuideList, part ${index}`,
    expected: 'latent sites that no other part has',
    got: `sample("${name}") again`,
    hint: `block({ hide: ["${name}"] }, model) for this part`,
  });
}

function checkCover(where: string, expected: readonly string[], values: ReadonlyMap<string, Tensor>): void {
  const missed = expected.filter((name) => !values.has(name));
  if (missed.length === 0) return;
  throw new SiteError({
    where,
    expected: `parts that cover the latent sites ${expected.map((name) => `"${name}"`).join(', ')}`,
    got: `none for ${missed.map((name) => `"${name}"`).join(', ')}`,
    hint: `autoNormal(block({ expose: ["${missed[0] ?? ''}"] }, model)) as one more part`,
  });
}

function summariesOf<Args extends readonly unknown[]>(part: GuidePart<Args>, index: number): Summaries {
  if ('samplePosterior' in part) return part;
  throw new ArgumentError({
    where: `autoGuideList, part ${index}`,
    expected: 'an automatic guide, to summarise',
    got: 'a program',
    hint: 'predictive, or draws of the guide under seed and substitute',
  });
}

/** The parameters of one part by the names that it knows them under, and those of others. */
function ownParams(params: Tensors, prefix: string): Tensors {
  const own = Object.entries(params).filter(([name]) => name.startsWith(prefix));
  return { ...params, ...Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value])) };
}
