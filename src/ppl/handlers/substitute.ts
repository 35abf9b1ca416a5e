import type { Tensor } from '@tensorflow/tfjs-core';
import { nearest, warn } from '../../num/index.js';
import type { Handler, Program } from '../message.js';
import { handle } from '../runtime.js';
import { answerParams } from './answerParams.js';

/**
 * Answers each `param` that `params` names with that (constrained) value.
 *
 * Names that met no parameter in a run are warned of, with near names.
 */
export function substitute<Args extends readonly unknown[], R>(
  params: Readonly<Record<string, Tensor>>,
  program: Program<Args, R>,
): Program<Args, R> {
  const rules = answerParams(new Map(Object.entries(params)));
  return (...args) => {
    const met = new Set<string>();
    const substituting: Handler = {
      param: (message, outer) => {
        met.add(message.name);
        return rules.param(message, outer);
      },
      stored: (message, outer) => {
        met.add(message.name);
        return rules.stored(message, outer);
      },
    };
    const result = handle(substituting, () => program(...args));
    warnUnused(Object.keys(params), met);
    return result;
  };
}

function warnUnused(names: readonly string[], met: ReadonlySet<string>): void {
  for (const name of names) {
    if (met.has(name)) continue;
    const near = nearest(name, [...met]);
    warn(`substitute: no param("${name}") in the program${near === undefined ? '' : `; did you mean "${near}"?`}`);
  }
}
