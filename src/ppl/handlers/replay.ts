import type { Tensor } from '@tensorflow/tfjs-core';
import { ArgumentError, ShapeError, SiteError } from '../../num/index.js';
import type { Handler, PlateMessage, Program, SampleMessage } from '../message.js';
import { answerParams } from './answerParams.js';
import { revise } from '../revise.js';
import { handle } from '../runtime.js';
import type { Trace } from './trace.js';

/**
 * Gives each latent site of `program` the value it has in `old`, with its hints, and each plate its indices.
 *
 * Sites that are observed now are untouched; names that `old` lacks are drawn as usual.
 *
 * @param params parameter values by name, if those are to be replayed too
 * @throws SiteError if the site was observed in `old`, or is not a sample there
 * @throws ArgumentError if a plate's size or subsample is not that in `old`
 */
export function replay<Args extends readonly unknown[], R>(
  old: Trace,
  program: Program<Args, R>,
  params: Readonly<Record<string, Tensor>> = {},
): Program<Args, R> {
  const replaying: Handler = {
    sample: (message, outer) => outer(message.observed ? message : replayed(old, message)),
    plate: (message, outer) => outer(message.value === undefined ? withIndices(old, message) : message),
    ...answerParams(new Map(Object.entries(params))),
  };
  return (...args) => handle(replaying, () => program(...args));
}

function replayed(old: Trace, message: SampleMessage): SampleMessage {
  const site = old.sites.get(message.name);
  if (site === undefined) return message;
  if (site.type === 'sample' && !site.observed) return revise(message, { value: site.value, infer: site.infer });
  throw new SiteError({
    where: `replay of sample("${message.name}")`,
    expected: 'a latent sample site in the replayed trace',
    got: site.type === 'sample' ? 'an observed one' : `a ${site.type} site`,
    hint: 'obs in the model only, or another name',
  });
}

function withIndices(old: Trace, message: PlateMessage): PlateMessage {
  const known = old.plates.get(message.name);
  if (known === undefined) return message;
  const { indices } = known.value;
  const asked = Array.isArray(message.subsample) ? `subsample [${message.subsample.join(', ')}]` : undefined;
  if (known.size !== message.size) {
    throw new ShapeError({
      where: `replay of plate("${message.name}")`,
      expected: `size ${known.size ?? 'any'}, as in the replayed trace`,
      got: `size ${message.size ?? 'any'}`,
      hint: 'the same size in guide and model',
    });
  }
  if (asked === undefined || asked === `subsample [${indices?.join(', ') ?? ''}]`) {
    return { ...message, value: { indices } };
  }
  throw new ArgumentError({
    where: `replay of plate("${message.name}")`,
    expected: `${indices === undefined ? 'all indices' : `subsample [${indices.join(', ')}]`}, as in the replayed trace`,
    got: asked,
    hint: 'the subsample in the guide only',
  });
}
