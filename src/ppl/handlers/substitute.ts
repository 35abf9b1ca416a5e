import type { Tensor } from '@tensorflow/tfjs-core';
import { nearest, warn } from '../../num/index.js';
import type { Handler, Program } from '../message.js';
import { handle } from '../runtime.js';

/**
 * Answers each `param` that `params` names with that (constrained) value.
 *
 * Names that met no parameter in a run are warned of, with near names.
 */
export function substitute<Args extends readonly unknown[], R>(
  params: Readonly<Record<string, Tensor>>,
  program: Program<Args, R>,
): Program<Args, R> {
  return (...args) => {
    const met = new Set<string>();
    const substituting: Handler = {
      param: (message, outer) => {
        met.add(message.name);
        const value = message.value ?? params[message.name];
        return outer(value === undefined ? message : { ...message, value });
      },
      stored: (message, outer) => {
        met.add(message.name);
        const value = params[message.name];
        return outer(value === undefined ? message : { ...message, value: { tensor: value } });
      },
    };
    const result = handle(substituting, () => program(...args));
    warnUnused(params, met);
    return result;
  };
}

function warnUnused(params: Readonly<Record<string, Tensor>>, met: ReadonlySet<string>): void {
  for (const name of Object.keys(params)) {
    if (met.has(name)) continue;
    const near = nearest(name, [...met]);
    warn(`substitute: no param("${name}") in the program${near === undefined ? '' : `; did you mean "${near}"?`}`);
  }
}
