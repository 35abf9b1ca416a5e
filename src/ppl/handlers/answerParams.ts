import type { Tensor } from '@tensorflow/tfjs-core';
import type { Handler } from '../message.js';

/** The rules that answer parameters with known values, except those answered further in. */
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
