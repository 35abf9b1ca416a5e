import * as tf from '@tensorflow/tfjs-core';
import { onWarning } from '../num/index.js';
import { handle } from '../ppl/index.js';
import { errorText } from './laws/checkLaw.js';

/**
 * What is wrong, as `body` finds it; an error is wrong as well. Nothing that it makes is left: neither tensors nor handlers, and
 * its warnings go nowhere.
 */
export function problemOf(body: () => string | undefined): string | undefined {
  const previous = onWarning(() => undefined);
  try {
    return tf.tidy(() => handle({}, body));
  } catch (error) {
    // Without the table of sites, which a program in a test does not need.
    return `expected an answer, got ${errorText(error).split('\n')[0]}`;
  } finally {
    onWarning(previous);
  }
}
