import type { Tensor } from '@tensorflow/tfjs-core';
import type { Handler, Program } from '../message.js';
import { handle } from '../runtime.js';
import { answerParams } from './replay.js';
import { watchNames } from './watchNames.js';

/**
 * Gives parameters the constrained values in `params`.
 *
 * Warns if no parameter of the first run has a name of `params`.
 */
export function substitute<Args extends readonly unknown[], R>(
  params: Readonly<Record<string, Tensor>>,
  program: Program<Args, R>,
): Program<Args, R> {
  const rules = answerParams(new Map(Object.entries(params)));
  const watch = watchNames('substitute', 'param', Object.keys(params));
  return (...args) =>
    watch((meet) => {
      const substituting: Handler = {
        param: (message, outer) => {
          meet(message.name);
          return rules.param(message, outer);
        },
        stored: (message, outer) => {
          meet(message.name);
          return rules.stored(message, outer);
        },
      };
      return handle(substituting, () => program(...args));
    });
}
