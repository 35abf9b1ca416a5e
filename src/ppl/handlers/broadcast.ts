import type { Handler, Program } from '../message.js';
import { expandToPlate } from '../expandToPlate.js';
import { revise } from '../revise.js';
import { handle } from '../runtime.js';

/**
 * Expands the distribution of each sample site of `program` to the sizes of the plates that it is in, at their dims.
 *
 * Every `plate` does so for itself; this is for handlers that put distributions of their own in a site's place.
 *
 * @throws ShapeError if a batch size at a plate's dim is neither 1 nor that of the plate
 */
export function broadcast<Args extends readonly unknown[], R>(program: Program<Args, R>): Program<Args, R> {
  const broadcasting: Handler = {
    sample: (message, outer) => {
      const expanded = message.plates.reduce(
        (sofar, frame) => revise(sofar, { dist: expandToPlate(sofar, frame) }),
        message,
      );
      return outer(expanded);
    },
  };
  return (...args) => handle(broadcasting, () => program(...args));
}
