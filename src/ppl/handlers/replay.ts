import type { Tensor } from '@tensorflow/tfjs-core';
import { SiteError } from '../../num/index.js';
import type { Handler, Program, SampleMessage } from '../message.js';
import { handle } from '../runtime.js';
import type { Trace } from './trace.js';

/**
 * Gives each latent site of `program` the value it has in `old`, with its hints, and each plate its indices.
 *
 * Sites that are observed now are untouched; names that `old` lacks are drawn as usual.
 *
 * @param params parameter values by name, if those are to be replayed too
 * @throws SiteError if the site was observed in `old`, or is not a sample there
 */
export function replay<Args extends readonly unknown[], R>(
  old: Trace,
  program: Program<Args, R>,
  params: Readonly<Record<string, Tensor>> = {},
): Program<Args, R> {
  const replaying: Handler = {
    sample: (message, outer) => outer(message.observed ? message : replayed(old, message)),
    plate: (message, outer) => {
      const known = old.plates.get(message.name);
      return outer(known === undefined || message.value !== undefined ? message : { ...message, value: known.value });
    },
    param: (message, outer) => {
      const value = message.value ?? params[message.name];
      return outer(value === undefined ? message : { ...message, value });
    },
  };
  return (...args) => handle(replaying, () => program(...args));
}

function replayed(old: Trace, message: SampleMessage): SampleMessage {
  const site = old.sites.get(message.name);
  if (site === undefined) return message;
  if (site.type === 'sample' && !site.observed) return { ...message, value: site.value, infer: site.infer };
  throw new SiteError({
    where: `replay of sample("${message.name}")`,
    expected: 'a latent sample site in the replayed trace',
    got: site.type === 'sample' ? 'an observed one' : `a ${site.type} site`,
    hint: 'obs in the model only, or another name',
  });
}
