import type * as tf from '@tensorflow/tfjs-core';
import { fold, type Key } from '../../num/index.js';
import { handle, revise, type Handler, type Program, type SampleMessage } from '../../ppl/index.js';
import { atIndices } from './fullSize.js';
import { startingValue, type InitStrategy } from './init/index.js';
import { checkGuidable, isGuided } from './isGuided.js';

/** Where sites start, by name: of the shape of a run, or of the full size of subsampled plates. */
export type Starts = Map<string, tf.Tensor>;

/**
 * Answers each site that a guide has to cover with the value it starts at.
 *
 * @param starts gets the values as the strategy gave them
 */
export function startingAt(
  strategy: InitStrategy,
  key: Key,
  program: Program,
  starts: Starts = new Map<string, tf.Tensor>(),
): Program {
  const withStart = (message: SampleMessage): SampleMessage => {
    if (message.value !== undefined || !isGuided(message)) return message;
    checkGuidable(message);
    const start = startingValue(message, fold(key, message.name), strategy);
    starts.set(message.name, start);
    return revise(message, { value: atIndices(message, start) });
  };
  const starting: Handler = { sample: (message, outer) => outer(withStart(message)) };
  return (...args) => handle(starting, () => program(...args));
}
