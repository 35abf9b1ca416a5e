import type { Tensor } from '@tensorflow/tfjs-core';
import { ArgumentError, ShapeError, SiteError } from '../../num/index.js';
import { revise, type Handler, type PlateMessage, type Program, type SampleMessage } from '../message.js';
import { handle } from '../runtime.js';
import type { Trace } from './trace.js';

/**
 * Gives each latent site of `program` its value and hints in the trace `old`, and each plate its indices there.
 *
 * Observed sites keep their data. Sites that `old` lacks are drawn.
 *
 * @param params values of parameters by name, to replay them too
 * @throws SiteError if the site is observed in `old`, or not a sample site
 * @throws ShapeError if the size of a plate differs from `old`; ArgumentError if its given subsample does
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

/** The rules that give parameters the values in `values`, unless they have a value already. */
export function answerParams(values: ReadonlyMap<string, Tensor>): Pick<Required<Handler>, 'param' | 'stored'> {
  return {
    param: (message, outer) => {
      const value = message.value ?? values.get(message.name);
      return outer(value === undefined ? message : { ...message, value });
    },
    stored: (message, outer) => {
      const tensor = message.value?.tensor ?? values.get(message.name);
      return outer(tensor === undefined ? message : { ...message, value: { tensor } });
    },
  };
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
  const where = `replay of plate("${message.name}")`;
  if (known.size !== message.size) {
    throw new ShapeError({
      where,
      expected: `size ${known.size ?? 'any'}, as in the replayed trace`,
      got: `size ${message.size ?? 'any'}`,
      hint: 'the same size in guide and model',
    });
  }
  const { indices } = known.value;
  const given = Array.isArray(message.subsample) ? describeIndices(message.subsample) : undefined;
  if (given === undefined || given === describeIndices(indices ?? [])) return { ...message, value: { indices } };
  throw new ArgumentError({
    where,
    expected: `${indices === undefined ? 'all indices' : describeIndices(indices)}, as in the replayed trace`,
    got: given,
    hint: 'the subsample in the guide only',
  });
}

function describeIndices(indices: readonly number[]): string {
  return `subsample [${indices.join(', ')}]`;
}
